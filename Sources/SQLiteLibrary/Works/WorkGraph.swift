import Literature

/// Decides which identifiers name one work.
///
/// Identifiers are nodes. When a record of paper P says that P also is I, that claim is an edge between P and I, unless
/// - I is claimed by two papers of the same kind (one DOI by two arXiv articles): then it proves nothing for any of them;
/// - a user has separated the two;
/// - both are arXiv identifiers: two articles are never one work.
///
/// Works are the connected components; one with several arXiv identifiers is cut: every other identifier goes to the
/// nearest arXiv identifier, among equally near ones to the smallest. All this is a function of the set of claims alone, so
/// the order of imports does not matter.
struct WorkGraph {
    let reader: WorkReader

    /// The component (or components) around some identifiers.
    struct Component {
        /// The edges of every identifier reached.
        var edges: [PaperIdentifier: Set<PaperIdentifier>] = [:]
        /// The rows of those that have one.
        var rows: [PaperIdentifier: WorkReader.Row] = [:]
    }

    /// The row of the work that an identifier without a row of its own names, if its claims prove one.
    func work(alias: PaperIdentifier) throws -> Int64? {
        let works = Set(try validClaimants(of: alias).map(\.work))
        if works.count < 2, alias.arxivID == nil { return works.first }
        let component = try component(around: [alias])
        return try filing(component).first { $0.names.contains(alias) }?.row
    }

    // MARK: Walking

    /// Everything connected with `starts`.
    func component(around starts: [PaperIdentifier]) throws -> Component {
        var component = Component()
        var waiting = starts
        while let node = waiting.popLast() {
            guard component.edges[node] == nil else { continue }
            let row = try reader.row(node.description)
            component.rows[node] = row
            var edges = Set(try validClaimants(of: node).map(\.identifier))
            if let row {
                for alias in try claims(of: row.id) where try isValid(claim: alias, by: node) { edges.insert(alias) }
            }
            component.edges[node] = edges
            waiting += edges
        }
        // A claim that is being written is known from the side of the identifier first.
        for (node, edges) in component.edges {
            for other in edges { component.edges[other]?.insert(node) }
        }
        return component
    }

    private func isValid(claim alias: PaperIdentifier, by claimant: PaperIdentifier) throws -> Bool {
        try validClaimants(of: alias).contains { $0.identifier == claimant }
    }

    /// What the records of a row say that it also is.
    private func claims(of paper: Int64) throws -> [PaperIdentifier] {
        try RecordRow.aliases(of: paper, reader.connection)
    }

    /// Whether an identifier is claimed so that it proves nothing, and goes on to do so whoever claims it besides.
    func isContested(_ identifier: PaperIdentifier) throws -> Bool {
        let kinds = try claimants(of: identifier).map(\.identifier.strength)
        return Set(kinds).count < kinds.count
    }

    private struct Claimant {
        var identifier: PaperIdentifier
        var work: Int64
    }

    /// The papers whose claim to be `identifier` holds; none when it is contested.
    private func validClaimants(of identifier: PaperIdentifier) throws -> [Claimant] {
        let found = try claimants(of: identifier)
        let kinds = Set(found.map(\.identifier.strength))
        guard kinds.count == found.count else { return [] }
        return found.filter { $0.identifier.arxivID == nil || identifier.arxivID == nil }
    }

    /// The papers that claim to be `identifier` and are not separated from it: all of them, or so many that two must be of
    /// the same kind.
    private func claimants(of identifier: PaperIdentifier) throws -> [Claimant] {
        let statement = try reader.connection.cached(
            """
            SELECT DISTINCT p.key, p.work FROM identity i JOIN paper p ON p.id = i.paper
            WHERE i.identifier = ?1 AND p.key <> ?1 AND NOT EXISTS (
                SELECT 1 FROM distinct_claim d WHERE d.identifier = ?1 AND d.other = p.key)
            LIMIT \(PaperIdentifier.kinds + 1)
            """
        )
        statement.bind(1, identifier.description)
        defer { statement.reset() }
        var found: [Claimant] = []
        while try statement.step() {
            guard let claimant = PaperIdentifier(statement.text(0)) else { continue }
            found.append(Claimant(identifier: claimant, work: statement.integer(1)))
        }
        return found
    }

    // MARK: Filing

    /// A work: its names, and the row under which it is filed (nil when no name has a row).
    struct Work {
        var names: [PaperIdentifier]
        var rows: [Int64]
        var row: Int64?
    }

    /// The works into which components fall.
    func filing(_ component: Component) throws -> [Work] {
        var groups: [PaperIdentifier: [PaperIdentifier]] = [:]
        for (node, label) in Self.labels(component.edges) { groups[label, default: []].append(node) }
        return groups.values.map { names in
            let sorted = names.sorted()
            let rows = sorted.compactMap { component.rows[$0]?.id }
            return Work(names: sorted, rows: rows, row: rows.first)
        }
    }

    /// For every node the nearest arXiv identifier (among equally near ones the smallest); in a component without one, the
    /// smallest identifier.
    static func labels(_ edges: [PaperIdentifier: Set<PaperIdentifier>]) -> [PaperIdentifier: PaperIdentifier] {
        var labels: [PaperIdentifier: PaperIdentifier] = [:]
        spread(edges.keys.filter { $0.arxivID != nil }, edges, &labels)
        for node in edges.keys.sorted() where labels[node] == nil { spread([node], edges, &labels) }
        return labels
    }

    /// Spreads labels from `sources` in waves; in each wave a node takes the smallest label of its labelled neighbours.
    private static func spread(
        _ sources: [PaperIdentifier],
        _ edges: [PaperIdentifier: Set<PaperIdentifier>],
        _ labels: inout [PaperIdentifier: PaperIdentifier]
    ) {
        for source in sources { labels[source] = source }
        var wave = sources
        while !wave.isEmpty {
            var next: [PaperIdentifier: PaperIdentifier] = [:]
            for node in wave {
                guard let label = labels[node] else { continue }
                for neighbour in edges[node] ?? [] where labels[neighbour] == nil {
                    next[neighbour] = min(next[neighbour] ?? label, label)
                }
            }
            labels.merge(next) { old, _ in old }
            wave = Array(next.keys)
        }
    }
}

extension PaperIdentifier {
    /// How many kinds of identifiers there are: values of ``strength`` are less.
    fileprivate static let kinds = 5
}
