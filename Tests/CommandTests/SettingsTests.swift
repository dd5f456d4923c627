import Foundation
import Testing

@testable import arxiv_cosci

@Suite("Settings")
struct SettingsTests {
    /// A configuration file for the time of a test.
    private func withFile(_ text: String, _ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/settings-\(UUID().uuidString).yaml"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    @Test("a flag wins over the file, the file over the default, and the origin is told")
    func precedence() async throws {
        try await withFile("limit: 25\nlibrary: /from/file\n") { path in
            let settings = try await Settings(flags: ["limit": "7"], file: path)
            let limit = try settings.resolve(.limit)
            #expect(limit.value == "7" && limit.origin == "flag --limit")
            let plain = try await Settings(flags: [:], file: path)
            let fromFile = try plain.resolve(.limit)
            #expect(fromFile.value == "25" && fromFile.origin == "file \(path)")
        }
        try await withFile("") { path in
            let limit = try await Settings(flags: [:], file: path).resolve(.limit)
            #expect(limit.value == "10" && limit.origin == "default")
        }
    }

    @Test("a wrong value is an error that names where it was set", arguments: ["0", "many", "10001", "-3", ""])
    func wrongValues(text: String) async throws {
        try await withFile("limit: \"\(text)\"\n") { path in
            let settings = try await Settings(flags: [:], file: path)
            let failure = #expect(throws: CommandFailure.self) { try settings.resolve(.limit) }
            #expect(failure?.code == .badInput && failure?.message.hasPrefix("file \(path): ") == true)
        }
    }

    @Test("a file that is missing or no YAML is an error")
    func wrongFiles() async throws {
        await #expect(throws: CommandFailure.self) { try await Settings(flags: [:], file: "/does/not/exist.yaml") }
        try await withFile("limit: [unclosed\n") { path in
            await #expect(throws: CommandFailure.self) { try await Settings(flags: [:], file: path) }
        }
    }
}
