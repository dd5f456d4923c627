import Engine
import Literature

/// Answers about the citation graph in words.
extension AnswerText {
    static func path(_ answer: FindPaths.Answer, _ request: FindPaths.Request) -> String {
        guard let length = answer.length else {
            let hint = request.isDirected ? " Try again without 'directed'." : ""
            return "No way leads from \(request.start) to \(request.end) along citations.\(hint)"
        }
        let ways = answer.count == 1 ? "1 shortest way" : "\(answer.count) shortest ways"
        var data: [String] = []
        for (number, path) in answer.paths.enumerated() {
            if number > 0 { data.append("") }
            for step in path {
                if let isCited = step.isCited { data.append(isCited ? "  cites" : "  is cited by") }
                data.append(line(step.work))
            }
        }
        return joined(["\(ways), of \(length) citations:"], behind: answer.behind, data: data)
    }

    static func neighbourhood(_ answer: ExploreNeighbourhood.Answer) -> String {
        let counts = answer.found.enumerated().map { "\($1) at depth \($0)" }.joined(separator: ", ")
        let notes = [
            "\(answer.members.count) works, \(answer.edges.count) citations between them (edges are in the structured content).",
            "Found in all: \(counts).",
        ]
        return joined(notes, behind: answer.behind, data: answer.members.map { "\($0.depth): " + line($0.work) })
    }

    static func communities(_ answer: FindCommunities.Answer) -> String {
        guard !answer.communities.isEmpty else { return "The library has no citations that groups could be found by." }
        var data: [String] = []
        for community in answer.communities {
            let phrases = community.phrases.joined(separator: ", ").oneLine
            var head = "\(community.number + 1). \(phrases.isEmpty ? "(no titles)" : phrases): \(community.size) works"
            if let years = community.years { head += ", \(years.lowerBound)-\(years.upperBound)" }
            head += ", \(Int((community.cohesion * 100).rounded())) % of their citations stay inside"
            data.append(head)
            data += community.works.map { "   " + line($0) }
        }
        let modularity = (answer.modularity * 1000).rounded() / 1000
        let note =
            "\(answer.count) groups of 3 works or more, modularity \(modularity). Citations are those within the group."
        return joined([note], behind: answer.behind, data: data)
    }

    static func series(_ answer: FindTrends.Answer) -> String {
        var lines = answer.series.entries.map { entry in
            let share = entry.total == 0 ? 0 : Double(entry.papers) / Double(entry.total)
            return "\(entry.period): \(entry.papers) of \(entry.total) (\(percent(share)))"
        }
        if lines.count > 120 { lines = ["(the last 120 periods)"] + lines.suffix(120) }
        if let slope = answer.series.slope { lines.append("Change of the share a period: \(percent(slope))") }
        lines += answer.series.bursts.map { "Burst \($0.first) to \($0.last), strength \(Int($0.weight.rounded()))" }
        return "\(answer.papers) papers.\n" + lines.joined(separator: "\n")
    }

    private static func percent(_ share: Double) -> String { "\((share * 10_000).rounded() / 100) %" }

    static func bursts(_ answer: FindBursts.Answer) -> String {
        guard !answer.phrases.isEmpty else { return "No phrase of titles bursts; it takes 10 papers with one." }
        let lines = answer.phrases.map { phrase in
            let burst = phrase.burst
            return "\(phrase.text.oneLine): \(burst.first) to \(burst.last), strength \(Int(burst.weight.rounded())), "
                + "\(phrase.papers) papers"
        }
        return joined(["Phrases of titles, the strongest burst first:"], behind: answer.behind, data: lines)
    }

    static func recommend(_ answer: RecommendPapers.Answer) -> String {
        guard !answer.results.isEmpty else { return "No citations lead from the papers liked to others." }
        let lines = answer.results.map { result in
            var reasons: [String] = []
            if result.citedTogether > 0 {
                reasons.append("cited together with what is liked by \(result.citedTogether) works")
            }
            if result.citedByLikes > 0 { reasons.append("cited by \(result.citedByLikes) of what is liked") }
            if result.citesLikes > 0 { reasons.append("cites \(result.citesLikes) of it") }
            return "\(result.rank). " + line(result.work) + "\n   "
                + (reasons.isEmpty ? "near by citations" : reasons.joined(separator: ", "))
        }
        return joined(["Recommended, best first:"], behind: answer.behind, data: lines)
    }
}
