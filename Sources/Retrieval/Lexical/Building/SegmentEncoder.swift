internal import CKernels
internal import MappedFiles
import TextAnalysis

/// Writes a segment from documents and sorted terms.
final class SegmentEncoder {
    private let writer: DerivedFileWriter
    private let path: String
    private var meta = LexicalMeta()
    private var postingWriter = PostingWriter()
    private var maximaMaker: RangeMaximaMaker
    private let chunk = PostingChunk()

    private let placesFile: SpoolFile
    private var placesCount = 0
    private var postingsCount = 0
    private var terms: [UInt8] = []
    private var index: [UInt64] = []
    private var maxima: [UInt8] = []
    private var frequentCount = 0
    private var previousKey: [UInt8] = []
    private var postings = ByteBuffer(capacity: 1 << 20)
    private var places = ByteBuffer(capacity: 1 << 20)
    private var entry = ByteBuffer()

    /// Begins the segment that will be at `path`.
    ///
    /// - Parameter removed: keys removed from older segments.
    init(path: String, source: Int64, documents: DocumentTable, removed: Set<String>) throws(MappedFileError) {
        self.path = path
        writer = try DerivedFileWriter(
            path: path,
            kind: LexicalFormat.kind,
            formatVersion: LexicalFormat.version,
            source: source
        )
        documents.describe(in: &meta)
        meta.analysis = TextAnalyzer.version
        meta.frequentMinimum = LexicalFormat.frequentMinimum(documents: meta.documents)
        maximaMaker = RangeMaximaMaker(documents, meta)
        placesFile = try SpoolFile(path: "\(path).places.tmp")
        try documents.write(to: writer)
        try Self.write(removed, to: writer)
        try writer.beginSection("postings")
    }

    private static func write(_ removed: Set<String>, to writer: DerivedFileWriter) throws(MappedFileError) {
        var bytes = ByteBuffer()
        for key in removed.map({ Array($0.utf8) }).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            bytes.append(variable: UInt32(key.count))
            key.withUnsafeBytes { bytes.append($0) }
        }
        try writer.beginSection("removed")
        try writer.append(bytes.bytes)
    }

    /// Writes the terms of all sources, each of which has its documents behind those of the sources before it, and
    /// completes the file.
    func finish(_ sources: [any TermSource]) throws(MappedFileError) {
        var open = sources.filter { $0.advance() }
        while let first = open.first {
            var least = first.key
            for source in open.dropFirst() where KeyOrder.isLess(source.key, least) { least = source.key }
            let key = Array(least)
            let having = key.withUnsafeBytes { key in open.filter { KeyOrder.isEqual($0.key, key) } }
            try write(key, having)
            var hasEnded = false
            for source in having where !source.advance() {
                hasEnded = true
                ended.insert(ObjectIdentifier(source))
            }
            if hasEnded { open.removeAll { ended.contains(ObjectIdentifier($0)) } }
        }
        try complete()
    }

    private var ended: Set<ObjectIdentifier> = []

    private func write(_ key: [UInt8], _ sources: [any TermSource]) throws(MappedFileError) {
        let group = key[0]
        postingWriter.begin(fieldCount: LexicalFormat.fields(ofGroup: group).count)
        let isCandidate = sources.reduce(0) { $0 + $1.postingLimit } >= meta.frequentMinimum
        if isCandidate { maximaMaker.begin(group: group) }
        for source in sources {
            while source.read(into: chunk) {
                postingWriter.append(chunk)
                if isCandidate { maximaMaker.append(chunk) }
            }
        }
        guard postingWriter.documents > 0 else { return }
        try appendEntry(key)
        if postingWriter.documents >= meta.frequentMinimum {
            maxima.append(contentsOf: maximaMaker.values)
            frequentCount += 1
        }
    }

    private func appendEntry(_ key: [UInt8]) throws(MappedFileError) {
        var shared = 0
        if meta.terms % LexicalFormat.termsPerBlock == 0 {
            index += [terms.count, postingsCount, placesCount, frequentCount].map { UInt64($0).littleEndian }
        } else {
            let limit = min(key.count, previousKey.count)
            while shared < limit, key[shared] == previousKey[shared] { shared += 1 }
        }
        previousKey = key
        meta.terms += 1
        postings.removeAll()
        places.removeAll()
        postingWriter.end(postings: &postings, places: &places)
        try writer.append(postings.bytes)
        try placesFile.append(places.bytes)
        postingsCount += postings.count
        placesCount += places.count
        entry.removeAll()
        entry.append(variable: UInt32(shared))
        entry.append(variable: UInt32(key.count - shared))
        key.withUnsafeBytes { entry.append(UnsafeRawBufferPointer(rebasing: $0[shared...])) }
        entry.append(variable: UInt32(postingWriter.documents))
        if key[0] == LexicalFormat.textGroup {
            entry.append(variable: UInt32(postingWriter.byField.0))
            entry.append(variable: UInt32(postingWriter.byField.1))
        }
        entry.append(variable: UInt32(postings.count))
        entry.append(variable: UInt32(places.count))
        terms.append(contentsOf: entry.bytes)
    }

    private func complete() throws(MappedFileError) {
        try writer.beginSection("places")
        let places = try placesFile.finish()
        try writer.append(places.bytes)
        // The bytes are mapped as long as the file is held.
        withExtendedLifetime(places) {}
        try writer.append([UInt8](repeating: 0, count: 8))
        try writer.addSection("terms", terms)
        try writer.addSection("tindex", index)
        try writer.addSection("maxima", maxima)
        try writer.addSection("meta", meta.words)
        try writer.finish()
    }
}
