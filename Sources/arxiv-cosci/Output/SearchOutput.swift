import Answers
import Engine
import Literature
import TextAnalysis

/// The form of a search answer for people.
struct SearchText {
    let text: String

    init(_ answer: SearchAnswer, terminal: Terminal) {
        let width = min(terminal.width, 120)
        var lines = Self.notices(answer).map { terminal.styled($0.printable, .warning) }
        for result in answer.results { lines.append(Self.entry(result, terminal: terminal, width: width)) }
        if answer.mode != .identifier, let first = answer.results.first, let last = answer.results.last {
            let time = (answer.duration / .microseconds(100)).rounded() / 10
            lines.append(terminal.styled("\(first.rank)-\(last.rank) of \(answer.total), \(time) ms", .faint))
        }
        text = lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    private static func notices(_ answer: SearchAnswer) -> [String] {
        guard !answer.results.isEmpty else { return [] }
        var notices: [String] = []
        if let correction = answer.correction { notices.append("Nothing has what was typed; shown is: \(correction)") }
        if let suggestion = answer.suggestion { notices.append("Did you mean: \(suggestion)") }
        if answer.isRelaxed { notices.append("No paper has all the words; these have some of them.") }
        if !answer.behind.isEmpty {
            let parts = answer.behind.map(\.rawValue).joined(separator: ", ")
            notices.append("The index is behind the library (\(parts)); to bring it up to date: arxiv-cosci index")
        }
        return notices
    }

    private static func entry(_ result: SearchAnswer.Result, terminal: Terminal, width: Int) -> String {
        let paper = result.paper
        let title = (paper.title ?? "(no title)").printable
        let place = String(repeating: " ", count: max(0, 3 - String(result.rank).count)) + "\(result.rank). "
        var lines = [place + terminal.styled(title, .title)]
        if paper.isWithdrawn { lines[0] += " " + terminal.styled("[withdrawn]", .warning) }
        if paper.isStub { lines[0] += " " + terminal.styled("[stub: only known as cited]", .warning) }
        var facts = [terminal.styled(paper.identifier.description, .identifier), paper.shortAuthors.printable]
        if let year = paper.year { facts.append(String(year)) }
        if let category = paper.categories.first { facts.append(category.printable) }
        facts.append(result.citationCount == 1 ? "1 citation" : "\(result.citationCount) citations")
        lines.append("     " + facts.filter { !$0.isEmpty }.joined(separator: "  "))
        let snippet = result.snippet.segments.map { segment in
            segment.isMatch ? terminal.styled(segment.text.printable, .match) : segment.text.printable
        }.joined()
        if !snippet.isEmpty { lines.append(snippet.wrapped(width: width, indent: "     ")) }
        if let explanation = result.explanation {
            lines += Self.reasons(explanation).map { "     " + terminal.styled($0.printable, .faint) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func reasons(_ explanation: ResultExplanation) -> [String] {
        var lines = explanation.arms.map { arm in
            let rank = arm.rank.map { "rank \($0), " } ?? ""
            return "\(arm.name): \(rank)score \(arm.score.rounded4), adds \(arm.contribution.rounded4)"
        }
        if !explanation.terms.isEmpty {
            let terms = explanation.terms.map { "\($0.text) \($0.score.rounded4) (in \($0.papers) papers)" }
            lines.append("words: " + terms.joined(separator: ", "))
        }
        return lines + explanation.notes
    }
}
