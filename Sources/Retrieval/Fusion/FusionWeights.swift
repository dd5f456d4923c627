/// How much each arm of a search counts.
///
/// The score of a document is the sum of
///
///     lexical    x  its BM25 score / the greatest that the query's words can give
///     semantic   x  the cosine of its vector and the query's
///     influence  x  ln(1 + its citations / the mean of its year)
///     proximity  x  ln(1 + 1000 x its share of a random walk that starts at the best hits)
///
/// A convex combination of normalised scores, which needs fewer training queries and loses less elsewhere than reciprocal
/// ranks (Bruch, Gai and Ingber, 2022, arXiv 2210.11934). The normalisations depend on the query alone, not on which
/// other documents are in view, so that a score means the same in every search.
public struct FusionWeights: Hashable, Sendable {
    /// The weight of words.
    public var lexical: Float
    /// The weight of meaning.
    public var semantic: Float
    /// The weight of citations among the papers of a year.
    public var influence: Float
    /// The weight of nearness in the citation graph to the best hits.
    public var proximity: Float

    /// Weights.
    public init(lexical: Float, semantic: Float, influence: Float, proximity: Float) {
        self.lexical = lexical
        self.semantic = semantic
        self.influence = influence
        self.proximity = proximity
    }

    /// The weights in use.
    ///
    /// Where they come from (2026-11-26; nDCG@10). Words to meaning, with all-MiniLM-L6-v2: the first 405 train queries of
    /// SciFact (0.8: .745, 1: .748, 1.2: .746, 1.5: .747, 2: .740) and titles of hep-th papers of 2000, to find their references
    /// among the papers before (0.5: .182, 1: .188, 1.5: .187, 2: .186). Influence and proximity: hep-th titles of 2000
    /// and 2001 (neither: .191 and .215; influence .09: .223 and .246; both: .238 and .261, with recall@100 from .33
    /// to .53 and from .33 to .51), with walks that go back half the time. Reported figures are from other queries.
    public static let standard = FusionWeights(lexical: 1.2, semantic: 1, influence: 0.1, proximity: 0.2)

    /// The weights for a latent semantic model, whose cosines tell less.
    ///
    /// It finds what shares no word with the query, but adds nothing to the order of what does: on the first 405 train queries of
    /// SciFact 0: .712, 0.1: .709, 0.2: .700, 0.4: .692; on hep-th titles of 2001 0: .197, 0.1: .197, 0.2: .199, 0.3: .196.
    public static let latent = FusionWeights(lexical: 1.2, semantic: 0.1, influence: 0.1, proximity: 0.2)

    /// The weights for the model that made the vectors: `lse` is latent.
    public static func standard(forModel model: String?) -> FusionWeights { model == "lse" ? .latent : .standard }
}
