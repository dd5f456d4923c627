import AsyncHTTPClient
public import BatchProcessing
import Foundation
import NIOCore
import NIOHTTP1

/// A file that was downloaded.
public struct DownloadedFile: Hashable, Sendable, Codable {
    /// Where it is.
    public var path: String
    /// The address it came from.
    public var url: String
    /// Its size in bytes.
    public var bytes: Int64
    /// Its SHA-256, in hexadecimal.
    public var sha256: String
    /// What the service says it is.
    public var contentType: String?
    /// Whether an earlier, interrupted download was continued.
    public var wasResumed: Bool
}

extension PoliteClient {
    /// Downloads to a file, byte for byte as it is sent.
    ///
    /// The file appears at `path` only when it is whole, checked and on the disk. What an interrupted download left is
    /// continued, provided that the service can tell that it is still the same (If-Range).
    ///
    /// - Parameter check: looks at the first kilobytes and at the declared content type before the file is put in place, and
    ///   says what is wrong; nil when nothing is.
    /// - Throws: ``UpstreamError``; `CancellationError`. A partial file stays, except after a failed check.
    public func download(
        _ request: UpstreamRequest,
        to path: String,
        gate: Gate,
        check: @escaping @Sendable (_ head: [UInt8], _ contentType: String?) -> String? = { _, _ in nil }
    ) async throws -> DownloadedFile {
        // A part that does not fit the service's file any more is dropped; then the file is asked for once more.
        if let file = try await downloadOnce(request, to: path, gate: gate, check: check) { return file }
        if let file = try await downloadOnce(request, to: path, gate: gate, check: check) { return file }
        throw UpstreamError(.malformed, api: request.api, url: request.url, detail: "the file changes all the time")
    }

    /// - Returns: nil when the partial file had to be dropped.
    private func downloadOnce(
        _ request: UpstreamRequest,
        to path: String,
        gate: Gate,
        check: @escaping @Sendable ([UInt8], String?) -> String?
    ) async throws -> DownloadedFile? {
        var request = request
        let start = PartialFile.state(of: path, url: request.url)
        request.headers.append((name: "Accept-Encoding", value: "identity"))
        if let start {
            request.headers.append((name: "Range", value: "bytes=\(start.count)-"))
            request.headers.append((name: "If-Range", value: start.validator))
        }
        let api = request.api
        let transfer = Transfer(api: api, path: path, start: start?.count ?? 0, settings: settings, meter: meter)
        return try await exchange(request, gate: gate, timeout: settings.fileTimeout, accepted: [206, 416]) {
            try await transfer.take($0, url: $1, check: check)
        }
    }
}

/// Takes the answer to a request for a file.
private struct Transfer: Sendable {
    /// How often the disk is looked at, in bytes.
    private static let diskCheckInterval: Int64 = 8 << 20
    /// How much of a file a check gets to see.
    private static let headSize = 4096

    let api: String
    let path: String
    let start: Int64
    let settings: HTTPSettings
    let meter: RequestMeter

    func take(
        _ response: HTTPClientResponse,
        url: String,
        check: @Sendable ([UInt8], String?) -> String?
    ) async throws -> DownloadedFile? {
        do {
            return try await takeFile(response, url: url, check: check)
        } catch let failure as PartialFile.Failure {
            throw UpstreamError(failure.isPassing ? .unavailable : .storage, api: api, url: url, detail: failure.detail)
        }
    }

    private func takeFile(
        _ response: HTTPClientResponse,
        url: String,
        check: @Sendable ([UInt8], String?) -> String?
    ) async throws -> DownloadedFile? {
        let range = ContentRange(response.headers.first(name: "content-range"))
        let isWhole = response.status.code == 416 && start > 0 && range?.total == start
        let isContinued = response.status.code == 206 && range?.first == start
        let file = try PartialFile(path: path, resuming: isContinued || isWhole ? start : 0)
        if response.status.code == 416 || response.status.code == 206, !isWhole, !isContinued {
            file.discard()
            return nil
        }
        let contentType = response.headers.first(name: "content-type")
        if !isWhole { try await fill(file, from: response, url: url) }
        if let problem = check(try head(of: file), contentType) {
            file.discard()
            throw UpstreamError(.malformed, api: api, url: url, detail: problem)
        }
        let bytes = file.count
        return DownloadedFile(
            path: path,
            url: RequestURL.redacted(url),
            bytes: bytes,
            sha256: try file.finish(),
            contentType: contentType,
            wasResumed: isContinued || isWhole
        )
    }

    private func fill(_ file: PartialFile, from response: HTTPClientResponse, url: String) async throws {
        let length = response.headers.first(name: "content-length").flatMap { Int64($0) }
        try file.note(url: url, validator: Self.validator(response))
        if let length {
            guard file.count + length <= settings.fileLimit else { throw tooLarge(url) }
            try checkDisk(file, coming: length, url: url)
        }
        let expected = length.map { $0 + file.count }
        var nextDiskCheck = file.count + Self.diskCheckInterval
        for try await chunk in response.body {
            meter.record(api) { $0.bytesReceived += Int64(chunk.readableBytes) }
            guard file.count + Int64(chunk.readableBytes) <= settings.fileLimit else { throw tooLarge(url) }
            try chunk.withUnsafeReadableBytes { try file.append($0) }
            if file.count >= nextDiskCheck {
                nextDiskCheck += Self.diskCheckInterval
                try checkDisk(file, coming: 0, url: url)
            }
        }
        if let expected, file.count != expected {
            let detail = "\(file.count) of \(expected) bytes arrived"
            throw UpstreamError(.unavailable, api: api, url: url, detail: detail)
        }
    }

    private func tooLarge(_ url: String) -> UpstreamError {
        UpstreamError(.tooLarge, api: api, url: url, detail: "more than \(settings.fileLimit >> 20) MB")
    }

    private func checkDisk(_ file: PartialFile, coming: Int64, url: String) throws {
        guard let free = file.freeBytes(), free - coming < settings.diskFloor else { return }
        let detail = "\(free >> 20) MB are free on the disk, and \(settings.diskFloor >> 20) MB are to stay free"
        throw UpstreamError(.storage, api: api, url: url, detail: detail)
    }

    private func head(of file: PartialFile) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: file.currentPath) else { return [] }
        // It was only read: closing has nothing to lose.
        defer { try? handle.close() }
        return [UInt8](try handle.read(upToCount: Self.headSize) ?? Data())
    }

    /// What If-Range accepts: a strong entity tag, else the date of last modification (RFC 9110, 13.1.5).
    private static func validator(_ response: HTTPClientResponse) -> String? {
        if let tag = response.headers.first(name: "etag"), !tag.hasPrefix("W/") { return tag }
        return response.headers.first(name: "last-modified")
    }
}

/// The Content-Range field (RFC 9110, 14.4).
struct ContentRange: Hashable {
    /// The first byte that is sent; nil in a refusal.
    var first: Int64?
    /// The size of the whole file, if it is known.
    var total: Int64?

    init?(_ field: String?) {
        guard let field, field.lowercased().hasPrefix("bytes") else { return nil }
        let parts = field.dropFirst(5).trimmingCharacters(in: .whitespaces).split(separator: "/")
        guard parts.count == 2 else { return nil }
        total = Int64(parts[1])
        first = parts[0].split(separator: "-").first.flatMap { Int64($0) }
    }
}
