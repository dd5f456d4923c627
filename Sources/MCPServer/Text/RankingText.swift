import Answers
import Engine

/// Answers about what stands out in the citation graph, in words.
extension AnswerText {
    static func ranking(_ answer: RankWorks.Answer, _ request: RankWorks.Request) -> String {
        guard !answer.entries.isEmpty else {
            return answer.total > 0
                ? "There are \(answer.total) such papers: lower 'offset'."
                : "No paper is such. Try another category or other years."
        }
        var notes = [
            "\(answer.entries.count) of \(answer.total) papers, ranked by \(request.measure.rawValue) among \(answer.ranked):"
        ]
        if let pivots = answer.pivots { notes.append("Scores are estimated from the ways of \(pivots) works.") }
        let lines = answer.entries.map { entry in
            "\(entry.rank). " + line(entry.work) + "\n   score \(entry.score.rounded(significant: 4)), above "
                + "\(entry.percentile.rounded4) % of the papers, cites \(entry.referenceCount)"
        }
        return joined(notes, behind: answer.behind, data: lines)
    }

    static func mainPath(_ answer: TraceMainPath.Answer) -> String {
        guard !answer.steps.isEmpty else {
            return answer.members == 0
                ? "No paper has all the words. Try fewer words, or 'paper'."
                : "None of the \(answer.members) papers of the topic cites another. Try a wider query."
        }
        let note =
            "\(answer.steps.count) of \(answer.members) papers of the topic, from old to new, each citing the one before:"
        return joined([note], behind: answer.behind, data: answer.steps.map { line($0.work) })
    }
}
