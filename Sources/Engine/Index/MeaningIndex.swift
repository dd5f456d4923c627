import Embedding
import Retrieval

/// Vectors of meaning together with the model that made them.
struct MeaningIndex: Sendable {
    let vectors: VectorIndex
    let embedder: any TextEmbedder

    /// Filters that take fewer documents than this are applied inside the search.
    private static let narrow = 4_096

    /// The vector of a text; nil for one in which there is nothing that the model knows.
    func vector(of text: String) throws -> [Float]? {
        let vector = try embedder.embed([text])
        return vector.contains { $0 != 0 } ? vector : nil
    }

    /// The vector of a paper; nil when it has none.
    func vector(ofKey key: String) -> [Float]? {
        vectors.row(of: key).flatMap { vectors.vector($0) }
    }

    /// The documents of `index` nearest to a vector, best first, with their cosines.
    ///
    /// - Parameters:
    ///   - allowed: the documents that are taken; nil takes all live ones.
    func nearest(
        to vector: [Float],
        in index: LexicalIndex,
        allowed: DocumentBitmap?,
        limit: Int
    ) -> [(document: Int, score: Float)] {
        guard let allowed else { return documents(vectors.search(vector, limit: limit), in: index, limit: limit) }
        let population = allowed.population
        if population <= Self.narrow {
            var rows = DocumentBitmap(count: vectors.rowCount)
            allowed.forEach { document in
                if let row = index.key(of: document).flatMap({ vectors.row(of: $0) }) { rows[row] = true }
            }
            return documents(vectors.search(vector, limit: limit, filter: rows), in: index, limit: limit)
        }
        // A wide filter: look at more of the nearest until enough of them pass.
        var depth = limit * max(2, index.documentCount / max(1, population) + 1)
        while true {
            let hits = vectors.search(vector, limit: depth)
            let found = documents(hits, in: index, limit: limit) { allowed[$0] }
            if found.count >= limit || hits.count < depth { return found }
            depth *= 2
        }
    }

    private func documents(
        _ hits: [VectorHit],
        in index: LexicalIndex,
        limit: Int,
        where isTaken: (Int) -> Bool = { _ in true }
    ) -> [(document: Int, score: Float)] {
        var found: [(document: Int, score: Float)] = []
        for hit in hits where found.count < limit {
            guard let key = vectors.key(of: hit.row), let document = index.document(forKey: key), isTaken(document)
            else { continue }
            found.append((document, hit.score))
        }
        return found
    }

    /// The cosine of a paper with a vector; nil when the paper has none.
    func score(ofKey key: String, with vector: [Float]) -> Float? {
        vectors.row(of: key).flatMap { vectors.score(vector, row: $0) }
    }
}
