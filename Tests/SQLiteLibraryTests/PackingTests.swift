import Foundation
import Literature
import Ports
import Testing

@testable import SQLiteLibrary

struct PackingTests {
    private func packed(_ versions: [PaperVersion]) -> [UInt8] {
        var scratch = ScratchText()
        let span = PackedVersions.append(versions, to: &scratch)
        return scratch.bytes(span).map { Array($0) } ?? []
    }

    private func unpacked(_ bytes: [UInt8]) -> [PaperVersion] {
        bytes.withUnsafeBufferPointer { PackedVersions.versions($0) }
    }

    private func randomVersions(_ generator: inout SeededGenerator) -> [PaperVersion] {
        let types = [nil, "", "D", "PDF only", "v9@1w", "t3:é", "\u{0}\n"]
        let numbers: [Int?] = [nil, 0, 58, -5, .max, .min]
        return (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            PaperVersion(
                number: Int.random(in: 1...70_000, using: &generator),
                created: (numbers.randomElement(using: &generator) ?? nil).map {
                    Timestamp(secondsSince1970: Int64($0))
                },
                size: numbers.randomElement(using: &generator) ?? nil,
                sourceType: types.randomElement(using: &generator) ?? nil,
                isWithdrawn: Bool.random(using: &generator)
            )
        }
    }

    @Test func versionsArePackedAsDocumented() {
        let versions = [
            PaperVersion(number: 1, created: Timestamp(secondsSince1970: 1_175_541_522), size: 58),
            PaperVersion(number: 2, created: Timestamp(secondsSince1970: -7), sourceType: "D", isWithdrawn: true),
        ]
        #expect(String(decoding: packed(versions), as: UTF8.self) == "v1@1175541522s58v2@-7t1:Dw")
        #expect(packed([]).isEmpty)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func versionsComeBackAsTheyWere(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let versions = randomVersions(&generator)
            #expect(unpacked(packed(versions)) == versions, "seed \(seed)")
        }
    }

    /// Damage may lose versions, and gives no more than there were marks for.
    @Test(arguments: [4, 5] as [UInt64])
    func damagedVersionsAreRead(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            var bytes = packed(randomVersions(&generator))
            guard let index = bytes.indices.randomElement(using: &generator) else { continue }
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes.removeSubrange(index...)
            case 1: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            default: bytes.insert(UInt8(ascii: "9"), at: index)
            }
            let marks = bytes.count { $0 == UInt8(ascii: "v") }
            #expect(unpacked(bytes).count <= marks, "seed \(seed)")
        }
        #expect(unpacked(Array("v1t9:abcv2".utf8)) == [PaperVersion(number: 1)])
        #expect(unpacked(Array("v99999999999999999999".utf8)).isEmpty)
        #expect(unpacked(Array("@5".utf8)).isEmpty)
    }

    /// Reads the authors of a row as SQLite has them.
    private func authors(_ key: String, _ library: Library) throws -> [String] {
        try library.read { connection in
            let row = try connection.prepare("SELECT authors FROM paper WHERE key = ?1")
            row.bind(1, key)
            guard try row.step() else { return [] }
            let bytes = Array(row.blob(0))
            return try stride(from: 0, to: bytes.count, by: 4).map { offset in
                let id = (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
                let name = try connection.prepare("SELECT key FROM author WHERE id = \(id)")
                return try name.step() ? name.text(0) : "?"
            }
        }
    }

    @Test func authorsFollowTheWork() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            let names = [
                Author(family: "Gödel", given: "Kurt"), Author(family: "?"), Author(family: "Weyl", given: "H."),
            ]
            try library.add([
                record(.semanticScholar, ["10.1000/x"], title: "a") { $0.authors = AuthorList(names) },
                citation("10.1000/x", "10.1000/y"),
            ])
            let expected = try authors("doi:10.1000/x", library)
            #expect(expected.count == 2)
            #expect(try library.statistics().authors == 2)
            // The work is now filed under the arXiv identifier, and its authors with it.
            try library.add([record(.snapshot, ["2001.00001", "10.1000/x"], title: "a")])
            #expect(try authors("2001.00001", library) == expected)
            #expect(try authors("doi:10.1000/x", library).isEmpty)
            #expect(try library.statistics().authors == 2)
        }
    }

    @Test func manyClaimsToOneNameStayCheapAndProveNothing() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            let claims = (1...3000).map { number in
                record(.snapshot, ["2001.\(String(100_000 + number).dropFirst())", "10.1000/x"], title: "\(number)")
            }
            let start = ContinuousClock.now
            try library.add(claims)
            // Work that grew with the square of the claims took minutes.
            #expect(ContinuousClock.now - start < .seconds(30))
            #expect(try library.paper(id("10.1000/x")) == nil)
            #expect(try library.statistics().papers == 3000)
            // Claims that were there before the name had a row of its own still prove nothing.
            try library.add([record(.semanticScholar, ["10.1000/x"], title: "own")])
            #expect(try library.paper(id("10.1000/x"))?.title == "own")
            #expect(try library.statistics().papers == 3001)
        }
    }

    @Test func logIsCopiedAndCutOff() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            let writer = try library.makeWriter()
            let text = String(repeating: "word ", count: 20_000)
            var longest = 0
            for round in 0..<25 {
                let records = (0..<100).map { index in
                    record(.snapshot, ["2001.\(String(100_001 + round * 100 + index).dropFirst())"]) {
                        $0.title = "t"
                        $0.abstract = text
                    }
                }
                _ = try writer.write(records)
                try writer.commit()
                longest = max(longest, Library.size(library.databasePath + "-wal"))
            }
            #expect(longest < LogCopier.logLimit + (64 << 20))
            writer.close()
            #expect(Library.size(library.databasePath + "-wal") == 0)
            #expect(try library.statistics().papers == 2500)
        }
    }
}
