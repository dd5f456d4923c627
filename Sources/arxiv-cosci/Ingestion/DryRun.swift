import BatchProcessing
import Engine
import Foundation
import Upstreams

/// What work would ask of services, without asking.
struct DryRun: Encodable {
    struct Part: Encodable {
        var service: String
        var requests: Int
        var seconds: Double
        var bytes: Int64
        var atLeast: Bool

        enum CodingKeys: String, CodingKey {
            case service, requests, seconds, bytes
            case atLeast = "at_least"
        }
    }

    var parts: [Part] = []

    init(_ settings: Settings, _ work: [IngestJob]) throws {
        let rules = try UpstreamRules(settings)
        for piece in work { add(piece, rules) }
    }

    private mutating func add(_ work: IngestJob, _ rules: UpstreamRules) {
        switch work {
        case .fetch(let identifiers, let options):
            add(FetchEstimate(identifiers, options), rules)
        case .download(let identifiers, let options):
            let kind: ArxivFile = options.kind == .pdf ? .pdf : .source
            add("arxiv-files", .files(identifiers.count, kind, rule: rules.arxivFiles))
        case .harvest:
            add("arxiv-oai", .harvest(nil, rule: rules.arxivAPI))
        case .ingest:
            break
        }
    }

    private mutating func add(_ estimate: FetchEstimate, _ rules: UpstreamRules) {
        if estimate.arxivPapers > 0 {
            add("arxiv-query", .arxivPapers(estimate.arxivPapers, rule: rules.arxivAPI), estimate.isLowerBound)
        }
        if estimate.semanticScholarPapers > 0 {
            add(
                "semantic-scholar",
                .semanticScholar(
                    estimate.semanticScholarPapers,
                    references: estimate.hasReferences,
                    citations: estimate.hasCitations,
                    rule: rules.semanticScholar
                ),
                estimate.isLowerBound
            )
        }
        if estimate.openAlexPapers > 0 {
            let requests = (estimate.openAlexPapers + 49) / 50
            add(
                "openalex",
                .through(rules.openAlex, requests: requests, bytes: Int64(estimate.openAlexPapers) * 8000),
                estimate.isLowerBound || estimate.hasCitations
            )
        }
    }

    private mutating func add(_ service: String, _ estimate: RequestEstimate, _ isLowerBound: Bool = false) {
        parts.append(
            Part(
                service: service,
                requests: estimate.requests,
                seconds: (estimate.seconds * 10).rounded() / 10,
                bytes: estimate.bytes,
                atLeast: estimate.isLowerBound || isLowerBound
            )
        )
    }

    func show(json: Bool) throws {
        if json { return try JSONOutput.print(self) }
        if parts.isEmpty { Terminal.standardOutput.write("no requests: everything is on this machine\n") }
        for part in parts {
            let least = part.atLeast ? "at least " : "about "
            let line =
                "\(part.service): \(least)\(part.requests) requests, \(least)\(DurationText.of(part.seconds)), "
                + "\(least)\(ByteText.of(part.bytes))"
            Terminal.standardOutput.write(line + "\n")
        }
    }
}

/// Durations for people.
enum DurationText {
    static func of(_ seconds: Double) -> String {
        switch seconds {
        case ..<100: "\(Int(seconds.rounded(.up))) s"
        case ..<7200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3600)) h"
        default: "\(Int(seconds / 86_400)) days"
        }
    }
}
