import Literature

/// The properties of a work by which it is counted and filtered, kept in columns.
struct WorkFacets: Equatable {
    static let described: Int64 = 1
    static let withdrawn: Int64 = 2

    /// ``described``, ``withdrawn``.
    var flags: Int64
    var year: Int64?
    /// Seconds since 1970 of the first version.
    var date: Int64?

    /// The properties of a work.
    init(_ paper: Paper) {
        flags = (paper.isStub ? 0 : Self.described) | (paper.isWithdrawn ? Self.withdrawn : 0)
        year = paper.year.map { Int64($0) }
        date = paper.submitted?.secondsSince1970
    }

    /// The properties of the work that has `record` only: what ``init(_:)`` gives for it, without the cost of a `Paper`.
    init(lone record: PaperRecord) {
        let isWithdrawn = record.isWithdrawn || record.versions.last?.isWithdrawn ?? false
        flags = (record.isMention ? 0 : Self.described) | (isWithdrawn ? Self.withdrawn : 0)
        let submitted = record.versions.first { $0.number == 1 }?.created ?? record.submitted
        let arxivID = record.identifier.arxivID
        year = (submitted?.year ?? arxivID?.year ?? record.year).map { Int64($0) }
        if arxivID == nil, let stated = record.year { year = Int64(stated) }
        date = submitted?.secondsSince1970
    }

    /// A work that is only cited.
    init(stub identifier: PaperIdentifier) {
        flags = 0
        year = identifier.arxivID.map { Int64($0.year) }
        date = nil
    }
}
