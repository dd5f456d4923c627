import Foundation
import Literature
import Ports
import Testing

@testable import SQLiteLibrary

struct SafetyTests {
    private func failure(_ body: () throws -> Void) -> LibraryError? {
        do {
            try body()
            return nil
        } catch {
            return error as? LibraryError
        }
    }

    @Test func onlyOneWriterAtATime() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            let writer = try library.makeWriter()
            let second = failure { _ = try library.makeWriter() }
            #expect(second?.code == .locked)
            #expect(second?.message.contains("process \(ProcessInfo.processInfo.processIdentifier) on ") == true)
            writer.close()
            writer.close()
            try library.makeWriter().close()
            #expect(failure { _ = try writer.write([record(.snapshot, ["2001.00001"])]) }?.code == .io)
        }
    }

    @Test func missingNewerAndForeignLibrariesAreNamed() throws {
        try withFolder { path in
            #expect(failure { _ = try Library.open(at: path, mode: .readOnly) }?.code == .notFound)
            let library = try Library.open(at: path, mode: .create)
            #expect(failure { _ = try Library.open(at: path, mode: .readOnly).makeWriter() }?.code == .readOnly)
            try Connection(path: library.databasePath, mode: .readWrite).execute("PRAGMA user_version = 99")
            #expect(failure { _ = try Library.open(at: path, mode: .readWrite) }?.code == .newerSchema)
        }
        try withFolder { path in
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: path + "/library.sqlite"))
            #expect(failure { _ = try Library.open(at: path, mode: .readWrite) }?.code == .corrupt)
        }
    }

    @Test func readersSeeOneStateWhileAWriterWrites() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            let writer = try library.makeWriter()
            defer { writer.close() }
            for round in 1...20 {
                let names = (1...9).map { "2001.0\(round + 100)\($0)" }
                _ = try writer.write(names.map { record(.snapshot, [$0], title: "round \(round)") })
                let reader = try Library.open(at: path, mode: .readOnly)
                // Written and not committed: nobody sees it.
                #expect(try reader.statistics().papers == (round - 1) * 9)
                try reader.forEachPaper(in: PaperSelection()) { _, _ in
                    if writer.transaction.isOpen { try writer.commit() }
                }
                try writer.commit()
                #expect(try library.statistics().papers == round * 9)
            }
            #expect(try library.changeCounter() == 20)
        }
    }

    @Test func undoneTransactionLeavesNoTrace() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add([record(.snapshot, ["2001.00001"], title: "Kept")])
            let before = (try library.dump(), try library.changeCounter())
            let writer = try library.makeWriter()
            _ = try writer.write([
                record(.snapshot, ["2001.00002"], title: "Lost"), record(.snapshot, ["2001.00001"], title: "Kept not"),
            ])
            writer.close()
            #expect(try library.dump() == before.0)
            #expect(try library.changeCounter() == before.1)
        }
    }

    @Test func fullDiskKeepsWhatWasCommitted() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            let writer = try library.makeWriter()
            _ = try writer.write(Array(Sample.records.prefix(100)))
            try writer.commit()
            let pages = try writer.connection.integer("PRAGMA page_count")
            _ = try writer.connection.integer("PRAGMA max_page_count = \(pages + 2)")
            #expect(failure { _ = try writer.write(Sample.records) }?.code == .diskFull)
            #expect(try library.statistics().papers == 100)
            _ = try writer.connection.integer("PRAGMA max_page_count = 1000000")
            let outcomes = try writer.write(Sample.records)
            try writer.commit()
            writer.close()
            #expect(outcomes.prefix(100).allSatisfy { $0 == .unchanged })
            #expect(outcomes.dropFirst(100).allSatisfy { $0 == .inserted })
            let dump = try library.dump()
            try withFolder { other in
                let undisturbed = try Library.open(at: other, mode: .create)
                try undisturbed.add(Sample.records)
                #expect(try undisturbed.dump() == dump)
            }
        }
    }

    @Test func readOnlyFolderIsReadAndNotWritten() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(Array(Sample.records.prefix(20)))
            let dump = try library.dump()
            try withFolder { copy in
                // A copy without side files, as on a medium that cannot be changed.
                try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
                let connection = try Connection(path: path + "/library.sqlite", mode: .readWrite)
                _ = try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)")
                let file = copy + "/library.sqlite"
                try FileManager.default.copyItem(atPath: path + "/library.sqlite", toPath: file)
                try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: file)
                try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: copy)
                defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copy) }
                try asOrdinaryUser {
                    let reader = try Library.open(at: copy, mode: .readOnly)
                    #expect(try reader.dump() == dump)
                    let writable = try Library.open(at: copy, mode: .readWrite)
                    #expect(failure { _ = try writable.makeWriter() }?.code == .readOnly)
                    #expect(!FileManager.default.fileExists(atPath: copy + "/library.sqlite-shm"))
                }
            }
        }
    }

    /// The superuser may write anywhere: drops that right for the files that this thread opens.
    private func asOrdinaryUser(_ body: () throws -> Void) throws {
        guard geteuid() == 0 else { return try body() }
        let symbol = try #require(dlsym(nil, "setfsuid"))
        let setUser = unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> Int32).self)
        _ = setUser(65534)
        defer { _ = setUser(0) }
        try body()
    }
}
