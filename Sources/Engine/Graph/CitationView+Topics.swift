import GraphKernel
import Literature
import Retrieval

/// Works that belong together, as nodes of the graph.
extension CitationView {
    /// The nodes of documents of the index that are in the snapshot.
    func nodes(of documents: DocumentBitmap) -> Set<Int32> {
        var nodes: Set<Int32> = []
        documents.forEach { document in
            guard let key = opened.lexical.key(of: document), let node = graph.node(of: key), snapshot.contains(node)
            else { return }
            nodes.insert(node)
        }
        return nodes
    }

    /// The members of the community of a work, ascending.
    ///
    /// - Parameter level: 1 for the communities of the whole graph, 2 for the parts of those, and so on.
    /// - Throws: ``GraphQueryError`` for an unknown work; the stores' errors.
    func community(of identifier: PaperIdentifier, level: Int = 1) throws -> [Int32] {
        let node = try node(of: identifier)
        let partition = CommunityDivision(UndirectedGraph(snapshot), level: level, resolution: 1).partition
        return partition.members()[Int(partition.labels[Int(node)])]
    }

    /// The works that match a query in all its words and conditions, ascending; none for a query without any.
    ///
    /// - Throws: `QueryError` for a part that cannot be understood; the stores' errors.
    func nodes(matching text: String) throws -> [Int32] {
        var request = SearchRequest(text: text)
        request.mode = .lexical
        let query = try SearchPapers.query(request)
        guard query.expression != nil else { return [] }
        let all = opened.lexical.documents(where: LexicalFilter())
        var found = DocumentBitmap(count: opened.lexical.capacity)
        for document in try SearchRun(query, request, opened: opened, papers: papers).matches(among: all) {
            found[document] = true
        }
        return nodes(of: found).sorted()
    }
}
