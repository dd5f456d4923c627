public import MappedFiles
import TextAnalysis

/// Writes one segment of a lexical index.
///
/// Documents are analysed as they come; when the memory for their words is full, the words are sorted and written to a
/// file beside the segment, and ``finish()`` merges these files. The bytes of the segment do not depend on the memory or
/// the threads given. Of several documents with one key the last counts.
public final class LexicalSegmentWriter {
    /// How a writer goes about its work.
    public struct Options: Hashable, Sendable {
        /// About how many bytes of memory to use.
        public var memory = 384 << 20
        /// Whether to sort and write on a second thread while documents are analysed.
        public var usesSecondThread = false

        /// The default options.
        public init() {}
    }

    /// Bytes of memory for each term of a run: the term and its occurrence, in two runs when one is written meanwhile.
    private static let bytesPerToken = 20
    private static let leastTokens = 1 << 14

    private let path: String
    private let source: Int64
    private let tokenCapacity: Int
    private let spiller: RunSpiller
    private var documents = DocumentTable()
    private var removed: Set<String> = []
    private var run: TermRun
    private var analyzer = TextAnalyzer()
    private var analyzed: [UInt8] = []

    /// Starts the segment that will be at `path`.
    ///
    /// - Parameters:
    ///   - source: the change counter of the truth that it is built from.
    public init(path: String, source: Int64, options: Options = Options()) throws(MappedFileError) {
        self.path = path
        self.source = source
        tokenCapacity = max(Self.leastTokens, options.memory / Self.bytesPerToken)
        spiller = RunSpiller(path: path, usesThread: options.usesSecondThread)
        run = TermRun(firstDocument: 0, capacity: tokenCapacity)
    }

    /// Adds a document.
    public func add(_ document: LexicalDocument) throws(MappedFileError) {
        guard documents.count < LexicalFormat.documentLimit - 1 else {
            throw MappedFileError(.system, path: path, reason: "a segment cannot hold more documents")
        }
        try makeRoom(for: document)
        appendRecord(of: document)
        let title = append(document.title, field: .title)
        if !document.abstract.isEmpty {
            run.append(mark: TermRun.gap)
            documents.setLength(append(document.abstract, field: .abstract), field: 1)
        }
        documents.setLength(title, field: 0)
        run.append(mark: TermRun.nextGroup)
        var names = 0
        for name in document.authors {
            if names > 0 { run.append(mark: TermRun.gap) }
            names += append(name, field: .authors)
        }
        documents.setLength(names, field: Int(LexicalField.authors.rawValue))
        for (field, text) in document.furtherFields.sorted(by: { $0.key < $1.key }) where field > .authors {
            run.append(mark: TermRun.nextGroup)
            documents.setLength(append(text, field: field), field: Int(field.rawValue))
        }
        run.append(mark: TermRun.nextDocument)
    }

    /// Removes the document of that key, if there is one, from the segments before this one. A changed document must be
    /// removed and added.
    public func remove(key: String) {
        removed.insert(key)
    }

    /// Completes the segment; it appears at its path only when it is whole.
    public func finish() throws(MappedFileError) {
        try spiller.spill(run)
        let files = try spiller.finish()
        run = TermRun(firstDocument: 0, capacity: 0)
        let encoder = try SegmentEncoder(path: path, source: source, documents: documents, removed: removed)
        try encoder.finish(files.map { RunReader($0) })
    }

    // MARK: One document

    private func appendRecord(of document: LexicalDocument) {
        var key = document.key
        let categories = document.categories.joined(separator: " ")
        key.withUTF8 { bytes in
            documents.append(
                key: UnsafeRawBufferPointer(bytes),
                year: UInt16(clamping: document.year ?? 0),
                flags: document.flags.rawValue,
                categories: categories
            )
        }
    }

    /// Writes the run when the document might not fit into it: a text has no more terms than bytes.
    private func makeRoom(for document: LexicalDocument) throws(MappedFileError) {
        var need = document.title.utf8.count + document.abstract.utf8.count + 4
        for name in document.authors { need += name.utf8.count + 1 }
        for text in document.furtherFields.values { need += text.utf8.count + 1 }
        guard !run.hasRoom(for: need) else { return }
        try spiller.spill(run)
        run = TermRun(firstDocument: documents.count, capacity: max(tokenCapacity, need))
    }

    /// - Returns: how many terms the text has.
    private func append(_ text: String, field: LexicalField) -> Int {
        var text = text
        analyzed.removeAll(keepingCapacity: true)
        text.withUTF8 { analyzer.analyze($0, stemming: field.isStemmed, into: &analyzed) }
        let count = analyzed.count
        analyzed.append(contentsOf: repeatElement(0, count: 8))
        let group = field == .abstract ? LexicalFormat.textGroup : field.rawValue
        return analyzed.withUnsafeBufferPointer { buffer in
            run.append(terms: UnsafeBufferPointer(rebasing: buffer[..<count]), group: group)
        }
    }
}
