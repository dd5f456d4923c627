/// A page of a ranking, before papers are read for it.
struct SearchRanking {
    struct Entry {
        var rank: Int
        var key: String
        var score: Double
        var ranks = SearchAnswer.Ranks()
        var explanation: ResultExplanation?
    }

    var mode: SearchAnswer.Mode
    var total: Int
    var isRelaxed = false
    var stems: Set<String> = []
    var entries: [Entry] = []
}
