import Literature
import Ports
import Testing

@testable import SQLiteLibrary

@Suite("What changed of works") struct WorkChangeTests {
    private func withLibrary(_ records: [SourceRecord], _ body: (Library) throws -> Void) throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(records)
            try body(library)
        }
    }

    private func changes(_ library: Library, after mark: ChangeMark, upTo limit: Int64 = .max) throws -> [String:
        WorkChange]
    {
        var found: [String: WorkChange] = [:]
        _ = try library.forEachChange(after: mark, upTo: limit) { change in
            #expect(found.updateValue(change, forKey: change.identifier.description) == nil)
        }
        return found
    }

    private func paper(_ title: String, _ change: (inout PaperRecord) -> Void = { _ in }) -> SourceRecord {
        record(.snapshot, ["2001.00001"], title: title) { record in
            record.updated = Timestamp(secondsSince1970: 5)
            change(&record)
        }
    }

    @Test func newPapersAreToldFromChangedOnes() throws {
        try withLibrary([paper("Title"), citation("2001.00009", "2001.00001")]) { (library: Library) throws in
            let mark = try library.latestChange()
            try library.add([
                record(.snapshot, ["2001.00002"], title: "New"), citation("2001.00002", "2001.00001"),
                record(.snapshot, ["2001.00009"], title: "A stub no more"), citation("2001.00002", "2001.00077"),
            ])
            let news = try changes(library, after: mark)
            #expect(news.keys.sorted() == ["2001.00001", "2001.00002", "2001.00009"])
            #expect(news["2001.00002"]?.isNew == true && news["2001.00009"]?.isNew == true)
            #expect(news["2001.00001"] == WorkChange(identifier: id("2001.00001"), isNew: false, kinds: .citations))
            #expect(try changes(library, after: library.latestChange()).isEmpty)
            #expect(try changes(library, after: ChangeMark(counter: 99, first: 1, last: 1)).values.allSatisfy(\.isNew))
        }
    }

    @Test func whatReadersSeeIsNews() throws {
        try withLibrary([paper("Title")]) { (library: Library) throws in
            func kinds(_ record: SourceRecord) throws -> WorkChange.Kinds? {
                let mark = try library.latestChange()
                try library.add([record])
                return try changes(library, after: mark)["2001.00001"]?.kinds
            }
            func later(_ seconds: Int64, _ change: @escaping (inout PaperRecord) -> Void) -> SourceRecord {
                paper("Title") { record in
                    record.updated = Timestamp(secondsSince1970: seconds)
                    change(&record)
                }
            }
            #expect(try kinds(paper("Title")) == nil)
            #expect(try kinds(later(10) { $0.title = "Other" }) == .text)
            let second = PaperVersion(number: 2, created: Timestamp(secondsSince1970: 20))
            #expect(
                try kinds(
                    later(20) {
                        $0.title = "Other"; $0.versions = [second]
                    }
                ) == .version
            )
            #expect(
                try kinds(
                    later(30) {
                        $0.title = "Other"; $0.journalReference = "J. 1"; $0.versions = [second]
                    }
                )
                    == .publication
            )
            let counted = record(.semanticScholar, ["2001.00001", "corpus:7"]) { $0.reportedCitations = 3 }
            #expect(try kinds(counted)?.isDisjoint(with: .news) == true)
        }
    }

    @Test func aPreprintOfAKnownArticleIsNotNew() throws {
        try withLibrary([record(.openAlex, ["10.1000/x"], title: "Journal")]) { (library: Library) throws in
            let mark = try library.latestChange()
            try library.add([record(.snapshot, ["2001.00001", "10.1000/x"], title: "Preprint")])
            let news = try changes(library, after: mark)
            #expect(news.keys.sorted() == ["2001.00001"])
            #expect(news["2001.00001"]?.isNew == false)
            #expect(news["2001.00001"]?.kinds.names.contains("identity") == true)
            // Since before either was there, the work is new.
            let start = ChangeMark(counter: 0, first: 0, last: 0)
            #expect(try changes(library, after: start)["2001.00001"]?.isNew == true)
        }
    }

    @Test func onlyChangesUpToTheStateAskedForAreTold() throws {
        try withLibrary([paper("Title")]) { (library: Library) throws in
            let first = try library.latestChange()
            try library.add([record(.snapshot, ["2001.00002"], title: "Two")])
            let second = try library.latestChange()
            try library.add([record(.snapshot, ["2001.00003"], title: "Three")])
            let end = try library.forEachChange(after: first, upTo: second.counter) { change in
                #expect(change.identifier == id("2001.00002"))
            }
            #expect(end == second)
            // An index that is behind what was seen tells nothing, and moves no mark back.
            #expect(
                try library.forEachChange(after: second, upTo: first.counter) { _ in Issue.record("news") } == second
            )
        }
    }
}
