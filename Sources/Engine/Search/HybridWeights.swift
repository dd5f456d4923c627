/// How much each ranking counts in the one of all.
struct HybridWeights {
    /// By words: BM25 over the best paper's.
    var lexical = 0.40
    /// By meaning: the cosine over the best paper's.
    var semantic = 0.30
    /// By citations: a walk from the best papers, over the best paper's share.
    var graph = 0.20
    /// How much the paper is cited among those of its time.
    var influence = 0.10
    /// What papers get that fit a name and a year: more than all else together.
    var preference = 1.0

    /// The weights in use.
    static let standard = HybridWeights()
}
