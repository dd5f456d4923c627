import Literature
import Ports
import Testing

@testable import SQLiteLibrary

/// What builders of derived files are told.
struct WorkFeedTests {
    private func works(_ library: Library, after counter: Int64? = nil) throws -> [PaperIdentifier: Paper?] {
        var works: [PaperIdentifier: Paper?] = [:]
        _ = try library.forEachWork(changedAfter: counter) { works.updateValue($1, forKey: $0) }
        return works
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func followingChangesGivesTheWhole(seed: UInt64) throws {
        var source = RandomFacts(generator: SeededGenerator(seed: seed &* 19))
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            var followed: [PaperIdentifier: Paper] = [:]
            var counter: Int64 = 0
            for _ in 0..<6 {
                try library.add(source.facts(15))
                let changes = try works(library, after: counter)
                #expect(try library.workCount(changedAfter: counter) >= changes.count)
                for (identifier, paper) in changes { followed[identifier] = paper }
                counter = try library.changeCounter()
                let whole = try works(library).compactMapValues(\.self)
                #expect(followed == whole, "seed \(seed)")
                #expect(try library.workCount(changedAfter: nil) == whole.count)
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func citationTableHasTheCitationsOfTheWorks(seed: UInt64) throws {
        var source = RandomFacts(generator: SeededGenerator(seed: seed &* 23))
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(source.facts(80))
            let table = try library.citationTable()
            let found = Set(zip(table.citing, table.cited).map { "\(table.keys[Int($0)]) \(table.keys[Int($1)])" })
            var expected: Set<String> = []
            var names: Set<String> = []
            try library.forEachPaper(in: PaperSelection()) { paper, cited in
                names.insert(paper.identifier.description)
                for reference in cited { expected.insert("\(paper.identifier) \(reference.identifier)") }
            }
            #expect(found == expected && Set(table.keys) == names, "seed \(seed)")
            #expect(table.counter == (try library.changeCounter()))
        }
    }

    @Test func everyLibraryHasANameOfItsOwn() throws {
        let names = try (0..<3).map { _ in
            try withFolder { try Library.open(at: $0, mode: .create).libraryIdentity() }
        }
        #expect(Set(names).count == 3 && names.allSatisfy { $0.utf8.count == 32 })
    }
}
