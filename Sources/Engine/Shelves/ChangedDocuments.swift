import Literature
import Ports
import Retrieval

/// Which documents of an index changed since states of the library; each state is looked at once.
struct ChangedDocuments {
    /// What changed since a state.
    struct State {
        /// The state of the library up to which this tells.
        var mark: ChangeMark
        /// The documents whose works have news.
        var documents: DocumentBitmap
        /// What changed of each document.
        private var kinds: [WorkChange.Kinds]

        init(_ mark: ChangeMark, capacity: Int) {
            self.mark = mark
            documents = DocumentBitmap(count: capacity)
            kinds = [WorkChange.Kinds](repeating: [], count: capacity)
        }

        mutating func note(_ change: WorkChange, of document: Int) {
            guard kinds.indices.contains(document) else { return }
            documents[document] = true
            kinds[document] = change.kinds
            if change.isNew { kinds[document].insert(.entered) }
        }

        /// Whether the work was not described before.
        func isNew(_ document: Int) -> Bool { kinds[document].contains(.entered) }

        /// What changed.
        func kinds(of document: Int) -> WorkChange.Kinds { kinds[document] }
    }

    private struct Span: Hashable {
        var from: ChangeMark
        var to: Int64
    }

    let store: any ShelfStore
    let index: LexicalIndex
    private var states: [Span: State] = [:]

    init(store: any ShelfStore, index: LexicalIndex) {
        self.store = store
        self.index = index
    }

    /// What changed after `mark`, up to the change `last`.
    mutating func since(_ mark: ChangeMark, upTo last: Int64) throws -> State {
        let span = Span(from: mark, to: last)
        if let known = states[span] { return known }
        var state = State(mark, capacity: index.capacity)
        state.mark = try store.forEachChange(after: mark, upTo: last) { change in
            guard !change.kinds.isDisjoint(with: .news) || change.isNew,
                let document = index.document(forKey: change.identifier.description)
            else { return }
            state.note(change, of: document)
        }
        states[span] = state
        return state
    }
}
