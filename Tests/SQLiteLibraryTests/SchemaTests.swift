import Foundation
import Literature
import Ports
import Testing

@testable import SQLiteLibrary

/// Libraries of every version that shipped.
struct SchemaTests {
    private func schema(of library: Library) throws -> String {
        try library.read { try schema($0) }
    }

    private func schema(_ connection: Connection) throws -> String {
        let statement = try connection.prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'grdb%' ORDER BY name"
        )
        var lines: [String] = []
        while try statement.step() { lines.append(statement.text(0)) }
        return lines.joined(separator: ";\n") + "\n"
    }

    private func fixture(_ version: Int) throws -> String {
        let url = try #require(
            Bundle.module.url(forResource: "schema-\(version)", withExtension: "sql", subdirectory: "Fixtures")
        )
        return try String(contentsOf: url, encoding: .utf8)
    }

    /// What takes a library of the third schema back to the second.
    private static let backToSecond = """
        DROP TABLE collection; DROP TABLE collection_paper; DROP TABLE tag; DROP TABLE paper_tag; DROP TABLE note;
        DROP TABLE watch;
        ALTER TABLE change DROP COLUMN kinds;
        DELETE FROM grdb_migrations WHERE identifier = 'v3';
        PRAGMA user_version = 2;
        """

    @Test func libraryOfTheSecondSchemaGetsShelves() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(Array(Sample.records.prefix(50)) + [citation("hep-th/9802150", "hep-th/9711200")])
            let (dump, mark) = (try library.dump(), try library.latestChange())
            let connection = try Connection(path: path + "/library.sqlite", mode: .readWrite)
            try connection.execute(Self.backToSecond)
            #expect(try schema(connection) == fixture(2))

            let upgraded = try Library.open(at: path, mode: .readWrite)
            #expect(try schema(of: upgraded) == fixture(3))
            #expect(try upgraded.dump() == dump)
            #expect(try upgraded.latestChange() == mark)
            #expect(try upgraded.collections().isEmpty)
            // What was written before kinds were noted counts as new for whoever has seen nothing.
            var news: [WorkChange] = []
            let start = ChangeMark(counter: 0, first: 0, last: 0)
            #expect(try upgraded.forEachChange(after: start, upTo: .max) { news.append($0) } == mark)
            #expect(news.count == (try upgraded.statistics().papers))
            #expect(news.filter { !$0.isNew } == [])
        }
    }

    @Test func schemaIsAsItWasShipped() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            #expect(try schema(of: library) == fixture(Int(Schema.version)))
        }
    }

    @Test func libraryOfTheFirstSchemaIsBroughtUpToDate() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(Array(Sample.records.prefix(50)) + [citation("hep-th/9802150", "hep-th/9711200")])
            let (dump, counter) = (try library.dump(), try library.changeCounter())
            // Back to what the first version left: its tables are those of the second and one more.
            let connection = try Connection(path: path + "/library.sqlite", mode: .readWrite)
            try connection.execute(Self.backToSecond)
            try connection.execute(
                """
                CREATE TABLE displaced_text(
                    paper INTEGER NOT NULL, seq INTEGER NOT NULL, title TEXT NOT NULL, abstract TEXT NOT NULL,
                    authors TEXT NOT NULL, PRIMARY KEY(paper, seq)
                ) WITHOUT ROWID;
                INSERT INTO displaced_text VALUES (1, 1, 'a', 'b', 'c');
                DELETE FROM grdb_migrations WHERE identifier = 'v2';
                PRAGMA user_version = 1;
                """
            )
            #expect(try schema(connection) == fixture(1))
            let index = path + "/derived/text-index.sqlite"
            try FileManager.default.createDirectory(atPath: path + "/derived", withIntermediateDirectories: true)
            try Data("an index of words in SQLite".utf8).write(to: URL(fileURLWithPath: index))

            let upgraded = try Library.open(at: path, mode: .readWrite)
            #expect(try schema(of: upgraded) == fixture(3))
            #expect(try upgraded.dump() == dump)
            #expect(try upgraded.changeCounter() == counter)
            #expect(!FileManager.default.fileExists(atPath: index))
            try upgraded.add([record(.snapshot, ["2001.00001"], title: "New")])
            #expect(try upgraded.changeCounter() > counter)
        }
    }
}
