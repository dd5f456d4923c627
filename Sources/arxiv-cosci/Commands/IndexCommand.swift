import Answers
import ArgumentParser
import Engine

/// `index`.
struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Build what is stale of the search index, or check it.",
        discussion: """
            The index has three parts: lexical (words), graph (citations) and vectors (meaning). Each is built from the library, \
            follows its changes, and can be deleted at any time. A run that was interrupted or killed is taken up where it was \
            left. Searches bring the index up to date by themselves where that is quick.

            EXAMPLES
              arxiv-cosci index
              arxiv-cosci index --only vectors
              arxiv-cosci index --rebuild --json
              arxiv-cosci index --verify
            """
    )

    @Option(help: ArgumentHelp("Only this part: lexical, graph or vectors; may be repeated.", valueName: "part"))
    var only: [IndexPart] = []

    @Flag(help: "Build anew what is up to date, too.")
    var rebuild = false

    @Flag(help: "Build nothing: read every file, compare it with its checksums and with the state of the library.")
    var verify = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if verify, rebuild { throw ValidationError("--verify and --rebuild exclude each other") }
    }

    private var parts: Set<IndexPart> { only.isEmpty ? Set(IndexPart.allCases) : Set(only) }

    func run() async throws {
        try await CommandFailure.reported {
            let settings = try await options.settings()
            let library = try LibraryAccess.derived(try settings.resolve(.library).value)
            let models = try LibraryAccess.models(settings)
            if verify { return try verify(library, models) }
            var request = IndexRequest()
            request.parts = parts
            request.isAnew = rebuild
            let outcomes = try await build(request, library, models)
            if json {
                try JSONOutput.print(IndexJSON(parts: outcomes.map(IndexJSON.Part.init)))
            } else {
                Terminal.standardOutput.write(outcomes.map(Self.line).joined())
            }
        }
    }

    private func build(
        _ request: IndexRequest,
        _ library: DerivedLibrary,
        _ models: EmbeddingModels
    ) async throws -> [IndexOutcome] {
        let progress = ProgressLine(isQuiet: quiet, isJSON: json)
        defer { progress.finish() }
        let work = Task.detached {
            try IndexLibrary(library, models: models) { progress.update($0) }(request)
        }
        let signals = InterruptSignals { work.cancel() }
        defer { signals.stop() }
        return try await work.value
    }

    private static func line(_ outcome: IndexOutcome) -> String {
        let name = outcome.part.rawValue
        let padding = String(repeating: " ", count: max(1, 10 - name.count))
        guard !outcome.isMissing else { return "\(name)\(padding)no model to build it with\n" }
        guard !outcome.wasCurrent else { return "\(name)\(padding)up to date\n" }
        let unit = outcome.part == .graph ? "citations" : "papers"
        return
            "\(name)\(padding)\(outcome.count) \(unit) in \(((outcome.duration / .milliseconds(1)).rounded() / 1000)) s\n"
    }

    private func verify(_ library: DerivedLibrary, _ models: EmbeddingModels) throws {
        let findings = try VerifyIndex(library, models: models)().filter { finding in
            finding.part.map { parts.contains($0) } ?? true
        }
        let isSound = findings.allSatisfy(\.isSound)
        if json {
            try JSONOutput.print(VerifyJSON(ok: isSound, files: findings.map(VerifyJSON.File.init)))
        } else {
            for finding in findings {
                let mark = finding.isSound ? "ok      " : Terminal.standardOutput.styled("FAILED  ", .match)
                Terminal.standardOutput.write("\(mark)\(finding.file.printable): \(finding.detail.printable)\n")
            }
        }
        guard isSound else {
            throw CommandFailure.nothingFound(json ? "" : "to mend it: arxiv-cosci index, or index --rebuild")
        }
    }
}

/// The JSON form of an index run.
private struct IndexJSON: Encodable {
    struct Part: Encodable {
        var part: String
        var current: Bool
        var missing: Bool
        var count: Int
        var seconds: Double

        init(_ outcome: IndexOutcome) {
            part = outcome.part.rawValue
            current = outcome.wasCurrent
            missing = outcome.isMissing
            count = outcome.count
            seconds = (outcome.duration / .milliseconds(1)).rounded() / 1000
        }
    }

    var parts: [Part]
}

/// The JSON form of a check of the index.
private struct VerifyJSON: Encodable {
    struct File: Encodable {
        var part: Nullable<String>
        var file: String
        var ok: Bool
        var detail: String

        init(_ finding: IndexFinding) {
            part = Nullable(finding.part?.rawValue)
            file = finding.file
            ok = finding.isSound
            detail = finding.detail
        }
    }

    var ok: Bool
    var files: [File]
}
