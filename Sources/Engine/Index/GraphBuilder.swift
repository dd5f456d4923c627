import GraphKernel
import MappedFiles
import Ports

/// Builds the citation graph from the library.
struct GraphBuilder {
    let library: DerivedLibrary

    /// The graph as it is; nil when there is none that can be used.
    static func open(_ library: DerivedLibrary) throws -> CitationGraph? {
        do {
            guard try !library.live(IndexFile.graph).isEmpty else { return nil }
            return try library.folder.withLive(IndexFile.graph) { paths in
                try paths.first.map { try CitationGraph(path: $0) }
            }
        } catch is MappedFileError {
            return nil
        }
    }

    /// Builds the graph anew unless it stands for the library's present state; the lock must be held.
    ///
    /// - Returns: how many citations it has when it was built.
    func refresh(isAnew: Bool) throws -> Int? {
        if !isAnew, let graph = try Self.open(library), graph.source == (try library.feed.changeCounter()) {
            return nil
        }
        let table = try library.feed.citationTable()
        let path = try library.folder.newPath(IndexFile.graph)
        var input = CitationGraphInput(
            keys: table.keys,
            dates: table.dates.map { $0 ?? CitationGraphInput.unknownDate },
            edges: zip(table.citing, table.cited).map { CitationEdge($0, $1) }
        )
        // Works that are only known as cited have no date; questions about the past should see them all the same.
        input.inferDates()
        try CitationGraphWriter(path: path, source: table.counter).write(input)
        try library.folder.publish(IndexFile.graph, [path])
        return table.citing.count
    }
}
