import Foundation
import RESP
public import RedisClient
import Synchronization

/// A real Redis server for tests; it ends with the value, or with the process.
public final class RedisServer: Sendable {
    /// Why there is none.
    public struct Failure: Error, CustomStringConvertible {
        /// Why, and what to do.
        public var description: String
    }

    private static let started = Mutex<Set<Int32>>([])
    private static let sharedServer = Mutex<(starting: Task<RedisServer, any Error>?, databases: Int)>((nil, 0))

    /// Where it listens.
    public let endpoint: RedisEndpoint
    /// Its files.
    public let folder: String
    private let arguments: [String]
    /// The certificate file of a server that only speaks TLS.
    private let certificate: String?
    private let process = Mutex<Process?>(nil)

    /// Starts a server on a free port of the loopback interface.
    ///
    /// - Parameters:
    ///   - port: nil for any.
    ///   - arguments: more of its options.
    ///   - certificate: a file of a certificate for `localhost`, when it is to speak TLS and nothing else.
    ///   - key: the file of its key.
    public init(
        port: Int? = nil,
        certificate: String? = nil,
        key: String? = nil,
        _ arguments: [String] = []
    ) async throws {
        let port = try port ?? Self.freePort()
        self.certificate = certificate
        endpoint = RedisEndpoint(host: "127.0.0.1", port: port)
        folder = FileManager.default.temporaryDirectory.path + "/redis-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.arguments =
            Self.portArguments(port, certificate, key) + [
                "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--databases", "4096",
            ]
            + arguments
        try await start()
    }

    private static func portArguments(_ port: Int, _ certificate: String?, _ key: String?) -> [String] {
        guard let certificate, let key else { return ["--port", "\(port)"] }
        return [
            "--port", "0", "--tls-port", "\(port)", "--tls-cert-file", certificate, "--tls-key-file", key,
            "--tls-auth-clients", "no",
        ]
    }

    deinit {
        process.withLock { _ = $0.map { kill($0.processIdentifier, SIGKILL) } }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// One server for all tests of a process, and a number of a database that nobody else uses.
    public static func shared() async throws -> (server: RedisServer, database: Int) {
        let (database, starting) = sharedServer.withLock { shared in
            shared.databases += 1
            let starting = shared.starting ?? Task { try await RedisServer() }
            shared.starting = starting
            return (shared.databases, starting)
        }
        return (try await starting.value, database)
    }

    /// Servers that live as long as the process are not taken apart at its end, so that it must be done by hand.
    private static func endWithProcess(_ pid: Int32) {
        let isFirst = started.withLock { pids in
            pids.insert(pid)
            return pids.count == 1
        }
        if isFirst { atexit { RedisServer.started.withLock { pids in pids.forEach { kill($0, SIGKILL) } } } }
    }

    /// Starts it again after ``stop(hard:)``.
    public func start() async throws {
        let places = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"]
        guard let path = places.first(where: FileManager.default.isExecutableFile) else {
            throw Failure(description: "redis-server is needed: apt-get install redis-server")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        Self.endWithProcess(process.processIdentifier)
        self.process.withLock { $0 = process }
        for _ in 0..<500 {
            if await answers() { return }
            guard process.isRunning else { throw Failure(description: "redis-server ended at once") }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Failure(description: "redis-server does not answer")
    }

    /// Ends it.
    ///
    /// - Parameter hard: with no time to write anything.
    public func stop(hard: Bool = true) {
        process.withLock { process in
            guard let running = process else { return }
            kill(running.processIdentifier, hard ? SIGKILL : SIGTERM)
            running.waitUntilExit()
            process = nil
        }
    }

    /// Stops it from answering, without ending connections.
    public func freeze() { process.withLock { _ = $0.map { kill($0.processIdentifier, SIGSTOP) } } }

    /// Lets it go on.
    public func thaw() { process.withLock { _ = $0.map { kill($0.processIdentifier, SIGCONT) } } }

    /// A client of its own.
    public func client(_ change: (inout RedisConfiguration) -> Void = { _ in }) -> RedisClient {
        var configuration = RedisConfiguration(endpoints: [endpoint])
        change(&configuration)
        return RedisClient(configuration)
    }

    private func answers() async -> Bool {
        let client = client {
            $0.connectTimeout = .milliseconds(200)
            $0.commandTimeout = .milliseconds(200)
            $0.usesTLS = certificate != nil
            $0.trustedCertificates = certificate
        }
        let endpoint = RedisEndpoint(host: certificate == nil ? endpoint.host : "localhost", port: endpoint.port)
        defer { client.shutDown() }
        do {
            _ = try await client.send(RedisCommand(["PING"]), to: endpoint)
            return true
        } catch let error as RedisError {
            return error.kind == .unauthorised
        } catch let error as RedisReplyError {
            return error.code == "NOAUTH"
        } catch {
            return false
        }
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard status == 0 else { throw Failure(description: "there is no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
