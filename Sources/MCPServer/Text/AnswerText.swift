import Answers
import Engine
import Literature
import Ports
import TextAnalysis

/// Answers in words, for models and people. What comes from records is between marks.
enum AnswerText {
    static func search(_ answer: SearchAnswer) -> String {
        guard !answer.results.isEmpty else {
            return answer.total > 0
                ? "No results behind the first \(answer.total): lower 'offset'."
                : "Nothing found. Try fewer or other words, wider filters, or mode 'semantic'."
        }
        var notes: [String] = []
        if let correction = answer.correction {
            notes.append("Nothing has what was typed; shown is: \(correction.oneLine)")
        }
        if let suggestion = answer.suggestion { notes.append("Perhaps meant: \(suggestion.oneLine)") }
        if answer.isRelaxed { notes.append("No paper has all the words; these have some of them.") }
        let entries = answer.results.map { result in
            var lines = ["\(result.rank). " + line(result.paper, citations: result.citationCount)]
            let snippet = result.snippet.text.oneLine
            if !snippet.isEmpty { lines.append("   " + snippet) }
            return lines.joined(separator: "\n")
        }
        let first = answer.results[0].rank
        notes.append("Papers \(first) to \(first + answer.results.count - 1) of \(answer.total):")
        return joined(notes, behind: answer.behind, data: entries)
    }

    static func paper(_ details: ShowQuery.Details) -> String {
        let paper = details.paper
        var facts = [
            ("Title", paper.title ?? "(none)"), ("Authors", paper.namedAuthors),
            ("Identifier", paper.identifier.description),
            ("Also", paper.aliases.map(\.description).joined(separator: ", ")), ("Page", paper.url ?? ""),
            ("Categories", paper.categories.joined(separator: " ")),
            ("Submitted", paper.submitted?.day ?? paper.year.map(String.init) ?? ""),
            ("Journal", paper.journalReference ?? ""),
            ("DOI", paper.doi ?? ""), ("Comments", paper.comments ?? ""),
        ]
        if !paper.versions.isEmpty { facts.append(("Versions", String(paper.versions.count))) }
        facts.append(("Cites", "\(details.referenceCount) works"))
        facts.append(("Cited by", "\(details.citationCount) works of this library"))
        var notes: [String] = []
        if paper.isWithdrawn { notes.append("WITHDRAWN: its latest version has no text; do not rely on it.") }
        if paper.isStub { notes.append("STUB: known only because others cite it, or it cites them.") }
        var lines = facts.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.oneLine)" }
        if let abstract = paper.abstract?.visible, !abstract.isEmpty { lines += ["", abstract] }
        return joined(notes, behind: [], data: lines)
    }

    static func neighbours(_ page: CitationPage, _ direction: CitationDirection, offset: Int) -> String {
        let subject = page.paper.identifier.description
        let verb = direction == .citations ? "is cited by" : "cites"
        guard !page.works.isEmpty else {
            return "\(subject) \(verb) \(page.total) works\(page.total > 0 ? "; lower 'offset'" : " of this library")."
        }
        var note = "\(subject) \(verb) \(page.total) works; these are \(offset + 1) to \(offset + page.works.count)"
        let rest = page.total - offset - page.works.count
        note += rest > 0 ? ", \(rest) follow: raise 'offset' to \(offset + page.works.count)." : "."
        let lines = page.works.map { line($0.paper, citations: $0.citationCount) }
        return joined([note], behind: [], data: lines)
    }

    static func similar(_ answer: SimilarPapers.Answer) -> String {
        guard !answer.results.isEmpty else { return "No paper is like \(answer.paper.identifier)." }
        let lines = answer.results.map { result in
            var reasons: [String] = []
            if let cosine = result.cosine { reasons.append("meaning \((cosine * 100).rounded() / 100)") }
            if result.sharedReferences > 0 { reasons.append("\(result.sharedReferences) works cited by both") }
            if result.citedTogether > 0 { reasons.append("cited together by \(result.citedTogether)") }
            if result.isCited { reasons.append("one cites the other") }
            return "\(result.rank). " + line(result.paper, citations: result.citationCount) + "\n   "
                + reasons.joined(separator: ", ")
        }
        return joined(["Papers like \(answer.paper.identifier):"], behind: answer.behind, data: lines)
    }

    static func prediction(_ answer: PredictLinks.Answer, _ known: [String: Paper]) -> String {
        func lines(_ links: [PredictLinks.Link]) -> [String] {
            links.map { link in
                let title = (known[link.identifier]?.title ?? "(no title)").oneLine
                let head = "\(Int((link.probability * 100).rounded())) % [\(link.identifier)] \(title)"
                return ([head + (link.isCited ? " (is cited)" : "")] + link.reasons.map { "   " + $0.oneLine })
                    .joined(separator: "\n")
            }
        }
        let subject = answer.identifier ?? "the draft"
        guard !answer.cites.isEmpty || !answer.citedBy.isEmpty else { return "No paper is near enough to \(subject)." }
        var data = ["\(subject) may miss, by \(answer.references) known references:"] + lines(answer.cites)
        if !answer.citedBy.isEmpty { data += ["", "Later papers that may miss \(subject):"] + lines(answer.citedBy) }
        var notes = ["Probabilities are what came true among the papers that the model was calibrated on."]
        if !answer.unknown.isEmpty { notes.append("\(answer.unknown.count) references are not in the library.") }
        return joined(notes, behind: [], data: data)
    }

    static func export(_ answer: ExportJSON) -> String {
        var notes = ["\(answer.papers) records as \(answer.format)."]
        if !answer.missing.isEmpty { notes.append("Not in the library: \(answer.missing.joined(separator: ", ")).") }
        return joined(notes, behind: [], data: [answer.content.visible])
    }

    static func library(_ statistics: LibraryStatistics) -> String {
        var text = "\(statistics.papers) papers, \(statistics.stubs) works known only from citations, "
        text += "\(statistics.authors) authors, \(statistics.citations) citations, \(statistics.withdrawn) withdrawn."
        if let first = statistics.years.keys.min(), let last = statistics.years.keys.max() {
            text += "\nYears \(first) to \(last)."
        }
        let categories = statistics.categories.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20)
        if !categories.isEmpty {
            text += "\nCategories: " + categories.map { "\($0.key.oneLine) \($0.value)" }.joined(separator: ", ")
        }
        return text
    }
}

// MARK: Pieces

extension AnswerText {
    /// A paper in one line.
    static func line(_ paper: Paper, citations: Int) -> String {
        var facts = [paper.shortAuthors.oneLine, paper.year.map(String.init) ?? "", paper.categories.first ?? ""]
        facts.append(citations == 1 ? "1 citation" : "\(citations) citations")
        if paper.isWithdrawn { facts.append("WITHDRAWN") }
        if paper.isStub { facts.append("stub") }
        let title = (paper.title ?? "(no title)").oneLine
        return "[\(paper.identifier)] \(title) (" + facts.filter { !$0.isEmpty }.joined(separator: "; ") + ")"
    }

    /// A work of the citation graph in one line.
    static func line(_ work: GraphWork) -> String {
        work.paper.map { line($0, citations: work.citationCount) } ?? "[\(work.key)] \(work.citationCount) citations"
    }

    /// Notes, what they say of the index, and data between marks.
    static func joined(_ notes: [String], behind: [IndexPart], data: [String]) -> String {
        var notes = notes
        if !behind.isEmpty {
            let parts = behind.map(\.rawValue).joined(separator: ", ")
            notes.append("The index is behind the library (\(parts)): what is newest may be missing.")
        }
        return (notes + [PaperData.marked(data.joined(separator: "\n"))]).joined(separator: "\n")
    }
}

extension Paper {
    /// The authors, of large collaborations the first ones.
    fileprivate var namedAuthors: String {
        let names = authorNames
        guard names.count > OutputLimits.authorCount else { return names.joined(separator: "; ") }
        let rest = names.count - OutputLimits.authorCount
        return names.prefix(OutputLimits.authorCount).joined(separator: "; ") + "; and \(rest) more"
    }
}
