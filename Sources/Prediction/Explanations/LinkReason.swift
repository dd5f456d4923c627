/// A fact that speaks for a citation; every number in it can be counted in the graph.
public enum LinkReason: Sendable, Equatable {
    /// Of the paper's known references, so many also cite the candidate.
    case citedByReferences(count: Int, of: Int, examples: [Int])
    /// The candidate cites so many of the paper's known references.
    case citesReferences(count: Int, of: Int, examples: [Int])
    /// So many papers cite the candidate together with one or more of the known references; `with` are the references that
    /// most of them cite.
    case citedTogether(papers: Int, with: [Int])
    /// Papers by the paper's authors, so many of them, cite the candidate.
    case citedByAuthors(count: Int, examples: [Int])
    /// The candidate has authors of the paper.
    case sameAuthors(names: [String])
    /// Of the so many papers nearest in words, so many cite the candidate.
    case citedByNearest(count: Int, of: Int, examples: [Int])
    /// Words that both titles or texts have and few others.
    case sharedWords([String])
    /// The strongest way from a known reference to the candidate: over one paper or none.
    case path([Int])
}
