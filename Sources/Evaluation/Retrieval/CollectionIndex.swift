public import Embedding
internal import MappedFiles
internal import Retrieval
internal import TextAnalysis

/// The indexes of a test collection in a folder: what the library has, built by the same code.
public final class CollectionIndex {
    private static let batch = 256

    private let lexical: LexicalIndex
    private let vectors: VectorIndex?
    private let embedder: (any TextEmbedder)?

    /// Builds the indexes of `documents` in the folder at `path`, which is there.
    ///
    /// - Parameters:
    ///   - embedder: makes the vectors of titles and texts; nil builds no vectors.
    ///   - progress: is told how many documents have a vector.
    public init(
        of documents: [RetrievalTask.Document],
        in path: String,
        embedder: (any TextEmbedder)?,
        progress: (Int) -> Void = { _ in }
    ) throws {
        self.embedder = embedder
        let segment = "\(path)/lexical-1.bin"
        let writer = try LexicalSegmentWriter(path: segment, source: 0)
        for document in documents {
            try writer.add(LexicalDocument(key: document.id, title: document.title, abstract: document.text))
        }
        try writer.finish()
        lexical = try LexicalIndex(paths: [segment])
        guard let embedder else {
            vectors = nil
            return
        }
        let file = "\(path)/vectors-1.bin"
        try Self.writeVectors(of: documents, to: file, embedder, progress)
        vectors = try VectorIndex(path: file)
    }

    private static func writeVectors(
        of documents: [RetrievalTask.Document],
        to path: String,
        _ embedder: any TextEmbedder,
        _ progress: (Int) -> Void
    ) throws {
        let identity = embedder.identity
        let writer = try VectorIndexWriter(
            path: path,
            identity: VectorIdentity(model: identity.model, version: identity.version, dimension: identity.dimension),
            source: 0
        )
        for start in stride(from: 0, to: documents.count, by: batch) {
            let part = documents[start..<min(documents.count, start + batch)]
            let rows = try embedder.embed(part.map(embeddedText))
            for (row, document) in part.enumerated() {
                let vector = Array(rows[(row * identity.dimension)..<((row + 1) * identity.dimension)])
                try writer.add(document.id, fingerprint: 0, vector: vector)
            }
            progress(start + part.count)
        }
        try writer.finish()
    }

    /// What of a document is embedded: title and text, as BEIR does.
    public static func embeddedText(_ document: RetrievalTask.Document) -> String {
        document.title.isEmpty ? document.text : "\(document.title) \(document.text)"
    }

    /// The best documents for `query`, best first.
    ///
    /// - Parameter graph: what citations say of documents; nil where there are none.
    public func search(
        _ query: String,
        mode: RetrievalMode,
        limit: Int = 100,
        graph: (any CitationEvidence)? = nil
    ) throws -> [String] {
        let words = QueryWords(query)
        let depth = max(limit, RankFusion.depth)
        switch mode {
        case .lexical:
            return lexical.search(words.plan, limit: limit).hits.compactMap { lexical.key(of: $0.document) }
        case .semantic:
            guard let vectors, let vector = try embedder?.embed([query]) else { return [] }
            return vectors.search(vector, limit: limit).compactMap { vectors.key(of: $0.row) }
        case .hybrid:
            var pool = try CandidatePool(lexical, vectors, words, embedder?.embed([query]), depth: depth)
            pool.weights = .standard(forModel: embedder?.identity.model)
            let fused = pool.ranking(graph)
            return fused.prefix(limit).compactMap { lexical.key(of: $0.id) }
        }
    }
}
