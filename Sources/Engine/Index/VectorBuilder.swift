import Embedding
import Literature
import MappedFiles
import Ports
import Retrieval

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Embeds what is new or changed of the library's papers, and keeps the rest.
///
/// While many papers are embedded, what is done is kept every now and then in a file beside; a run that was killed goes on from
/// there, because papers are known by fingerprints of their texts.
struct VectorBuilder {
    let library: DerivedLibrary
    let embedder: any TextEmbedder
    let progress: (Int, Int) throws -> Void

    /// Papers embedded together.
    private static let batch = 256
    /// Papers embedded before the first publication of what is done.
    private static let checkpoint = 8_192

    /// The vectors as they are; nil when there are none that can be used.
    static func open(_ library: DerivedLibrary, _ name: String = IndexFile.vectors) throws -> VectorIndex? {
        do {
            guard try !library.live(name).isEmpty else { return nil }
            return try library.folder.withLive(name) { paths in
                try paths.first.map { try VectorIndex(path: $0) }
            }
        } catch is MappedFileError {
            return nil
        }
    }

    private var identity: VectorIdentity {
        let identity = embedder.identity
        return VectorIdentity(model: identity.model, version: identity.version, dimension: identity.dimension)
    }

    /// Brings the vectors to the library's present state; the lock must be held.
    ///
    /// - Returns: how many papers were embedded.
    func refresh(isAnew: Bool) throws -> Int {
        let counter = try library.feed.changeCounter()
        let opened = isAnew ? nil : try Self.open(library)
        let whole = opened?.identity == identity ? opened : nil
        if let whole, whole.source == counter { return 0 }
        let part = isAnew ? nil : try Self.open(library, IndexFile.vectorsPart)
        let previous = part?.identity == identity ? part : whole
        // What was left half done may lack any paper.
        let state = part == nil ? whole.flatMap { $0.source < counter ? $0.source : nil } : nil
        var run = Run(builder: self, previous: previous, counter: counter)
        try run.start()
        if let previous, let state { try run.keepUnchanged(previous, after: state) }
        run.total = try library.feed.workCount(changedAfter: state)
        _ = try library.feed.forEachWork(changedAfter: state) { identifier, paper in
            try run.take(identifier.description, paper)
        }
        try run.finish()
        return run.embedded
    }

    /// A hash of what a paper's vector is made from (FNV-1a, 64 bits).
    static func fingerprint(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// One refresh.
    private struct Run {
        let builder: VectorBuilder
        var previous: VectorIndex?
        let counter: Int64
        var total = 0
        private(set) var embedded = 0
        private var done = 0
        private var writer: VectorIndexWriter?
        private var path = ""
        private var waiting: [(key: String, print: UInt64, text: String)] = []
        /// Everything named so far, to be named again after a checkpoint.
        private var named: [(key: String, print: UInt64)] = []
        private var sinceCheckpoint = 0

        init(builder: VectorBuilder, previous: VectorIndex?, counter: Int64) {
            self.builder = builder
            self.previous = previous
            self.counter = counter
        }

        mutating func start() throws {
            path = try builder.library.folder.newPath(IndexFile.vectors)
            writer = try VectorIndexWriter(
                path: path,
                identity: builder.identity,
                source: counter,
                previous: previous
            )
        }

        /// Keeps the vectors of the papers that did not change after a state.
        mutating func keepUnchanged(_ index: VectorIndex, after state: Int64) throws {
            var changed: Set<String> = []
            _ = try builder.library.feed.forEachWork(changedAfter: state) { identifier, _ in
                changed.insert(identifier.description)
            }
            for row in 0..<index.rowCount where index.isLive(row) {
                guard let key = index.key(of: row), let print = index.fingerprint(of: row), !changed.contains(key)
                else { continue }
                keep(key, print)
            }
        }

        @discardableResult
        private mutating func keep(_ key: String, _ print: UInt64) -> Bool {
            guard writer?.keep(key, fingerprint: print) ?? false else { return false }
            named.append((key, print))
            return true
        }

        mutating func take(_ key: String, _ paper: Paper?) throws {
            done += 1
            guard let paper else { return }
            let text = paper.embeddedText
            let print = VectorBuilder.fingerprint(text)
            if keep(key, print) { return }
            waiting.append((key, print, text))
            if waiting.count == VectorBuilder.batch { try embed() }
        }

        private mutating func embed() throws {
            try builder.progress(done, total)
            guard !waiting.isEmpty else { return }
            let dimension = builder.identity.dimension
            let vectors = try builder.embedder.embed(waiting.map(\.text))
            for (place, item) in waiting.enumerated() {
                let vector = Array(vectors[place * dimension..<(place + 1) * dimension])
                try writer?.add(item.key, fingerprint: item.print, vector: vector)
                named.append((item.key, item.print))
            }
            embedded += waiting.count
            sinceCheckpoint += waiting.count
            waiting.removeAll(keepingCapacity: true)
            if sinceCheckpoint >= max(VectorBuilder.checkpoint, named.count / 4) { try publishPart() }
        }

        /// Keeps what is done in a file beside, and goes on from it.
        private mutating func publishPart() throws {
            sinceCheckpoint = 0
            try writer?.finish()
            let part = try builder.library.folder.newPath(IndexFile.vectorsPart)
            guard rename(path, part) == 0 else {
                throw IndexError(.readOnly, "\(part): \(String(cString: strerror(errno)))")
            }
            try builder.library.folder.publish(IndexFile.vectorsPart, [part])
            previous = try VectorIndex(path: part)
            let before = named
            named.removeAll(keepingCapacity: true)
            try start()
            for item in before { keep(item.key, item.print) }
        }

        mutating func finish() throws {
            try embed()
            try writer?.finish()
            try builder.library.folder.publish(IndexFile.vectors, [path])
            try builder.library.folder.publish(IndexFile.vectorsPart, [])
        }
    }
}
