/// Features of a candidate besides the values of the signals.
enum PairFeature: Int, CaseIterable, Sendable {
    /// log(1 + citations), of all time and of the last half year, year and two years.
    case citations
    case citationsHalfYear
    case citationsYear
    case citationsTwoYears
    /// Citations of the last year in those of all time.
    case trend
    /// log PageRank.
    case pageRank
    /// log(1 + references).
    case references
    /// Years from the candidate to the snapshot.
    case age
    /// Years from the candidate to the paper.
    case gap
    /// Years from the snapshot to the paper.
    case horizon
    /// How many references are known.
    case seeds
    /// The candidate's age less the seeds' mean age.
    case ageFromSeeds
    /// Share of the seeds that are newer than the candidate.
    case newerSeeds
    /// Years to the seed of the nearest date.
    case nearestSeedAge
    /// Share of the candidate's references among the seeds.
    case citesSeedsOfReferences
    /// Share of the candidate's citations by papers that cite a seed.
    case citersNearShare
    /// Share of the candidate's authors among the paper's.
    case authorShare
    /// How many papers the paper's authors have.
    case authorPapers
    /// Share of the authors' papers that cite the candidate.
    case authorsCitedShare
    /// Seeds with an author of the candidate.
    case seedsOfSameAuthors
    /// How often the paper's authors cite papers by an author of the candidate, log(1 + n).
    case authorsCitedAuthors
    /// Shared categories in all of both.
    case categories
    /// Cosine of the text vectors.
    case textCosine
    /// Of the paper's with the mean of the candidate's citers'.
    case textOfCiters
    /// Of the paper's with the mean of the candidate's references'.
    case textOfReferences
    /// Of the paper's with the candidate's smoothed one.
    case smoothedCosine
    /// Of the mean of the seeds' with the candidate's.
    case seedsTextCosine
    /// The greatest of a seed's with the candidate's.
    case seedsTextMost
    /// Of the seeds' mean smoothed one with the candidate's.
    case seedsSmoothedCosine
    /// Mean and greatest cosine with seeds in the graph vectors.
    case graphMean
    case graphMost
    /// Inner product of the seeds' sum with the candidate in the factors of reference lists.
    case listFactors
    /// Rank of BM25 among the candidates of the pool, log.
    case bm25Rank
    /// Rank of personalised PageRank, log.
    case pageRankRank
    /// Rank of list neighbours, log.
    case listNeighboursRank
    /// Rank of text neighbours, log.
    case textNeighboursRank
    /// Rank of suggested neighbours, log.
    case suggestedRank
    /// Rank of co-citation walks, log.
    case coCitationRank
}

/// The columns of a candidate's features.
enum FeatureColumns {
    /// Signals that stand for themselves and, once more, relative to the greatest of the query's candidates.
    static let relative: [LinkSignal] = [
        .adamicAdar, .resourceAllocation, .coCitation, .coCitationMost, .coCitationWalk, .coCitationRecent,
        .listNeighbours, .listNeighboursSharp, .listNeighboursNearest, .listNeighboursRecent, .pageRank50, .pageRank80,
        .bm25, .titleWords, .textNeighbours, .textNeighboursWide, .textListNeighbours, .authorsCitedNear, .contextWalk,
        .suggestedWalk, .suggestedNeighbours,
    ]
    /// Where each group starts.
    static let relativeStart = LinkSignal.allCases.count
    static let pairStart = relativeStart + relative.count
    /// How many columns there are.
    static let count = pairStart + PairFeature.allCases.count

    static func column(_ signal: LinkSignal) -> Int { signal.rawValue }
    static func column(_ feature: PairFeature) -> Int { pairStart + feature.rawValue }

    /// What each column is called.
    static let names: [String] =
        LinkSignal.allCases.map { "\($0)" } + relative.map { "\($0)/most" } + PairFeature.allCases.map { "\($0)" }

    /// The 23 features that the strongest published baselines of this task use.
    static let classic: [Int] =
        [
            LinkSignal.commonNeighbours, .adamicAdar, .resourceAllocation, .citedBySeeds, .citesSeeds, .coCitation,
            .coupling, .katz, .pageRank50, .bm25, .sameAuthors, .authorsCited, .textNeighbours,
        ].map { column($0) }
        + [
            PairFeature.graphMean, .graphMost, .citations, .citationsTwoYears, .pageRank, .age, .seeds, .textCosine,
            .smoothedCosine, .seedsTextCosine,
        ].map { column($0) }
}
