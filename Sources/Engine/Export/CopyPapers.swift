import Literature
public import Ports

/// Copies a part of a library into another one: the records as their sources gave them, and the citations among them.
public struct CopyPapers {
    /// Records that are written together.
    private static let batchSize = 512
    /// Records between two commits.
    private static let recordsPerCommit = 20_000

    private let papers: any PaperStore

    /// A copy out of this store.
    public init(papers: any PaperStore) {
        self.papers = papers
    }

    /// Copies the works selected; what the other library has already stays.
    ///
    /// - Returns: how many records and citations were copied.
    /// - Throws: the errors of either library.
    public func callAsFunction(_ selection: PaperSelection, into writer: any PaperWriter) throws -> Int {
        var batch: [SourceRecord] = []
        var count = 0
        func flush() throws {
            _ = try writer.write(batch)
            count += batch.count
            batch.removeAll(keepingCapacity: true)
        }
        var uncommitted = 0
        try papers.forEachRecord(in: selection) { record in
            batch.append(record)
            if batch.count == Self.batchSize {
                try flush()
                uncommitted += Self.batchSize
                if uncommitted >= Self.recordsPerCommit {
                    try writer.commit()
                    uncommitted = 0
                }
            }
        }
        try flush()
        try writer.commit()
        return count
    }
}
