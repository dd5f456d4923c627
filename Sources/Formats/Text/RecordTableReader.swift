import Literature

/// Reads tab-separated tables of arXiv records: a header line with column names, fields in the quoted dialect of CSV (RFC
/// 4180 with tabs), so that quoted fields may hold line feeds, tabs and doubled quotes.
///
/// Columns are found by name; `arxiv_id` must be there. A row that is broken is refused, and reading resumes at the next line
/// that is a whole row.
public struct RecordTableReader: RecordReader {
    /// The longest row, in bytes: a field whose quote never closes ends here.
    static let rowLimit = 1 << 20

    private let input: ByteInput
    private var columns: TableColumns?
    private var line = 1
    private var isResuming = false
    private var isEnded = false
    private var fields: [Range<Int>] = []

    /// A reader of a table.
    public init(_ input: ByteInput) {
        self.input = input
    }

    /// The next paper or issue.
    public mutating func next() -> ReadItem? {
        while !isEnded {
            if let item = step() { return item }
        }
        return nil
    }

    private mutating func step() -> ReadItem? {
        _ = input.require(Self.rowLimit + 1)
        let window = input.window
        if window.isEmpty {
            isEnded = true
            return input.failure.map { .issue($0) }
        }
        guard let columns else { return takeHeader(window) }
        if isResuming, !columns.isPlausibleStart(window) {
            skipLine(window)
            return nil
        }
        var scan = TableRowScan(window, limit: Self.rowLimit)
        guard scan.run(&fields) else {
            return refuse(window, "it does not end within \(Self.rowLimit >> 20) MB, or a quoted field is never closed")
        }
        if fields.count == 1, scan.isBlank(fields[0]) {
            advance(window, scan.end)
            return nil
        }
        guard fields.count == columns.count else {
            return refuse(window, "\(fields.count) fields instead of \(columns.count)")
        }
        let item = columns.item(window, fields, line: line, byte: input.offset)
        if isResuming, case .issue = item {
            skipLine(window)
            return nil
        }
        isResuming = false
        advance(window, scan.end)
        return item
    }

    private mutating func takeHeader(_ window: UnsafeRawBufferPointer) -> ReadItem? {
        var scan = TableRowScan(window, limit: Self.rowLimit)
        let isWhole = scan.run(&fields)
        let found = isWhole ? TableColumns(window, fields) : nil
        guard let found else {
            isEnded = true
            let message = "not a table of arXiv records: the first line names no column 'arxiv_id' (or 'id')"
            return .issue(ReadIssue(line: line, byte: input.offset, message: message, extent: .restOfInput))
        }
        columns = found
        advance(window, scan.end)
        return nil
    }

    /// Refuses the row that starts here; while looking for the next whole row, further ones are skipped without a word.
    private mutating func refuse(_ window: UnsafeRawBufferPointer, _ message: String) -> ReadItem? {
        let issue = ReadIssue(line: line, byte: input.offset, message: "broken row: \(message)")
        let wasResuming = isResuming
        isResuming = true
        skipLine(window)
        return wasResuming ? nil : .issue(issue)
    }

    private mutating func skipLine(_ window: UnsafeRawBufferPointer) {
        advance(window, window.firstIndex(of: 0x0A).map { $0 + 1 } ?? window.count)
    }

    private mutating func advance(_ window: UnsafeRawBufferPointer, _ count: Int) {
        line += ByteSearch.count(0x0A, in: UnsafeRawBufferPointer(rebasing: window[..<count]))
        input.consume(count)
    }
}
