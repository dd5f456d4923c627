import ArgumentParser
import Engine
import Foundation
import Prediction

/// `train-predictor`.
struct TrainPredictorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train-predictor",
        abstract: "Learn from the newest papers of the library what papers cite.",
        discussion: """
            Trains GraphSAGE on the citation graph, and the scorers that predict uses on the papers of the last year, with the graph \
            frozen before it. The model is kept among the derived files. A training that was interrupted is taken up where it \
            was left.

            EXAMPLES
              arxiv-cosci train-predictor
              arxiv-cosci train-predictor --epochs 120 --hidden 256 --output 128
              arxiv-cosci train-predictor --from 2001-01-01 --until 2001-12-31 --json
            """
    )

    @Option(help: ArgumentHelp("Steps of GraphSAGE (default 100); 0 trains the scorers only.", valueName: "n"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Components of GraphSAGE's hidden vectors (default 256).", valueName: "n"))
    var hidden: Int?

    @Option(help: ArgumentHelp("Components of GraphSAGE's vectors of papers (default 128).", valueName: "n"))
    var output: Int?

    @Option(help: ArgumentHelp("Graphs with more papers are sampled for each step (default 60000).", valueName: "n"))
    var nodeLimit: Int?

    @Option(
        help: ArgumentHelp(
            "Where an interrupted training is kept (default: CHECKPOINT_DIR, else in the library).",
            valueName: "dir"
        ),
        completion: .directory
    )
    var checkpointDir: String?

    @Option(
        help: ArgumentHelp(
            "The first day of the papers to learn from (default: a year before the last).",
            valueName: "date"
        )
    )
    var from: DayArgument?

    @Option(
        help: ArgumentHelp(
            "The last day of the papers to learn from (default: that of the newest paper).",
            valueName: "date"
        )
    )
    var until: DayArgument?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        for (name, value, range) in [
            ("--epochs", epochs, 0...100_000), ("--hidden", hidden, 1...4096), ("--output", output, 1...4096),
            ("--node-limit", nodeLimit, 100...10_000_000),
        ] {
            if let value, !range.contains(value) {
                throw ValidationError("\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
            }
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let folder = try settings.resolve(.library).value
            let derived = try LibraryAccess.derived(folder)
            var request = TrainPredictor.Request()
            if let epochs { request.options.epochs = epochs }
            if let hidden { request.options.hidden = hidden }
            if let output { request.options.output = output }
            if let nodeLimit { request.options.nodeLimit = nodeLimit }
            request.day = from?.day
            request.end = until.map { $0.day + 1 }
            request.checkpointFolder = checkpointDir ?? folder + "/journal/train-predictor"
            let outcome = try await train(derived, request)
            try show(outcome)
        }
    }

    private func train(_ derived: DerivedLibrary, _ request: TrainPredictor.Request) async throws
        -> TrainPredictor.Outcome
    {
        let progress = TrainingProgressLines(isQuiet: quiet, isJSON: json)
        let work = Task.detached { try TrainPredictor(derived)(request) { progress.show($0) } }
        let signals = InterruptSignals { work.cancel() }
        defer { signals.stop() }
        return try await work.value
    }

    private func show(_ outcome: TrainPredictor.Outcome) throws {
        let seconds = ((outcome.duration / .milliseconds(10)).rounded() / 100)
        if json {
            try JSONOutput.print(
                TrainingJSON(
                    file: outcome.path,
                    from: PredictionDay.text(outcome.day),
                    until: PredictionDay.text(outcome.end - 1),
                    papers: outcome.sources,
                    resumedFrom: outcome.resumedFrom,
                    seconds: seconds
                )
            )
        } else {
            Terminal.standardOutput.write(
                """
                learnt from \(outcome.sources) papers of \(PredictionDay.text(outcome.day)) to \
                \(PredictionDay.text(outcome.end - 1)) in \(seconds) s; ask: arxiv-cosci predict ID

                """
            )
        }
    }
}

/// A day given as an argument.
struct DayArgument: ExpressibleByArgument {
    /// Days since 1970-01-01.
    var day: Int32

    init?(argument: String) {
        guard let day = PredictionDay.parse(argument) else { return nil }
        self.day = day
    }
}

/// Shows how a training goes on: a line for every tenth step.
struct TrainingProgressLines: Sendable {
    var isQuiet: Bool
    var isJSON: Bool

    func show(_ event: LinkTrainingProgress) {
        guard !isQuiet, !isJSON || Terminal.standardError.isInteractive else { return }
        func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
        switch event {
        case .epoch(let epoch, let total, let loss, let validation):
            guard let validation else { return }
            Terminal.standardError.write(
                "GraphSAGE \(epoch)/\(total)  loss \(rounded(Double(loss)))  validation MRR \(rounded(validation))\n"
            )
        case .collected(let rows, let queries):
            Terminal.standardError.write("\(rows) candidates of \(queries) reference lists\n")
        case .fitted:
            Terminal.standardError.write("scorers fitted\n")
        }
    }
}

private struct TrainingJSON: Encodable {
    var file: String
    var from: String
    var until: String
    var papers: Int
    var resumedFrom: Int
    var seconds: Double

    enum CodingKeys: String, CodingKey {
        case file, from, until, papers, seconds
        case resumedFrom = "resumed_from"
    }
}
