import Foundation
import HTTPTypes
import Testing

@testable import API

/// The files of the web app.
@Suite("Files of the web app")
struct AssetTests {
    private static let script = String(repeating: "export const answer = 42;\n", count: 200)

    /// Runs `body` with a folder of files.
    private func folder(_ files: [String: Data], _ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/assets-test-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/assets", withIntermediateDirectories: true)
        for (name, data) in files { try data.write(to: URL(fileURLWithPath: folder + "/" + name)) }
        try await body(folder)
    }

    /// Bytes in gzip, as strong as it goes: other bytes than the server's own.
    private func packed(_ text: String) throws -> Data {
        Data(try #require(Compression.gzip(Array(text.utf8), level: 9)))
    }

    @Test("the gzip form beside a file is sent as it is, under a tag of its own")
    func packedForm() async throws {
        let name = "assets/app-7GQX2A4B.js"
        // A comment in the header tells it from what the server would make itself.
        var made = try packed(Self.script)
        made[3] |= 16
        made.insert(contentsOf: Array("by hand\0".utf8), at: 10)
        let form = made
        try await folder(["index.html": Data("<p>page</p>".utf8), name: Data(Self.script.utf8), name + ".gz": form]) {
            path in
            let server = try TestServer { $0.webFolder = path }
            try await server.test { client async throws in
                let plain = try await client.get("/" + name)
                #expect(plain.text == Self.script && plain["Content-Encoding"] == nil)
                #expect(plain["Vary"] == "Accept-Encoding" && plain["Cache-Control"]?.contains("immutable") == true)
                let gzip = ["Accept-Encoding": "gzip"]
                let answer = try await client.get("/" + name, headers: gzip)
                #expect(answer.data == form)
                #expect(answer["Content-Encoding"] == "gzip" && answer["Vary"] == "Accept-Encoding")
                #expect(answer["Content-Type"] == plain["Content-Type"])
                let (tag, packedTag) = (try #require(plain["ETag"]), try #require(answer["ETag"]))
                #expect(tag != packedTag && !packedTag.hasPrefix("W/"))
                let known = try await client.get("/" + name, headers: gzip.merging(["If-None-Match": packedTag]) { $1 })
                #expect(known.status == 304 && known["ETag"] == packedTag && known["Vary"] == "Accept-Encoding")
                #expect(try await client.get("/" + name, headers: ["If-None-Match": packedTag]).status == 200)
                #expect(try await client.get("/" + name, headers: ["If-None-Match": tag]).status == 304)
                let head = try await client.send(.head, "/" + name, headers: gzip)
                #expect(head["Content-Length"] == String(form.count) && head["Content-Encoding"] == "gzip")
            }
        }
    }

    @Test("a gzip form of other bytes, or none at all, is passed over")
    func foreignForm() async throws {
        let other = try packed(Self.script + "// before a change\n")
        for form in [other, Data("no gzip, though it ends like it".utf8), Data()] {
            try await folder(["index.html": Data(Self.script.utf8), "index.html.gz": form]) { path in
                let server = try TestServer { $0.webFolder = path }
                try await server.test { client async throws in
                    let answer = try await client.get("/index.html", headers: ["Accept-Encoding": "gzip"])
                    #expect(answer.status == 200 && answer["Content-Encoding"] == "gzip")
                    #expect(answer.data != form)
                    #expect(try await client.get("/index.html").text == Self.script)
                }
            }
        }
    }
}
