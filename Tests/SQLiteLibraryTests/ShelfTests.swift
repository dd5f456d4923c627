import Literature
import Ports
import Testing

@testable import SQLiteLibrary

@Suite("Shelves in a library") struct ShelfTests {
    private func withLibrary(_ records: [SourceRecord] = ShelfTests.papers, _ body: (Library) throws -> Void) throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(records)
            try body(library)
        }
    }

    private static let papers = (1...6).map { record(.snapshot, ["2001.0000\($0)"], title: "Title \($0)") }

    private func time(_ seconds: Int64) -> Timestamp { Timestamp(secondsSince1970: seconds) }

    private func edit<Value>(
        _ library: Library,
        at seconds: Int64 = 1000,
        _ body: (any ShelfEditor) throws -> Value
    ) throws -> Value {
        try library.editShelves(at: time(seconds), body)
    }

    private func names(_ page: ShelfPage?) -> [String] { page?.items.map(\.identifier.description) ?? [] }

    private func code(_ body: () throws -> Void) -> ShelfError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? ShelfError)?.code
        }
    }

    // MARK: Collections

    @Test func collectionsKeepTheirOrder() throws {
        let reading = try ShelfName("To read")
        try withLibrary { (library: Library) throws in
            let list = ["2001.00003", "2001.00001", "2001.00002", "2001.00001"].map(id)
            try edit(library) { editor in
                try editor.createCollection(reading, description: "soon")
                #expect(try editor.add(list, to: reading) == 3)
                #expect(try editor.add([id("2001.00004"), id("2001.00003")], to: reading) == 1)
            }
            let all = try library.papers(in: ShelfName("to READ"), offset: 0, limit: 10)
            #expect(names(all) == ["2001.00003", "2001.00001", "2001.00002", "2001.00004"])
            #expect(all?.items[0].paper?.title == "Title 3")
            #expect(names(try library.papers(in: reading, offset: 1, limit: 2)) == ["2001.00001", "2001.00002"])
            try edit(library) { try $0.move(id("2001.00004"), to: 2, in: reading) }
            let moved = try library.papers(in: reading, offset: 0, limit: 10)
            #expect(names(moved) == ["2001.00003", "2001.00004", "2001.00001", "2001.00002"])
            try edit(library) { try $0.move(id("2001.00003"), to: 99, in: reading) }
            #expect(names(try library.papers(in: reading, offset: 3, limit: 10)) == ["2001.00003"])
            #expect(try edit(library) { try $0.remove([id("2001.00001"), id("2001.00006")], from: reading) } == 1)
            let collection = try #require(try library.collection(reading))
            #expect((collection.paperCount, collection.name.text, collection.description) == (3, "To read", "soon"))
            #expect(code { try edit(library) { try $0.move(id("2001.00006"), to: 1, in: reading) } } == .unknown)
        }
    }

    @Test func namesAreToldApartAndRenamed() throws {
        let (one, other) = (try ShelfName("One"), try ShelfName("Other"))
        try withLibrary { (library: Library) throws in
            try edit(library) { try $0.createCollection(one, description: "") }
            #expect(
                code { try edit(library) { try $0.createCollection(ShelfName("ONE"), description: "") } } == .exists
            )
            #expect(code { try edit(library) { try $0.renameCollection(other, to: one) } } == .unknown)
            try edit(library) { try $0.renameCollection(one, to: ShelfName("oNe")) }
            #expect(try library.collections().map(\.name.text) == ["oNe"])
            try edit(library) { try $0.createCollection(other, description: "") }
            #expect(code { try edit(library) { try $0.renameCollection(one, to: other) } } == .exists)
            try edit(library, at: 2000) { try $0.describeCollection(other, as: "about\r\nthis ") }
            let described = try #require(try library.collection(other))
            #expect(described.description == "about\nthis")
            #expect((described.created, described.updated) == (time(1000), time(2000)))
        }
    }

    @Test func deletedCollectionsComeBack() throws {
        let name = try ShelfName("list")
        try withLibrary { (library: Library) throws in
            try edit(library) { editor in
                try editor.createCollection(name, description: "d")
                _ = try editor.add([id("2001.00002"), id("2001.00001")], to: name)
            }
            try edit(library) { try $0.deleteCollection(name) }
            #expect(try library.collection(name) == nil)
            #expect(try library.collections(holding: id("2001.00001")).isEmpty)
            #expect(try library.deletedCollections().map(\.paperCount) == [2])
            try edit(library) { try $0.createCollection(name, description: "") }
            #expect(code { try edit(library) { try $0.undeleteCollection(name) } } == .exists)
            try edit(library) { editor in
                try editor.renameCollection(name, to: ShelfName("list 2"))
                try editor.undeleteCollection(name)
            }
            #expect(names(try library.papers(in: name, offset: 0, limit: 9)) == ["2001.00002", "2001.00001"])
            for number in 0..<60 {
                try edit(library, at: Int64(2000 + number)) { editor in
                    try editor.createCollection(ShelfName("old \(number)"), description: "")
                    try editor.deleteCollection(ShelfName("old \(number)"))
                }
            }
            let deleted = try library.deletedCollections()
            #expect(deleted.count == 50 && deleted.first?.name.text == "old 59")
        }
    }

    // MARK: Identities

    /// A paper that was filed under its DOI stays where it is when the DOI turns out to be that of an article of arXiv.
    @Test func shelvesFollowIdentities() throws {
        let journal = record(.openAlex, ["10.1000/x", "openalex:W7"], title: "Journal title")
        let (name, tag) = (try ShelfName("list"), try ShelfName("important"))
        try withLibrary(Self.papers + [journal]) { (library: Library) throws in
            try edit(library, at: 1) { editor in
                try editor.createCollection(name, description: "")
                _ = try editor.add([id("openalex:W7"), id("2001.00001"), id("2001.00002")], to: name)
                _ = try editor.tag([id("10.1000/x")], tag)
                try editor.setNote(about: id("10.1000/x"), to: "of the journal")
            }
            try edit(library, at: 2) { try $0.setNote(about: id("2001.00002"), to: "of the preprint") }
            #expect(names(try library.papers(in: name, offset: 0, limit: 9)).first == "doi:10.1000/x")
            // Now a record says that both are one work.
            try library.add([record(.oaiRaw, ["2001.00002", "10.1000/x"], title: "Title 2")])
            let page = try #require(try library.papers(in: name, offset: 0, limit: 9))
            #expect(names(page) == ["2001.00002", "2001.00001"] && page.total == 2)
            #expect(try library.collection(name)?.paperCount == 2)
            for paper in ["2001.00002", "doi:10.1000/x", "openalex:W7"].map(id) {
                #expect(try library.tags(of: paper) == [tag])
                #expect(try library.collections(holding: paper) == [name])
                let note = try #require(try library.note(about: paper))
                #expect(note.text == "of the journal\n\nof the preprint" && note.identifier == id("2001.00002"))
                #expect((note.created, note.updated) == (time(1), time(2)))
            }
            #expect(names(try library.papers(tagged: tag, offset: 0, limit: 9)) == ["2001.00002"])
            #expect(try library.papersWithNotes(offset: 0, limit: 9).total == 1)
            // What is taken back restores what was before.
            let writer = try library.makeWriter()
            #expect(try writer.separate(id("2001.00002"), from: id("10.1000/x")))
            try writer.commit()
            writer.close()
            #expect(names(try library.papers(in: name, offset: 0, limit: 9)).sorted().first == "2001.00001")
            #expect(try library.papers(in: name, offset: 0, limit: 9)?.total == 3)
            #expect(try library.tags(of: id("2001.00002")).isEmpty)
            #expect(try library.note(about: id("2001.00002"))?.text == "of the preprint")
        }
    }

    @Test func oneOfTwoNamesTakesBothAway() throws {
        let journal = record(.openAlex, ["10.1000/x"], title: "Journal title")
        let (name, tag) = (try ShelfName("list"), try ShelfName("important"))
        try withLibrary(Self.papers + [journal]) { (library: Library) throws in
            let both = [id("10.1000/x"), id("2001.00002")]
            try edit(library) { editor in
                try editor.createCollection(name, description: "")
                #expect(try editor.add(both, to: name) == 2)
                #expect(try editor.tag(both, tag) == 2)
                for paper in both { try editor.setNote(about: paper, to: "about \(paper)") }
            }
            try library.add([record(.oaiRaw, ["2001.00002", "10.1000/x"], title: "Title 2")])
            try edit(library) { editor in
                #expect(try editor.add(both, to: name) == 0)
                #expect(try editor.tag(both, tag) == 0)
                #expect(try editor.remove([id("2001.00002")], from: name) == 1)
                #expect(try editor.untag([id("10.1000/x")], tag) == 1)
                try editor.deleteNote(about: id("10.1000/x"))
            }
            #expect(try library.papers(in: name, offset: 0, limit: 9)?.total == 0)
            #expect(try library.tags().isEmpty)
            #expect(try library.note(about: id("2001.00002")) == nil)
            try edit(library) { try $0.restoreNote(about: id("2001.00002")) }
            #expect(try library.note(about: id("10.1000/x"))?.text == "about doi:10.1000/x\n\nabout 2001.00002")
        }
    }

    @Test func unknownPapersKeepTheirPlaces() throws {
        let name = try ShelfName("list")
        try withLibrary { (library: Library) throws in
            try edit(library) { editor in
                try editor.createCollection(name, description: "")
                #expect(try editor.add([id("2101.00001"), id("2001.00001"), id("10.1000/y")], to: name) == 3)
            }
            let before = try #require(try library.papers(in: name, offset: 0, limit: 9))
            #expect(names(before) == ["2101.00001", "2001.00001", "doi:10.1000/y"])
            #expect(before.items.map { $0.paper == nil } == [true, false, true])
            try library.add([record(.snapshot, ["2101.00001", "10.1000/y"], title: "New")])
            let after = try #require(try library.papers(in: name, offset: 0, limit: 9))
            #expect(names(after) == ["2101.00001", "2001.00001"])
            #expect(after.items[0].paper?.title == "New")
        }
    }

    // MARK: Tags, notes, watches

    @Test func tagsAreCountedRenamedAndJoined() throws {
        let (one, other) = (try ShelfName("strings"), try ShelfName("String theory"))
        try withLibrary { (library: Library) throws in
            let papers = (1...4).map { id("2001.0000\($0)") }
            try edit(library) { (editor: any ShelfEditor) throws in
                #expect(try editor.tag(Array(papers[0...2]), one) == 3)
                #expect(try editor.tag(Array(papers[2...3]), other) == 2)
            }
            #expect(try library.tags() == [TagCount(name: other, paperCount: 2), TagCount(name: one, paperCount: 3)])
            #expect(try library.tags(of: papers[2]) == [other, one])
            try edit(library) { try $0.renameTag(one, to: other) }
            #expect(try library.tags() == [TagCount(name: other, paperCount: 4)])
            #expect(code { _ = try edit(library) { try $0.untag(papers, one) } } == .unknown)
            #expect(try edit(library) { try $0.deleteTag(other) } == 4)
            #expect(try library.papers(tagged: other, offset: 0, limit: 1) == nil)
        }
    }

    @Test func aNoteExchangesWithTheTextBefore() throws {
        let paper = id("2001.00001")
        try withLibrary { (library: Library) throws in
            #expect(code { try edit(library) { try $0.restoreNote(about: paper) } } == .unknown)
            #expect(code { try edit(library) { try $0.setNote(about: paper, to: " \n") } } == .invalid)
            try edit(library, at: 1) { try $0.setNote(about: paper, to: "# One\r\n\n$x$ \n") }
            #expect(try library.note(about: paper)?.text == "# One\n\n$x$")
            try edit(library, at: 2) { try $0.setNote(about: paper, to: "Two") }
            try edit(library, at: 3) { try $0.restoreNote(about: paper) }
            let note = try #require(try library.note(about: paper))
            #expect(note == PaperNote(identifier: paper, text: "# One\n\n$x$", created: time(1), updated: time(3)))
            try edit(library, at: 4) { try $0.deleteNote(about: paper) }
            #expect(try library.note(about: paper) == nil)
            #expect(code { try edit(library) { try $0.deleteNote(about: paper) } } == .unknown)
            try edit(library, at: 5) { try $0.restoreNote(about: paper) }
            #expect(try library.note(about: paper)?.text == "# One\n\n$x$")
        }
    }

    // MARK: Safety

    @Test func aFailedChangeLeavesNoTrace() throws {
        let name = try ShelfName("list")
        try withLibrary { (library: Library) throws in
            let failure = code {
                try edit(library) { editor in
                    try editor.createCollection(name, description: "")
                    _ = try editor.add([id("2001.00001")], to: name)
                    try editor.deleteWatch(name)
                }
            }
            #expect(failure == .unknown)
            #expect(try library.collections().isEmpty)
        }
    }

    @Test func oneWriterAtATimeAndReadersNeverWait() throws {
        let name = try ShelfName("list")
        try withLibrary { (library: Library) throws in
            let mark = try library.latestChange()
            let writer = try library.makeWriter()
            _ = try writer.write([record(.snapshot, ["2001.00009"], title: "New")])
            #expect(code { try edit(library) { try $0.createCollection(name, description: "") } } == .busy)
            #expect(try library.collections().isEmpty)
            writer.close()
            try edit(library) { editor in
                try editor.createCollection(name, description: "")
                #expect(throws: LibraryError.self) { try library.makeWriter() }
                // Not committed: nobody sees it.
                #expect(try library.collections().isEmpty)
            }
            #expect(try library.collections().count == 1)
            // Shelves are no part of what derived files are built from.
            #expect(try library.latestChange() == mark)
            let reader = try Library.open(at: library.path, mode: .readOnly)
            #expect(throws: LibraryError.self) { try edit(reader) { try $0.deleteCollection(name) } }
        }
    }

    @Test func aBackupIsRestoredWhole() throws {
        let (list, tag, saved) = (try ShelfName("list"), try ShelfName("tag"), try ShelfName("saved"))
        var records: [ShelfRecord] = []
        try withLibrary { (library: Library) throws in
            try edit(library) { editor in
                try editor.createCollection(list, description: "d")
                _ = try editor.add([id("2001.00002"), id("2001.00001"), id("10.1000/z")], to: list)
                _ = try editor.tag([id("2001.00003")], tag)
                try editor.setNote(about: id("2001.00001"), to: "text")
                let mark = try library.latestMark()
                try editor.addWatch(
                    Watch(
                        name: saved,
                        query: "strings",
                        mode: .lexical,
                        depth: 5,
                        created: time(1),
                        marked: time(2),
                        mark: mark
                    )
                )
            }
            try library.forEachShelfRecord { records.append($0) }
            #expect(records.count == 4)
            // In the same library nothing changes.
            for record in records { #expect(try edit(library) { try $0.restore(record) } == .unchanged) }
        }
        // In a library that knows no paper everything comes back; the watch starts from there.
        try withLibrary([citation("1901.00001", "1901.00002")]) { (library: Library) throws in
            for record in records { #expect(try edit(library, at: 9) { try $0.restore(record) } == .inserted) }
            var restored: [ShelfRecord] = []
            try library.forEachShelfRecord { restored.append($0) }
            #expect(restored.dropLast() == records.dropLast())
            guard case .watch(var watch) = records[3] else { return }
            watch.mark = try library.latestMark()
            #expect(restored.last == .watch(watch))
            // What changed here meanwhile stays.
            try edit(library, at: 5000) { editor in
                try editor.setNote(about: id("2001.00001"), to: "later")
                _ = try editor.remove([id("2001.00002")], from: list)
            }
            for record in records { _ = try edit(library, at: 6000) { try $0.restore(record) } }
            #expect(try library.note(about: id("2001.00001"))?.text == "later")
            #expect(
                names(try library.papers(in: list, offset: 0, limit: 9)) == [
                    "2001.00001", "doi:10.1000/z", "2001.00002",
                ]
            )
        }
    }
}
