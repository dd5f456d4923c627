/// A document that at least one arm found, with what every arm says of it.
public struct FusionCandidate: Hashable, Sendable {
    /// The document, by a number of the caller's.
    public var id: Int
    /// Its BM25 score; nil when it has none of the words.
    public var lexical: Float?
    /// Its cosine; nil when it has no vector.
    public var semantic: Float?
    /// Its ``CitationInfluence``.
    public var influence: Float
    /// Its share of a random walk from the best hits, from 0 to 1.
    public var proximity: Float

    /// A candidate.
    public init(
        id: Int,
        lexical: Float? = nil,
        semantic: Float? = nil,
        influence: Float = 0,
        proximity: Float = 0
    ) {
        self.id = id
        self.lexical = lexical
        self.semantic = semantic
        self.influence = influence
        self.proximity = proximity
    }
}

/// What an arm contributed to a fused hit.
public struct ArmShare: Hashable, Sendable {
    /// The hit's place among the candidates by this arm alone, from 1; nil when the arm does not know it.
    public var rank: Int?
    /// What the arm added to the score.
    public var contribution: Float

    /// A share.
    public init(rank: Int?, contribution: Float) {
        self.rank = rank
        self.contribution = contribution
    }
}

/// A document in the joint ranking, with the reasons for its place.
public struct FusedHit: Hashable, Sendable {
    /// The document.
    public var id: Int
    /// The sum of the contributions.
    public var score: Float
    /// What its words contributed.
    public var lexical: ArmShare
    /// What its meaning contributed.
    public var semantic: ArmShare
    /// What its citations contributed: influence and proximity.
    public var graph: ArmShare

    /// A hit.
    public init(id: Int, score: Float, lexical: ArmShare, semantic: ArmShare, graph: ArmShare) {
        self.id = id
        self.score = score
        self.lexical = lexical
        self.semantic = semantic
        self.graph = graph
    }
}
