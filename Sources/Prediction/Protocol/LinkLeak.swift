/// A way in which an evaluation could see what it asks for.
public struct LinkLeak: Error, Equatable, CustomStringConvertible {
    /// What was found.
    public enum Kind: String, Sendable {
        /// The snapshot holds papers of the day on which it should be frozen, or later ones.
        case laterPaper
        /// The snapshot holds a hidden citation.
        case hiddenCitation
        /// A hidden reference is among the visible ones.
        case visibleReference
        /// A cold source has a visible reference.
        case warmSource
    }

    /// What was found.
    public var kind: Kind
    /// The paper with which it was found.
    public var paper: String

    /// What is wrong, for people.
    public var description: String {
        switch kind {
        case .laterPaper: "the snapshot knows \(paper), which is not older than the day of the split"
        case .hiddenCitation: "the snapshot holds a hidden citation of \(paper)"
        case .visibleReference: "a hidden reference of \(paper) is also visible"
        case .warmSource: "\(paper) should show no reference, and shows some"
        }
    }

    /// Looks for leaks.
    ///
    /// - Returns: the first one of each kind; nothing when the snapshot cannot answer from what is asked.
    /// - Complexity: O(papers + visible and hidden references).
    public static func find(in split: LinkSplit, snapshot: CitationSnapshot) -> [LinkLeak] {
        let corpus = snapshot.corpus
        var found: [Kind: String] = [:]
        func note(_ kind: Kind, _ paper: Int) {
            if found[kind] == nil { found[kind] = corpus.ids[paper] }
        }
        for paper in 0..<snapshot.count where corpus.days[paper] >= split.day { note(.laterPaper, paper) }
        for source in split.sources {
            let visible = Set(source.visible)
            if source.hidden.contains(where: { visible.contains($0) }) { note(.visibleReference, source.paper) }
            if split.mode == .cold, !visible.isEmpty { note(.warmSource, source.paper) }
            guard source.paper < snapshot.count else { continue }
            let known = Set(snapshot.references[source.paper].map { Int($0) })
            if source.hidden.contains(where: { known.contains($0) }) { note(.hiddenCitation, source.paper) }
        }
        return found.sorted { $0.key.rawValue < $1.key.rawValue }.map { LinkLeak(kind: $0.key, paper: $0.value) }
    }
}
