public import Ports
import Synchronization
import TextAnalysis

/// How the text index stands to the library.
public enum TextIndexState: Hashable, Sendable {
    /// It holds what the library holds.
    case current
    /// The library has changed since.
    case behind
    /// There is none that this version can read for this library.
    case missing
}

extension Library: LexicalStore {
    /// How the text index stands to the library.
    public func textIndexState() throws -> TextIndexState {
        guard let state = try TextIndexFile.state(self), state.format == TextIndexFile.format,
            state.analyzer == TextAnalyzer.version, state.library == (try TextIndexFile.identity(self))
        else { return .missing }
        let counter = try changeCounter()
        if state.counter > counter { return .missing }
        return state.counter == counter ? .current : .behind
    }

    /// The best papers for a query, best first; ties by identifier.
    ///
    /// The score is BM25 (k1 = 1.2, b = 0.75) over stemmed words, those of the title counting four times and those of
    /// the authors twice. A query without words gives the newest first. Stubs are never given.
    ///
    /// When the index is behind the library it is brought up to date first, if this process may write and nobody else
    /// does; otherwise the answer is that of the index and says so (``LexicalHits/isBehind``).
    ///
    /// - Throws: ``LibraryError``: `noTextIndex` when there is no index and none can be made.
    public func search(_ query: LexicalQuery, offset: Int, limit: Int) throws -> LexicalHits {
        let isBehind = try prepareTextIndex()
        let searcher = try searchers.withLock { $0.popLast() } ?? TextSearcher(path: textIndexPath)
        defer { searchers.withLock { $0.append(searcher) } }
        return try read { connection in
            let search = LexicalSearch(
                searcher: searcher,
                reader: WorkReader(connection: connection),
                query: query,
                isBehind: isBehind
            )
            return try search.run(offset: max(0, offset), limit: max(0, limit))
        }
    }

    /// - Returns: whether the index is behind and stays so.
    private func prepareTextIndex() throws -> Bool {
        let state = try textIndexState()
        if state == .current { return false }
        if mode != .readOnly {
            do {
                let writer = try makeWriter()
                defer { writer.close() }
                searchers.withLock { $0.removeAll() }
                try writer.startTextIndex()
                return false
            } catch let error as LibraryError where error.code == .locked || error.code == .readOnly {
                // Somebody else writes: what there is has to do.
            }
        }
        guard state == .behind else {
            throw LibraryError(
                .noTextIndex,
                "\(path): the text index has not been built",
                advice: "open the library for writing once, for example with 'arxiv-cosci import'"
            )
        }
        return true
    }
}
