import Foundation
import RESP
import RedisClient
import TestServers
import Testing

/// Encrypted connections to a real server, with certificates made for the test.
@Suite struct EncryptionTests {
    /// A server that only speaks TLS, with a certificate for `localhost` that nobody but its own file vouches for.
    private static func server(in folder: String) async throws -> RedisServer {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", "\(folder)/key.pem", "-out", "\(folder)/cert.pem",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0, "openssl could not make a certificate")
        return try await RedisServer(certificate: "\(folder)/cert.pem", key: "\(folder)/key.pem")
    }

    @Test func speaksTLSToThoseWhoseCertificateIsTrusted() async throws {
        let folder = NSTemporaryDirectory() + "redis-tls-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try await Self.server(in: folder)
        var configuration = RedisConfiguration(endpoints: [
            RedisEndpoint(host: "localhost", port: server.endpoint.port)
        ])
        configuration.usesTLS = true
        configuration.trustedCertificates = "\(folder)/cert.pem"
        let client = RedisClient(configuration)
        _ = try await client.send(RedisCommand("SET", key: "k", "secret"))
        #expect(try await client.send(RedisCommand("GET", key: "k")).string == "secret")
        client.shutDown()
    }

    @Test func refusesUnknownCertificatesOtherNamesAndPlainText() async throws {
        let folder = NSTemporaryDirectory() + "redis-tls-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try await Self.server(in: folder)
        func attempt(_ host: String, _ change: (inout RedisConfiguration) -> Void) async throws {
            var configuration = RedisConfiguration(endpoints: [
                RedisEndpoint(host: host, port: server.endpoint.port)
            ])
            configuration.commandTimeout = .seconds(2)
            change(&configuration)
            let client = RedisClient(configuration)
            defer { client.shutDown() }
            _ = try await client.send(RedisCommand(["PING"]))
        }
        await #expect(throws: RedisError.self, "a certificate that nobody vouches for") {
            try await attempt("localhost") { $0.usesTLS = true }
        }
        await #expect(throws: RedisError.self, "a certificate of another name") {
            try await attempt("127.0.0.1") {
                $0.usesTLS = true
                $0.trustedCertificates = "\(folder)/cert.pem"
            }
        }
        await #expect(throws: RedisError.self, "no encryption") { try await attempt("localhost") { _ in } }
    }
}
