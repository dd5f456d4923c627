import Literature
import Ports
import Testing

@testable import SQLiteLibrary

@Suite struct ChangeFeedTests {
    private func changes(_ library: Library, after mark: ChangeMark?) throws -> ChangeSummary {
        try library.changes(after: mark, limit: 1000)
    }

    private func names(_ summary: ChangeSummary) -> Set<String> {
        Set((summary.works ?? []).flatMap(\.names).map(\.description))
    }

    @Test func aRecordNamesItsWorkAndWhatIsNextToIt() throws {
        try withFolder { folder in
            let library = try Library.open(at: folder, mode: .create)
            try library.add([
                record(.bibtex, ["hep-th/9901001", "10.1000/a"], title: "A"),
                record(.bibtex, ["hep-th/9901002"], title: "B"),
                record(.bibtex, ["hep-th/9901003"], title: "C"), citation("hep-th/9901001", "hep-th/9901002"),
            ])
            let mark = try library.latestChange()
            #expect(try changes(library, after: mark).works == [])
            try library.add([record(.bibtex, ["hep-th/9901001"], title: "Another title")])
            #expect(try library.latestChange().counter > mark.counter)
            let summary = try changes(library, after: mark)
            #expect(names(summary) == ["hep-th/9901001", "doi:10.1000/a"])
            #expect(summary.neighbours.map(\.description) == ["hep-th/9901002"])
            #expect(summary.textsChanged && !summary.citationsChanged)
            #expect(try summary.mark == library.latestChange())
        }
    }

    @Test func aCitationNamesBothEnds() throws {
        try withFolder { folder in
            let library = try Library.open(at: folder, mode: .create)
            try library.add((1...3).map { record(.bibtex, ["hep-th/990100\($0)"], title: "T\($0)") })
            let mark = try library.latestChange()
            try library.add([citation("hep-th/9901001", "hep-th/9901002")])
            let summary = try changes(library, after: mark)
            #expect(names(summary) == ["hep-th/9901001", "hep-th/9901002"])
            #expect(!summary.textsChanged && summary.citationsChanged && !summary.membershipsLost)
            let next = summary.mark
            try library.add([citation("hep-th/9901001", "hep-th/9901002")])
            #expect(try library.latestChange() == next)
        }
    }

    /// An identifier that named a work before a change, or names one after it, is among those named.
    @Test func aClaimNamesWhateverItMoves() throws {
        try withFolder { folder in
            let library = try Library.open(at: folder, mode: .create)
            try library.add([record(.bibtex, ["hep-th/9901001", "10.1000/x"], title: "A")])
            #expect(try library.paper(id("10.1000/x")) != nil)
            var mark = try library.latestChange()
            // Two papers with one DOI: it proves nothing any more.
            try library.add([record(.bibtex, ["hep-th/9901002", "10.1000/x"], title: "B")])
            #expect(try library.paper(id("10.1000/x")) == nil)
            #expect(try names(changes(library, after: mark)).isSuperset(of: ["hep-th/9901001", "doi:10.1000/x"]))
            mark = try library.latestChange()
            let writer = try library.makeWriter()
            #expect(try writer.separate(id("hep-th/9901002"), from: id("10.1000/x")))
            try writer.commit()
            writer.close()
            #expect(try library.paper(id("10.1000/x")) != nil)
            let summary = try changes(library, after: mark)
            #expect(names(summary).isSuperset(of: ["hep-th/9901001", "hep-th/9901002", "doi:10.1000/x"]))
            #expect(summary.textsChanged && summary.citationsChanged && summary.membershipsLost)
        }
    }

    @Test func authorsAndCategoriesAreThoseOfNow() throws {
        try withFolder { folder in
            let library = try Library.open(at: folder, mode: .create)
            func put(_ categories: String, _ time: Int64) throws {
                try library.add([
                    record(.snapshot, ["hep-th/9901001"], title: "A") { record in
                        record.categories = categories
                        record.authors = AuthorList([Author(family: "Witten", given: "E.")])
                        record.updated = Timestamp(secondsSince1970: time)
                    }
                ])
            }
            try put("hep-th gr-qc", 1)
            let mark = try library.latestChange()
            try put("hep-th math.QA", 2)
            let summary = try changes(library, after: mark)
            #expect(summary.works?.first?.categories == ["hep-th", "math.QA"])
            #expect(summary.works?.first?.authors.count == 1)
            #expect(summary.membershipsLost)
            let next = summary.mark
            try put("hep-th math.QA quant-ph", 3)
            #expect(try !changes(library, after: next).membershipsLost)
        }
    }

    @Test func moreThanWasAskedForOrAnotherPastIsAnything() throws {
        try withFolder { folder in
            let library = try Library.open(at: folder, mode: .create)
            #expect(try library.latestChange().counter == 0)
            let mark = try library.latestChange()
            try library.add((1...9).map { record(.bibtex, ["hep-th/990100\($0)"], title: "\($0)") })
            #expect(try library.changes(after: mark, limit: 8).works == nil)
            #expect(try library.changes(after: mark, limit: 9).works?.count == 9)
            #expect(try library.changes(after: nil, limit: 100).works == nil)
            var other = try library.latestChange()
            other.last += 1
            #expect(try library.changes(after: other, limit: 100).works == nil)
            other.counter += 1
            #expect(try library.changes(after: other, limit: 100).works == nil)
        }
    }

    /// Changes that a version without these notes made may be of any kind.
    @Test func whatWasNotNotedMayBeAnything() throws {
        try withFolder { folder in
            let library = try Library.open(at: folder, mode: .create)
            try library.add((1...2).map { record(.bibtex, ["hep-th/990100\($0)"], title: "T\($0)") })
            let mark = try library.latestChange()
            let older = try Connection(path: library.databasePath, mode: .readWrite)
            try older.execute("INSERT INTO change(first, last) VALUES (1, 1)")
            #expect(try changes(library, after: mark).citationsChanged)
            try library.add([record(.bibtex, ["hep-th/9901001"], title: "zzz")])
            #expect(try changes(library, after: mark).citationsChanged)
            let next = try library.latestChange()
            try library.add([record(.bibtex, ["hep-th/9901001"], title: "zzzz")])
            #expect(try !changes(library, after: next).citationsChanged)
        }
    }

    @Test func marksAreReadBack() {
        let mark = ChangeMark(counter: 5, first: 1, last: 9)
        #expect(ChangeMark(mark.description) == mark)
        for text in ["", "1", "1:2", "1:2:3:4", "a:b:c", "1::2"] { #expect(ChangeMark(text) == nil) }
    }
}
