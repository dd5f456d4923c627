public import Formats
public import Foundation
import Literature
import Ports

extension Shelves {
    /// What became of the records of a backup.
    public struct RestoreReport: Hashable, Sendable {
        /// A line that was left out.
        public struct Failure: Hashable, Sendable {
            /// Its number, from 1.
            public var line: Int
            /// Why.
            public var message: String
        }

        /// Records of which nothing was there.
        public var inserted = 0
        /// Records that added to what was there.
        public var updated = 0
        /// Records that said nothing new.
        public var unchanged = 0
        /// Lines that were left out.
        public var failures: [Failure] = []
    }

    /// Writes everything on the shelves, or one collection, as JSON Lines that ``restore(_:)`` reads. The same shelves give the same
    /// bytes.
    ///
    /// - Returns: how many records were written.
    /// - Throws: ``ShelfError``: `unknown`, `invalid`; the store's errors; `OutputError`.
    public func export(collection: String? = nil, to output: OutputBuffer) throws -> Int {
        let name = try collection.map { text throws(ShelfError) in try ShelfName(text) }
        var count = 0
        output.append(ShelfArchive.header + "\n")
        try store.forEachShelfRecord { record in
            if let name {
                guard case .collection(let found, _) = record, found.name == name else { return }
            }
            output.append(contentsOf: try ShelfArchive.line(record))
            output.append(UInt8(ascii: "\n"))
            try output.flushIfFull()
            count += 1
        }
        if let name, count == 0 { throw ShelfError(.unknown, "there is no collection '\(name)'") }
        try output.flush()
        return count
    }

    /// Joins a backup into the shelves, in one transaction: nothing that is there is lost, and doing it again changes nothing. Papers
    /// that the library does not have keep their places.
    ///
    /// Total: a line that cannot be understood is left out and reported; the others are restored.
    ///
    /// - Throws: ``ShelfError``: `busy`; the store's errors.
    public func restore(_ archive: Data) async throws -> RestoreReport {
        var records: [(line: Int, record: ShelfRecord)] = []
        var unread: [RestoreReport.Failure] = []
        let lines = archive.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in zip(1..., lines) where !line.allSatisfy({ $0 <= 0x20 }) {
            do throws(ShelfError) {
                if let record = try ShelfArchive.record(Data(line)) { records.append((number, record)) }
            } catch {
                unread.append(RestoreReport.Failure(line: number, message: error.message))
            }
        }
        guard !records.isEmpty else { return RestoreReport(failures: unread) }
        var report = try await edit { try Self.restore(records, $0) }
        report.failures = (report.failures + unread).sorted { $0.line < $1.line }
        return report
    }

    private static func restore(
        _ records: [(line: Int, record: ShelfRecord)],
        _ editor: any ShelfEditor
    ) throws -> RestoreReport {
        var report = RestoreReport()
        for (line, record) in records {
            do {
                switch try editor.restore(record) {
                case .inserted: report.inserted += 1
                case .updated: report.updated += 1
                case .unchanged: report.unchanged += 1
                }
            } catch let error as ShelfError {
                report.failures.append(RestoreReport.Failure(line: line, message: error.message))
            }
        }
        return report
    }
}
