import BatchProcessing
import Formats
import Foundation
public import Literature

/// What Semantic Scholar says about a list of identifiers.
public struct SemanticScholarBatch: Sendable {
    /// The papers (and citations, if they were asked for) as facts; one page per request that succeeded.
    public var pages: [UpstreamPage] = []
    /// Identifiers that are known, as asked.
    public var found: [PaperIdentifier] = []
    /// Identifiers that are unknown.
    public var missing: [PaperIdentifier] = []
    /// Papers whose lists of citations or references are too long for a batch: ask for them page by page.
    public var withoutLists: [PaperIdentifier] = []
    /// Identifiers that cannot be asked for, with the reason.
    public var refused: [(id: PaperIdentifier, error: UpstreamError)] = []
}

extension SemanticScholarClient {
    /// The most identifiers of one request (API documentation, `POST /paper/batch`).
    public static let idsPerRequest = 500
    /// How many identifiers are asked for together with their lists: 9,999 citations in all are allowed.
    static let idsPerRequestWithLists = 100

    /// Asks for papers by their identifiers, many at a time. Answers that would be too large are asked for in halves.
    ///
    /// - Throws: ``UpstreamError`` when a request fails as a whole; what earlier requests gave is lost with it, so give at
    ///   most ``idsPerRequest`` where that matters.
    public func papers(
        _ ids: [PaperIdentifier],
        fields: SemanticScholarFields = .paper
    ) async throws -> SemanticScholarBatch {
        var batch = SemanticScholarBatch()
        let size = fields.hasLists ? Self.idsPerRequestWithLists : Self.idsPerRequest
        var asked: [PaperIdentifier] = []
        for id in ids {
            if Self.name(of: id) != nil {
                asked.append(id)
            } else {
                let detail = "Semantic Scholar knows no identifiers like \(id)"
                batch.refused.append(
                    (id, UpstreamError(.invalid, api: "semantic-scholar-batch", url: base, detail: detail))
                )
            }
        }
        for start in stride(from: 0, to: asked.count, by: size) {
            let slice = Array(asked[start..<min(start + size, asked.count)])
            try await ask(for: slice, fields: fields, into: &batch)
        }
        return batch
    }

    private func ask(
        for ids: [PaperIdentifier],
        fields: SemanticScholarFields,
        into batch: inout SemanticScholarBatch
    ) async throws {
        let answer: UpstreamAnswer
        do {
            answer = try await batchAnswer(ids, fields: fields)
        } catch let error as UpstreamError {
            switch Self.remedy(for: error, count: ids.count, hasLists: fields.hasLists) {
            case .halve:
                let middle = ids.count / 2
                try await ask(for: Array(ids[..<middle]), fields: fields, into: &batch)
                try await ask(for: Array(ids[middle...]), fields: fields, into: &batch)
            case .dropLists:
                batch.withoutLists += ids
                try await ask(for: ids, fields: fields.flat, into: &batch)
            case .allUnknown:
                batch.missing += ids
            case .none:
                throw error
            }
            return
        }
        try take(answer, ids: ids, into: &batch)
    }

    private func batchAnswer(_ ids: [PaperIdentifier], fields: SemanticScholarFields) async throws -> UpstreamAnswer {
        try await post(
            "semantic-scholar-batch",
            "/graph/v1/paper/batch",
            [("fields", fields.list)],
            body: ["ids": ids.compactMap { Self.name(of: $0) }]
        )
    }

    /// What helps against a refusal.
    enum Remedy {
        case halve, dropLists, allUnknown, none
    }

    static func remedy(for error: UpstreamError, count: Int, hasLists: Bool) -> Remedy {
        let words = error.detail.lowercased()
        if error.kind == .invalid, words.contains("no valid paper ids") { return .allUnknown }
        let isTooLarge =
            error.kind == .tooLarge || error.status == 504
            || error.kind == .invalid
                && ["maximum size", "too large", "too many", "9999", "9,999", "exceed"].contains { words.contains($0) }
        guard isTooLarge else { return .none }
        if count > 1 { return .halve }
        return hasLists ? .dropLists : .none
    }

    private func take(_ answer: UpstreamAnswer, ids: [PaperIdentifier], into batch: inout SemanticScholarBatch) throws {
        var page = UpstreamPage(answer)
        var reader = SemanticScholarReader(
            ByteInput(answer.body),
            about: nil,
            asked: ids.compactMap { Self.name(of: $0) }
        )
        var unknown = 0
        while let item = reader.next() {
            // That an identifier is unknown is an answer, not a record that cannot be read.
            if reader.unknownPositions.count == unknown { page.take(item) }
            unknown = reader.unknownPositions.count
        }
        page = try page.checked(api: "semantic-scholar-batch", isJSON: true)
        let missing = Set(reader.unknownPositions)
        if missing.isEmpty, !page.papers.contains(where: { !$0.isMention }) {
            let detail = page.issues.first?.description ?? "no paper came for \(ids.count) identifiers"
            throw UpstreamError(.malformed, api: "semantic-scholar-batch", url: page.url, detail: detail)
        }
        batch.pages.append(page)
        for (position, id) in ids.enumerated() {
            if missing.contains(position) { batch.missing.append(id) } else { batch.found.append(id) }
        }
    }

    /// Fetches papers and writes each as it is answered to a file, one JSON object a line, in the order of `ids`; unknown ones
    /// are left out. Such a file can be imported.
    ///
    /// The file appears when all of it is there.
    ///
    /// - Parameters:
    ///   - output: the file.
    ///   - progress: called after every request with the number of identifiers that are done.
    /// - Returns: the identifiers that are unknown or cannot be asked for.
    /// - Throws: ``UpstreamError``; nothing is left at `output` then.
    public func batchFetchFromS2(
        _ ids: [PaperIdentifier],
        output: String,
        fields: SemanticScholarFields = .paper,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> [PaperIdentifier] {
        let temporary = output + ".part"
        var missing: [PaperIdentifier] = []
        do {
            let file = try LineFile(path: temporary)
            for start in stride(from: 0, to: ids.count, by: Self.idsPerRequest) {
                let slice = Array(ids[start..<min(start + Self.idsPerRequest, ids.count)])
                let batch = try await http.retrying { try await papers(slice, fields: fields) }
                for page in batch.pages { try file.append(objectsOf: page.bytes) }
                missing += batch.missing + batch.refused.map(\.id)
                progress(start + slice.count)
            }
            try file.finish(as: output)
            return missing
        } catch {
            unlink(temporary)
            if let failure = error as? PartialFile.Failure {
                throw UpstreamError(.storage, api: "semantic-scholar-batch", url: output, detail: failure.detail)
            }
            throw error
        }
    }
}

/// A file of lines that appears when it is whole.
private final class LineFile {
    private let path: String
    private let descriptor: Int32

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure("cannot open \(path)") }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes the objects of a JSON array, each as a line.
    func append(objectsOf array: [UInt8]) throws {
        guard let elements = try JSONSerialization.jsonObject(with: Data(array)) as? [Any] else { return }
        var lines = Data()
        for element in elements where element is [String: Any] {
            lines += try JSONSerialization.data(
                withJSONObject: element,
                options: [.sortedKeys, .withoutEscapingSlashes]
            )
            lines.append(0x0A)
        }
        var written = 0
        while written < lines.count {
            let count = lines.withUnsafeBytes {
                write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("cannot write \(path)") }
            written += count
        }
    }

    func finish(as name: String) throws {
        guard fsync(descriptor) == 0, rename(path, name) == 0 else { throw Self.failure("cannot write \(name)") }
    }

    private static func failure(_ what: String) -> PartialFile.Failure {
        PartialFile.Failure(detail: "\(what): \(String(cString: strerror(errno)))")
    }
}
