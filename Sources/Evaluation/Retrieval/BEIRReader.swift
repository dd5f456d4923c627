#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Reads a test collection in the layout of BEIR (Thakur et al., 2021, arXiv 2104.08663).
///
/// A file of documents and one of queries, a JSON object a line with `_id`, `text` and for documents `title`; and a table of
/// judgements with the columns query, document, grade, separated by tabs, with a line of headings. Each may be
/// compressed with gzip. Queries without judgements are left out, as BEIR does.
public enum BEIRReader {
    private struct Line: Decodable {
        var id: String
        var title: String?
        var text: String?

        enum CodingKeys: String, CodingKey {
            case id = "_id"
            case title, text
        }
    }

    /// The collection of three files.
    public static func read(
        corpus: String,
        queries: String,
        judgements: String
    ) throws(EvaluationInputError) -> RetrievalTask {
        let grades = try readJudgements(judgements)
        var task = RetrievalTask(documents: [], queries: [])
        var seen: Set<String> = []
        try readLines(corpus) { number, line throws(EvaluationInputError) in
            guard seen.insert(line.id).inserted else {
                throw EvaluationInputError(path: corpus, line: number, reason: "the document \(line.id) occurs twice")
            }
            task.documents.append(.init(id: line.id, title: line.title ?? "", text: line.text ?? ""))
        }
        var asked: Set<String> = []
        try readLines(queries) { number, line throws(EvaluationInputError) in
            guard asked.insert(line.id).inserted else {
                throw EvaluationInputError(path: queries, line: number, reason: "the query \(line.id) occurs twice")
            }
            guard let judged = grades[line.id] else { return }
            task.queries.append(.init(id: line.id, text: line.text ?? "", judgements: judged))
        }
        guard !task.documents.isEmpty else { throw EvaluationInputError(path: corpus, reason: "has no documents") }
        guard !task.queries.isEmpty else {
            throw EvaluationInputError(path: queries, reason: "has no queries that \(judgements) judges")
        }
        return task
    }

    private static func readLines(
        _ path: String,
        _ body: (Int, Line) throws(EvaluationInputError) -> Void
    ) throws(EvaluationInputError) {
        let decoder = JSONDecoder()
        try TextLines.forEach(path: path) { number, bytes throws(EvaluationInputError) in
            // The error that is thrown names file and line, which the decoder's does not.
            guard let line = try? decoder.decode(Line.self, from: Data(bytes)) else {
                throw EvaluationInputError(
                    path: path,
                    line: number,
                    reason: "not a JSON object with the texts _id and text"
                )
            }
            try body(number, line)
        }
    }

    /// The grades of the judged documents of each query.
    private static func readJudgements(_ path: String) throws(EvaluationInputError) -> [String: [String: Int]] {
        var grades: [String: [String: Int]] = [:]
        try TextLines.forEach(path: path) { number, bytes throws(EvaluationInputError) in
            let fields = bytes.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 3, let grade = Int(fields[2]) else {
                if number == 1 { return }
                throw EvaluationInputError(
                    path: path,
                    line: number,
                    reason: "three columns separated by tabs are needed: query, document, grade"
                )
            }
            grades[fields[0], default: [:]][fields[1]] = grade
        }
        return grades
    }
}
