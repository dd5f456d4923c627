import HTTPTypes
import Hummingbird
import NIOCore

/// Reads bodies of requests, to a length and in a time.
enum RequestBodyReader {
    /// The body that an operation takes; nil when it takes none.
    ///
    /// - Throws: ``Problem`` 413 for one that is too long, 415 for one of another type, 408 for one that does not come.
    static func read(
        _ request: Request,
        for operation: Operation,
        _ configuration: APIConfiguration,
        timer: any EventLoop
    ) async throws -> [UInt8]? {
        let limit = configuration.greatestBody
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge(limit) }
        guard operation.body != nil else { return nil }
        let bytes = try await collect(request.body, limit: limit, within: configuration.timeLimit)
        if !operation.takesRawBody, !bytes.isEmpty, let type = request.headers[.contentType], !isJSON(type) {
            throw Problem(.unsupportedMediaType, "the body must be of the type application/json")
        }
        return bytes
    }

    private static func isJSON(_ type: String) -> Bool {
        let name = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        return name == "application/json" || name.hasPrefix("application/") && name.hasSuffix("+json")
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        var problem = Problem(.contentTooLarge, "the body is longer than \(limit) bytes")
        problem.closesConnection = true
        return problem
    }

    private static func collect(_ body: RequestBody, limit: Int, within time: Duration) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                for try await part in body {
                    guard bytes.count + part.readableBytes <= limit else { throw tooLarge(limit) }
                    bytes.append(contentsOf: part.readableBytesView)
                }
                return bytes
            }
            group.addTask {
                try await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let bytes = first else {
                var problem = Problem(.requestTimeout, "the body did not come in time")
                problem.closesConnection = true
                throw problem
            }
            return bytes
        }
    }
}
