import Answers
import Evaluation
import Foundation

/// What `eval retrieval` prints.
struct RetrievalOutput {
    private let comparison: RetrievalComparison
    private let model: String?
    private let documents: Int

    init(_ comparison: RetrievalComparison, model: String?, documents: Int) {
        (self.comparison, self.model, self.documents) = (comparison, model, documents)
    }

    /// Prints one report as one document, several as a list with the differences.
    func show(json: Bool) throws {
        let reports = comparison.reports.map { EvalRetrievalJSON($0, model, documents) }
        if json {
            if let only = reports.first, reports.count == 1 { return try JSONOutput.print(only) }
            let differences = comparison.advantages.map { RetrievalDifferenceJSON($0.over, $0.ndcg10) }
            return try JSONOutput.print(RetrievalComparisonJSON(reports: reports, differences: differences))
        }
        for report in comparison.reports {
            Terminal.standardOutput.write(
                "\(report.mode.rawValue), \(report.measures.count) queries, \(documents) documents"
                    + "\(model.map { ", \($0)" } ?? "")\n" + line("ndcg@10   ", report.ndcg10)
                    + line("recall@100", report.recall100) + line("mrr@10    ", report.reciprocalRank10)
            )
        }
        for advantage in comparison.advantages {
            Terminal.standardOutput.write(line("ndcg@10 above \(advantage.over.rawValue)", advantage.ndcg10))
        }
    }

    private func line(_ name: String, _ value: BootstrapInterval) -> String {
        let numbers = [value.mean, value.low, value.high].map { String(format: "%.4f", $0) }
        return "\(name)  \(numbers[0])  (95 %: \(numbers[1]) to \(numbers[2]))\n"
    }
}

/// The JSON form of several reports on the same queries.
private struct RetrievalComparisonJSON: Encodable {
    var reports: [EvalRetrievalJSON]
    var differences: [RetrievalDifferenceJSON]
}

/// By how much the last report is above another.
private struct RetrievalDifferenceJSON: Encodable {
    var over: String
    var ndcg10: Double
    var ndcg10Interval: [Double]

    init(_ over: RetrievalMode, _ value: BootstrapInterval) {
        self.over = over.rawValue
        (ndcg10, ndcg10Interval) = (value.mean, [value.low, value.high])
    }

    enum CodingKeys: String, CodingKey {
        case over
        case ndcg10 = "ndcg@10"
        case ndcg10Interval = "ndcg@10_ci"
    }
}

/// The JSON form of a report.
private struct EvalRetrievalJSON: Encodable {
    var mode: String
    var model: Nullable<String>
    var documents: Int
    var queries: Int
    var ndcg10: Double
    var ndcg10Interval: [Double]
    var recall100: Double
    var recall100Interval: [Double]
    var reciprocalRank10: Double
    var reciprocalRank10Interval: [Double]

    init(_ report: RetrievalReport, _ model: String?, _ documents: Int) {
        mode = report.mode.rawValue
        self.model = Nullable(model)
        self.documents = documents
        queries = report.measures.count
        let (ndcg, recall, rank) = (report.ndcg10, report.recall100, report.reciprocalRank10)
        (ndcg10, ndcg10Interval) = (ndcg.mean, [ndcg.low, ndcg.high])
        (recall100, recall100Interval) = (recall.mean, [recall.low, recall.high])
        (reciprocalRank10, reciprocalRank10Interval) = (rank.mean, [rank.low, rank.high])
    }

    enum CodingKeys: String, CodingKey {
        case mode, model, documents, queries
        case ndcg10 = "ndcg@10"
        case ndcg10Interval = "ndcg@10_ci"
        case recall100 = "recall@100"
        case recall100Interval = "recall@100_ci"
        case reciprocalRank10 = "mrr@10"
        case reciprocalRank10Interval = "mrr@10_ci"
    }
}
