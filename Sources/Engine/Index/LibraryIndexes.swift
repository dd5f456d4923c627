import Embedding
import GraphKernel
import MappedFiles
import Ports
import Retrieval
import Synchronization

/// The derived files of a library, open for questions: the one place where readers open them.
///
/// Files are mapped when they are first needed and kept as long as they are live; opening costs no more than touching them.
/// Before each question the library's change counter is compared with the files'. What is behind is brought up to date first,
/// when this process may write and that takes no longer than a reader will wait; otherwise the answer says that it is behind.
public final class LibraryIndexes: Sendable {
    /// Whether files may be written.
    public enum Access: Hashable, Sendable {
        /// What is stale is served, and said to be.
        case readOnly
        /// What is stale is built.
        case readWrite
    }

    /// What is open now.
    struct Opened: Sendable {
        var lexical: LexicalIndex
        var acronyms: AcronymTable?
        var graph: CitationGraph?
        /// How often works of each year are cited; nil without a graph.
        var means: CohortMeans?
        var meaning: MeaningIndex?
        /// Parts that the library has outgrown.
        var behind: [IndexPart] = []
        /// The library's folder.
        var path = ""
    }

    private struct Cache {
        var generation = DerivedLibrary.Generation()
        var lexical: LexicalIndex?
        var acronyms: AcronymTable?
        var graph: CitationGraph?
        var means: CohortMeans?
        var vectors: VectorIndex?
    }

    /// So many papers are embedded while somebody waits for an answer.
    private static let embeddingLimit = 64
    /// A graph of more citations than this is not rebuilt while somebody waits for an answer.
    private static let citationLimit = 3_000_000
    /// How long a first search waits for another process that builds the index.
    private static let patience = Duration.seconds(120)

    /// The files.
    public let library: DerivedLibrary
    private let access: Access
    private let models: EmbeddingModels
    private let report: @Sendable (IndexProgress) -> Void
    private let built: @Sendable ([IndexOutcome]) -> Void
    private let cache = Mutex(Cache())

    /// The derived files of `library`; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - models: where the model is that embeds texts.
    ///   - progress: called while files are built.
    ///   - built: called when they are.
    public init(
        _ library: DerivedLibrary,
        access: Access,
        models: EmbeddingModels,
        progress: @escaping @Sendable (IndexProgress) -> Void = { _ in },
        built: @escaping @Sendable ([IndexOutcome]) -> Void = { _ in }
    ) {
        self.library = library
        self.access = access
        self.models = models
        report = progress
        self.built = built
    }

    /// Opens what a question needs, bringing it up to date when that is possible.
    ///
    /// - Throws: ``IndexError/Code/missing`` when there is no index of words and none can be built.
    func open(_ parts: Set<IndexPart>) throws -> Opened {
        var cached = try cachedFiles()
        let counter = try library.feed.changeCounter()
        var behind: [IndexPart] = []
        let wanted = models.hasModel ? parts : parts.subtracting([.vectors])
        let stale = IndexPart.allCases.filter { wanted.contains($0) && source(of: $0, in: cached) != counter }
        if !stale.isEmpty {
            behind = try refresh(stale, cached)
            cached = try cachedFiles()
        }
        guard let lexical = cached.lexical else {
            throw IndexError(
                .missing,
                "\(library.path): the index has not been built, and cannot be built here; open the library for writing once"
            )
        }
        var opened = Opened(lexical: lexical, acronyms: cached.acronyms, graph: cached.graph, behind: behind)
        opened.path = library.path
        opened.means = cached.means
        if parts.contains(.vectors), let vectors = cached.vectors, let embedder = try models.embedder(of: library) {
            // Vectors of another model say nothing about this one's.
            if VectorIdentity(embedder.identity) == vectors.identity {
                opened.meaning = MeaningIndex(vectors: vectors, embedder: embedder)
            } else if !opened.behind.contains(.vectors) {
                opened.behind.append(.vectors)
            }
        }
        return opened
    }

    private func source(of part: IndexPart, in cached: Cache) -> Int64? {
        switch part {
        case .lexical: cached.acronyms == nil ? nil : cached.lexical?.source
        case .graph: cached.graph?.source
        case .vectors: cached.vectors?.source
        }
    }

    /// Builds what is stale and quickly built.
    ///
    /// - Returns: the parts that stay behind.
    private func refresh(_ stale: [IndexPart], _ cached: Cache) throws -> [IndexPart] {
        guard access == .readWrite else { return stale }
        var request = IndexRequest()
        request.parts = Set(stale)
        if let graph = cached.graph, graph.edgeCount > Self.citationLimit { request.parts.remove(.graph) }
        if try !isQuicklyEmbedded(cached.vectors) { request.parts.remove(.vectors) }
        do {
            // Whoever has an old index does not wait for a new one that somebody else builds.
            let patience = cached.lexical == nil ? Self.patience : .zero
            built(try IndexLibrary(library, models: models, progress: report)(request, patience: patience))
        } catch let error as IndexError where error.code == .locked || error.code == .readOnly {
            return stale
        }
        return stale.filter { !request.parts.contains($0) }
    }

    private func isQuicklyEmbedded(_ vectors: VectorIndex?) throws -> Bool {
        if try models.isQuick(library) { return true }
        guard let vectors else { return false }
        let changed = try library.feed.workCount(changedAfter: vectors.source)
        return changed <= Self.embeddingLimit
    }

    /// The files that are live, those that were open already as they are.
    private func cachedFiles() throws -> Cache {
        let generation = library.generation()
        if let cached = cache.withLock({ $0.generation == generation ? $0 : nil }), cached.lexical != nil {
            return cached
        }
        var fresh = Cache(generation: generation)
        fresh.lexical = try LexicalBuilder.open(library)
        // A damaged table counts as missing, and is made anew.
        fresh.acronyms = try library.live(IndexFile.acronyms).first.flatMap { try? AcronymTable(path: $0) }
        fresh.graph = try GraphBuilder.open(library)
        fresh.means = fresh.graph.map { CohortMeans($0) }
        fresh.vectors = try VectorBuilder.open(library)
        let opened = fresh
        cache.withLock { $0 = opened }
        return opened
    }
}
