import Formats
import Foundation

/// Recorded answers, found by what was asked.
struct RecordingStore: Sendable {
    /// Parameters that only say in which form the answer is wanted, and keys.
    private static let cosmetic: Set<String> = [
        "fields", "select", "sortby", "sortorder", "max_results", "limit", "per_page", "api_key", "mailto",
    ]

    private var exact: [String: RecordedAnswer] = [:]
    private var loose: [String: RecordedAnswer] = [:]
    private(set) var count = 0

    /// Adds the recordings below a folder; files that are none are passed over.
    mutating func add(folder: String) {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
            let bytes = [UInt8](data)
            if name.hasSuffix(".xml") {
                addHarvest(bytes)
            } else if name.hasSuffix(".json") || name.hasSuffix(".yaml") {
                do throws(ReadIssue) {
                    for answer in try RecordedAnswer.all(in: bytes) where !answer.url.isEmpty { add(answer) }
                } catch { continue }
            }
        }
    }

    private mutating func add(_ answer: RecordedAnswer) {
        guard let parts = URLComponents(string: answer.url) else { return }
        let target = parts.percentEncodedPath + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
        let method = answer.requestBody.isEmpty ? "GET" : "POST"
        let request = ReplayRequest(method: method, target: target, headers: [:], body: Array(answer.requestBody.utf8))
        count += 1
        exact[Self.key(request, isLoose: false)] = exact[Self.key(request, isLoose: false)] ?? answer
        loose[Self.key(request, isLoose: true)] = loose[Self.key(request, isLoose: true)] ?? answer
    }

    /// OAI-PMH answers repeat what was asked: `<request verb="ListRecords" from="2017-12-14" …>`.
    private mutating func addHarvest(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let open = text.range(of: "<request "), let close = text[open.upperBound...].range(of: ">") else {
            return
        }
        let attributes = text[open.upperBound..<close.lowerBound]
            .split(separator: "\"", omittingEmptySubsequences: false)
        var query: [String] = []
        for index in stride(from: 0, to: attributes.count - 1, by: 2) {
            let name = attributes[index].trimmingCharacters(in: CharacterSet(charactersIn: " =\n"))
            if !name.isEmpty { query.append(name + "=" + attributes[index + 1]) }
        }
        let url = "https://oaipmh.arxiv.org/oai?" + query.joined(separator: "&")
        add(RecordedAnswer(url: url, requestBody: "", status: 200, body: bytes, line: 0))
    }

    /// The answer to a request: to the same one, else to one that differs only in the form that is wanted.
    func answer(to request: ReplayRequest) -> ReplayAnswer? {
        let found = exact[Self.key(request, isLoose: false)] ?? loose[Self.key(request, isLoose: true)]
        guard let found else { return nil }
        var headers = [("Content-Type", Self.type(of: request, found))]
        if found.body.starts(with: [0x1F, 0x8B]) { headers.append(("Content-Encoding", "gzip")) }
        return ReplayAnswer(status: found.status, headers: headers, body: found.body)
    }

    private static func type(of request: ReplayRequest, _ answer: RecordedAnswer) -> String {
        switch RequestKind(path: request.path) {
        case .query: "application/atom+xml; charset=utf-8"
        case .oai: "text/xml; charset=utf-8"
        default: answer.body.first == UInt8(ascii: "<") ? "text/html" : "application/json"
        }
    }

    private static func key(_ request: ReplayRequest, isLoose: Bool) -> String {
        var pairs = request.query.filter { !$0.value.isEmpty }
        // The first page is the first page, whether that is said or not.
        pairs.removeAll { ($0.name == "start" || $0.name == "offset") && $0.value == "0" }
        if isLoose { pairs.removeAll { cosmetic.contains($0.name.lowercased()) } }
        let query = pairs.map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
        // A DOI may be asked for with and without saying that it is one.
        let path = request.path.replacingOccurrences(of: "/DOI:", with: "/")
        let body = body(request.body).replacingOccurrences(of: "\"DOI:", with: "\"")
        return "\(request.method) \(path)?\(query) \(body)"
    }

    /// The body, independent of white space, the order of keys, and keys that say nothing.
    private static func body(_ bytes: [UInt8]) -> String {
        // A body that is no JSON object is compared as it is.
        guard !bytes.isEmpty, let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            return String(decoding: bytes, as: UTF8.self)
        }
        let value = object.filter { !($0.value is NSNull) && ($0.value as? [Any])?.isEmpty != true }
        // What came from JSON can be written; if not, the bytes stand for themselves.
        guard let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])
        else { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: data, as: UTF8.self)
    }
}
