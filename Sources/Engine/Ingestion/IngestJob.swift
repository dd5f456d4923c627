public import BatchProcessing
import Foundation

/// Work that can wait in a queue, for workers on this machine or others.
public enum IngestJob: Hashable, Sendable, Codable {
    /// Fetch papers.
    case fetch(identifiers: [String], options: FetchOptions)
    /// Download full texts.
    case download(identifiers: [String], options: DownloadOptions)
    /// Harvest a set.
    case harvest(HarvestOptions)
    /// Read files into the stores.
    case ingest(files: [String])

    /// Names the kind of work in queues and answers.
    public var kind: String {
        switch self {
        case .fetch: "fetch"
        case .download: "download"
        case .harvest: "harvest"
        case .ingest: "ingest"
        }
    }

    /// The kinds there are.
    public static let kinds = ["fetch", "download", "harvest", "ingest"]

    /// The work as a request to a job store.
    ///
    /// Its unique key is made from the work itself: while the same work waits or runs, asking for it again changes nothing.
    ///
    /// - Parameter queue: the queue.
    public func request(queue: String) throws -> JobRequest {
        let payload = try Self.text(self)
        return JobRequest(
            queue: queue,
            kind: kind,
            payload: payload,
            uniqueKey: kind + "-" + Self.digest(payload)
        )
    }

    /// The work that a job of a queue stands for.
    ///
    /// - Throws: ``IngestJobError`` when the payload cannot be read; trying again cannot help.
    public init(_ job: Job) throws {
        do {
            self = try JSONDecoder().decode(IngestJob.self, from: Data(job.payload.utf8))
        } catch {
            throw IngestJobError(job: job.id, kind: job.kind, reason: "\(error)")
        }
    }

    // MARK: Batches

    /// The items of the work, one by one; a harvest has none.
    var items: [String] {
        switch self {
        case .fetch(let identifiers, _), .download(let identifiers, _): identifiers
        case .ingest(let files): files
        case .harvest: []
        }
    }

    /// Everything but the items, as a batch keeps it.
    func arguments() throws -> [String: String] {
        switch self {
        case .fetch(_, let options): ["options": try Self.text(options)]
        case .download(_, let options): ["options": try Self.text(options)]
        case .harvest(let options): ["options": try Self.text(options)]
        case .ingest: [:]
        }
    }

    /// The work of a batch.
    ///
    /// - Throws: ``IngestJobError`` when this program does not know such work.
    init(pipeline: String, arguments: [String: String], items: [String]) throws {
        func options<Options: Decodable>(_ type: Options.Type) throws -> Options {
            try JSONDecoder().decode(type, from: Data((arguments["options"] ?? "").utf8))
        }
        do {
            switch pipeline {
            case "fetch": self = .fetch(identifiers: items, options: try options(FetchOptions.self))
            case "download": self = .download(identifiers: items, options: try options(DownloadOptions.self))
            case "ingest": self = .ingest(files: items)
            case "harvest": self = .harvest(try options(HarvestOptions.self))
            default: throw IngestJobError(job: "", kind: pipeline, reason: "this version does not know such work")
            }
        } catch let error as DecodingError {
            throw IngestJobError(job: "", kind: pipeline, reason: "\(error)")
        }
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// 128 bits of FNV-1a as hexadecimal digits: the same for the same text, on every machine.
    private static func digest(_ text: String) -> String {
        let prime = (UInt128(1) << 88) + 0x13B
        var hash: UInt128 = (UInt128(0x6C62_272E_07BB_0142) << 64) | 0x62B8_2175_6295_C58D
        for byte in text.utf8 { hash = (hash ^ UInt128(byte)) &* prime }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}

/// A job whose details cannot be read.
public struct IngestJobError: ClassifiedError, CustomStringConvertible {
    var job: String
    var kind: String
    var reason: String

    /// Trying again cannot help.
    public var failureClass: FailureClass { .permanent }

    /// What is wrong.
    public var description: String {
        "work of kind '\(kind)'\(job.isEmpty ? "" : " (job \(job))") cannot be read: \(reason)"
    }
}
