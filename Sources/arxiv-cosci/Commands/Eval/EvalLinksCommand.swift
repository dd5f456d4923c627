import ArgumentParser
import Engine
import Foundation
import Prediction

/// `eval links`.
struct EvalLinksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "links",
        abstract: "Measure link prediction on the library: learn from one period, ask about the next.",
        discussion: """
            The graph is frozen on --test-from. Of every later paper with five or more references to older ones, a fifth of \
            them (warm) or all (cold) are hidden and ranked among all older papers. Training sees the period from --train-from, \
            with the graph frozen on that day. Intervals: 95 %, 1,000 samples of sources.

            EXAMPLES
              arxiv-cosci eval links --train-from 2001-01-01 --test-from 2002-01-01 --test-until 2003-04-30
              arxiv-cosci eval links --train-from 2001-01-01 --test-from 2002-01-01 --test-until 2003-04-30 --mode cold --json
            """
    )

    @Option(help: ArgumentHelp("The first day of the papers to learn from.", valueName: "date"))
    var trainFrom: DayArgument

    @Option(help: ArgumentHelp("The first day of the papers to ask about.", valueName: "date"))
    var testFrom: DayArgument

    @Option(help: ArgumentHelp("The last day of the papers to ask about.", valueName: "date"))
    var testUntil: DayArgument

    @Option(help: "What is visible of a paper: warm (most references), cold (text and authors only).")
    var mode = EvaluationMode.warm

    @Option(help: ArgumentHelp("Steps of GraphSAGE (default 100); 0 leaves it out.", valueName: "n"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Write the questions to this file.", valueName: "file"), completion: .file())
    var splitFile: String?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        guard trainFrom.day < testFrom.day, testFrom.day <= testUntil.day else {
            throw ValidationError("--train-from, --test-from and --test-until follow each other")
        }
        if let epochs, !(0...100_000).contains(epochs) {
            throw ValidationError("--epochs is a number from 0 to 100000")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let derived = try LibraryAccess.derived(try await options.folder())
            var request = EvaluateLinks.Request(
                trainFrom: trainFrom.day,
                testFrom: testFrom.day,
                testUntil: testUntil.day
            )
            request.mode = mode.mode
            if let epochs { request.epochs = epochs }
            let progress = TrainingProgressLines(isQuiet: quiet, isJSON: json)
            let outcome = try EvaluateLinks(derived)(request) { progress.show($0) }
            if let splitFile {
                try outcome.listing.write(toFile: splitFile, atomically: true, encoding: .utf8)
            }
            if json { try JSONOutput.print(EvalLinksJSON(outcome, mode)) } else { show(outcome) }
        }
    }

    private func show(_ outcome: EvaluateLinks.Outcome) {
        var lines = [
            """
            \(outcome.sources) sources, \(outcome.hidden) hidden references among \(outcome.candidates) candidates; \
            split SHA-256 \(outcome.digest)

            """,
            "| method | MRR | Hits@10 | Hits@50 | Recall@20 | AUC uniform | AUC popular | AUC hard |",
            "|---|---|---|---|---|---|---|---|",
        ]
        lines += outcome.rows.map { row in
            let cells = [
                row.method, Self.text(row.reciprocalRank), Self.text(row.hits10), Self.text(row.hits50),
                Self.text(row.recall20), Self.text(row.areaUniform), Self.text(row.areaPopular),
                Self.text(row.areaHard),
            ]
            return "| " + cells.joined(separator: " | ") + " |"
        }
        lines.append("")
        lines += outcome.differences.map { difference in
            "\(difference.method) minus \(difference.baseline): MRR \(Self.text(difference.reciprocalRank)), "
                + "Hits@10 \(Self.text(difference.hits10)), Recall@20 \(Self.text(difference.recall20))"
        }
        let reliability = outcome.reliability
        lines.append(
            "Brier \(Self.text(reliability.brier)) (base rate alone \(Self.text(reliability.brierOfBaseRate))), "
                + "calibration error \(Self.text(reliability.calibrationError))"
        )
        lines += reliability.bins.map { bin in
            "  predicted \(Self.text(bin.predicted)), came true \(Self.text(bin.observed)) (\(bin.count))"
        }
        lines.append("training \(outcome.training.wholeSeconds) s, asking \(outcome.asking.wholeSeconds) s")
        Terminal.standardOutput.write(lines.joined(separator: "\n") + "\n")
    }

    private static func text(_ value: Double) -> String {
        let scaled = Int((abs(value) * 10_000).rounded())
        let digits = String(scaled % 10_000)
        let fraction = String(repeating: "0", count: 4 - digits.count) + digits
        return "\(value < 0 && scaled > 0 ? "-" : "")\(scaled / 10_000).\(fraction)"
    }

    private static func text(_ estimate: MethodSummary.Estimate) -> String {
        "\(text(estimate.value)) [\(text(estimate.interval.lowerBound)), \(text(estimate.interval.upperBound))]"
    }
}

/// What is visible of a paper, as an argument.
enum EvaluationMode: String, ExpressibleByArgument, CaseIterable {
    case warm
    case cold

    var mode: LinkSplit.Mode { self == .warm ? .warm : .cold }
}

extension Duration {
    fileprivate var wholeSeconds: Int { Int((self / .seconds(1)).rounded()) }
}

/// The JSON form of an evaluation.
private struct EvalLinksJSON: Encodable {
    struct Row: Encodable {
        var method: String
        var mrr: Double
        var mrrInterval: [Double]
        var hits10: Double
        var hits50: Double
        var recall20: Double
        var areaUniform: Double
        var areaPopular: Double
        var areaHard: Double

        enum CodingKeys: String, CodingKey {
            case method, mrr
            case mrrInterval = "mrr_ci"
            case hits10 = "hits@10"
            case hits50 = "hits@50"
            case recall20 = "recall@20"
            case areaUniform = "auc_uniform"
            case areaPopular = "auc_popular"
            case areaHard = "auc_hard"
        }

        init(_ row: MethodSummary) {
            method = row.method
            mrr = row.reciprocalRank.value
            mrrInterval = row.reciprocalRank.ends
            hits10 = row.hits10.value
            hits50 = row.hits50.value
            recall20 = row.recall20.value
            (areaUniform, areaPopular, areaHard) = (row.areaUniform, row.areaPopular, row.areaHard)
        }
    }

    struct Difference: Encodable {
        var method: String
        var minus: String
        var mrr: Double
        var mrrInterval: [Double]
        var hits10: Double
        var hits10Interval: [Double]
        var recall20: Double
        var recall20Interval: [Double]

        enum CodingKeys: String, CodingKey {
            case method, minus, mrr
            case mrrInterval = "mrr_ci"
            case hits10 = "hits@10"
            case hits10Interval = "hits@10_ci"
            case recall20 = "recall@20"
            case recall20Interval = "recall@20_ci"
        }

        init(_ difference: MethodDifference) {
            (method, minus) = (difference.method, difference.baseline)
            (mrr, mrrInterval) = (difference.reciprocalRank.value, difference.reciprocalRank.ends)
            (hits10, hits10Interval) = (difference.hits10.value, difference.hits10.ends)
            (recall20, recall20Interval) = (difference.recall20.value, difference.recall20.ends)
        }
    }

    struct Calibration: Encodable {
        struct Bin: Encodable {
            var predicted: Double
            var observed: Double
            var count: Int
        }

        var brier: Double
        var brierOfBaseRate: Double
        var error: Double
        var bins: [Bin]

        enum CodingKeys: String, CodingKey {
            case brier, error, bins
            case brierOfBaseRate = "brier_of_base_rate"
        }
    }

    var mode: String
    var sources: Int
    var hidden: Int
    var candidates: Int
    var splitDigest: String
    var rows: [Row]
    var differences: [Difference]
    var calibration: Calibration
    var trainingSeconds: Int
    var askingSeconds: Int

    enum CodingKeys: String, CodingKey {
        case mode, sources, hidden, candidates, rows, differences, calibration
        case splitDigest = "split_sha256"
        case trainingSeconds = "training_seconds"
        case askingSeconds = "asking_seconds"
    }

    init(_ outcome: EvaluateLinks.Outcome, _ mode: EvaluationMode) {
        self.mode = mode.rawValue
        (sources, hidden, candidates) = (outcome.sources, outcome.hidden, outcome.candidates)
        splitDigest = outcome.digest
        rows = outcome.rows.map(Row.init)
        differences = outcome.differences.map(Difference.init)
        calibration = Calibration(
            brier: outcome.reliability.brier,
            brierOfBaseRate: outcome.reliability.brierOfBaseRate,
            error: outcome.reliability.calibrationError,
            bins: outcome.reliability.bins.map {
                Calibration.Bin(predicted: $0.predicted, observed: $0.observed, count: $0.count)
            }
        )
        (trainingSeconds, askingSeconds) = (outcome.training.wholeSeconds, outcome.asking.wholeSeconds)
    }
}

extension MethodSummary.Estimate {
    fileprivate var ends: [Double] { [interval.lowerBound, interval.upperBound] }
}
