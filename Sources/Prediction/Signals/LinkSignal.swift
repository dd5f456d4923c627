/// Evidence that one paper cites another, each a score per candidate that is 0 for most.
///
/// S are the references that are known (the seeds), R(x) what x cites, C(x) what cites x, N(x) both together.
public enum LinkSignal: Int, CaseIterable, Sendable {
    /// Seeds next to the candidate: |S ∩ N(v)|.
    case commonNeighbours
    /// Σ 1 / log |N(s)| over seeds next to the candidate (Adamic and Adar, 2003).
    case adamicAdar
    /// Σ 1 / |N(s)| over seeds next to the candidate (Zhou, Lü and Zhang, 2009).
    case resourceAllocation
    /// Seeds that cite the candidate.
    case citedBySeeds
    /// Σ 1 / |R(s)| over seeds that cite the candidate.
    case citedBySeedsShare
    /// Seeds that the candidate cites: bibliographic coupling with what is known of the paper.
    case citesSeeds
    /// Σ 1 / |C(s)| over seeds that the candidate cites.
    case citesSeedsRare
    /// Σ papers that cite both s and v / √(|C(s)| |C(v)|).
    case coCitation
    /// The greatest term of that sum.
    case coCitationMost
    /// Seeds that somebody cites together with the candidate.
    case coCitedSeeds
    /// Random walk from the seeds to their citers and on to what those cite.
    case coCitationWalk
    /// Co-citation where recent papers count more: e^(-age of the citing paper / 1 year).
    case coCitationRecent
    /// Citations by papers with a similar reference list, weighted by the cosine of the lists.
    case listNeighbours
    /// The same with the square of the cosine.
    case listNeighboursSharp
    /// The same over the 20 most similar lists only.
    case listNeighboursNearest
    /// The same as `listNeighbours`, seeds weighted by rarity, neighbours by how recent they are.
    case listNeighboursRecent
    /// Σ over seeds of shared references / √(|R(s)| |R(v)|).
    case coupling
    /// Papers cited by what the seeds cite, as a random walk.
    case secondReferences
    /// Walks of up to three steps from the paper by way of its seeds, each step damped by .05 (Katz, 1953).
    case katz
    /// Personalised PageRank from the seeds with damping .5.
    case pageRank50
    /// The same with damping .8.
    case pageRank80
    /// Landing probability of a walk of one step from the seeds.
    case walk1
    /// Of two steps.
    case walk2
    /// Of three steps.
    case walk3
    /// Of four steps.
    case walk4
    /// BM25 of title and abstract.
    case bm25
    /// Rarity of the words shared by the titles.
    case titleWords
    /// Citations by the 20 nearest papers by BM25, weighted by their score.
    case textNeighbours
    /// Citations by the 100 nearest, weighted by the square of their score.
    case textNeighboursWide
    /// Citations by papers that are near by BM25 and share references.
    case textListNeighbours
    /// Papers by authors of the paper, weighted by how many they share.
    case sameAuthors
    /// Papers of the same authors that cite the candidate.
    case authorsCited
    /// The same, recent papers counting more: e^(-age / 1 year).
    case authorsCitedRecent
    /// Citations by papers of the same authors, weighted by nearness in text.
    case authorsCitedNear
    /// Random walk of two steps from the nearest papers by text and the authors' papers.
    case contextWalk
    /// Co-citation walk from the candidates that text neighbours and authors suggest most.
    case suggestedWalk
    /// Reference lists similar to what text neighbours and authors suggest most.
    case suggestedNeighbours
}
