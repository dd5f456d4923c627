import API
import BatchProcessing
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Literature
import Logging
import NIOCore
import Ports
import SQLiteLibrary
import Testing

/// A server over a small library in a folder of its own.
final class TestServer: Sendable {
    let folder: String
    let library: Library
    let keys: KeyFile
    let services: APIServices
    let configuration: APIConfiguration
    private let threads = WorkThreads(count: 2)

    private static let papers = [
        ("hep-th/9711200", "The Large N Limit of Superconformal Field Theories and Supergravity", "Maldacena", 1997),
        ("hep-th/9802150", "Anti De Sitter Space And Holography", "Witten", 1998),
        ("hep-th/9802109", "Gauge Theory Correlators from Non-Critical String Theory", "Gubser", 1998),
        ("gr-qc/9310026", "Dimensional Reduction in Quantum Gravity", "Hooft", 1993),
        ("hep-th/9409089", "The World as a <b>Hologram</b> & more", "Susskind", 1995),
    ]

    private static let citations = [
        ("hep-th/9802150", "hep-th/9711200"), ("hep-th/9802109", "hep-th/9711200"),
        ("hep-th/9802150", "hep-th/9409089"),
        ("hep-th/9409089", "gr-qc/9310026"), ("hep-th/9711200", "2001.99999"),
    ]

    init(_ change: (inout APIConfiguration) -> Void = { _ in }) throws {
        folder = FileManager.default.temporaryDirectory.path + "/api-test-" + UUID().uuidString
        library = try Library.open(at: folder, mode: .create)
        let writer = try library.makeWriter()
        _ = try writer.write(try Self.records())
        try writer.commit()
        writer.close()
        let derived = DerivedLibrary(path: folder, feed: library)
        let indexes = LibraryIndexes(derived, access: .readWrite, models: EmbeddingModels(.none))
        let queries = try CachedQueries(
            QueryStores(papers: library, indexes: indexes),
            cache: nil,
            feed: library,
            ttl: .zero,
            executor: threads
        )
        keys = KeyFile(path: folder + "/keys.json")
        let feed = library
        var services = APIServices(queries: queries) { try feed.latestChange().description }
        services.keys = keys
        services.shelves = Shelves(store: library, papers: library)
        services.audit = AuditLog(path: folder + "/audit.jsonl")
        services.ingestion = IngestionServices(
            jobs: try SQLiteJobStore(path: folder + "/jobs.sqlite"),
            batches: BatchCatalogue(directory: folder + "/journal"),
            hasWorker: false,
            progress: { _ in nil }
        )
        self.services = services
        var configuration = APIConfiguration()
        configuration.port = 0
        configuration.version = "test"
        change(&configuration)
        self.configuration = configuration
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static func records() throws -> [SourceRecord] {
        let records = try papers.map { id, title, author, year in
            let identifier = try #require(PaperIdentifier(id))
            var record = try #require(PaperRecord(source: .snapshot, identifiers: [identifier]))
            record.title = title
            record.abstract = "Something about \(title.lowercased()), and of anti de Sitter space."
            record.authorsText = author
            record.authors = AuthorList([Author(family: author, given: "A.")])
            record.categories = "hep-th"
            record.submitted = Timestamp(year: year, month: 2, day: 1)
            return SourceRecord.paper(record)
        }
        return records
            + (try citations.map { citing, cited in
                .citation(
                    CitationRecord(
                        citing: try #require(PaperIdentifier(citing)),
                        cited: try #require(PaperIdentifier(cited)),
                        source: .citationList
                    )
                )
            })
    }

    /// Runs `body` with a client of the server.
    func test(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = APIServer(configuration, services, threads: threads, logger: logger)
        try await server.application.test(.live) { try await body($0) }
    }

    /// A key that works.
    func key(_ scope: Scope) throws -> String {
        let (key, secret) = APIKey.make(note: "test", scope: scope, at: Date().timeIntervalSince1970, lasting: nil)
        try keys.add(key)
        return secret
    }
}

/// An answer, read.
struct Answer {
    let response: TestResponse

    var status: Int { response.status.code }
    var text: String { String(buffer: response.body) }
    var length: Int { response.body.readableBytes }
    var data: Data { Data(response.body.readableBytesView) }

    func json() throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: data)
        return try #require(value as? [String: Any])
    }

    subscript(_ name: String) -> String? { HTTPField.Name(name).flatMap { response.headers[$0] } }
}

extension TestClientProtocol {
    /// Sends a request.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        key: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var fields = HTTPFields()
        if body != nil { fields[.contentType] = "application/json" }
        if let key { fields[.authorization] = "Bearer " + key }
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        return Answer(
            response: try await executeRequest(
                uri: path,
                method: method,
                headers: fields,
                body: body.map { ByteBuffer(string: $0) }
            )
        )
    }

    /// Asks for something.
    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send(.get, path, headers: headers)
    }
}
