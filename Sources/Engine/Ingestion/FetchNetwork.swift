import Literature
public import Ports

/// Expands the citation network around papers, level by level: the papers named, their neighbours, the neighbours' neighbours.
///
/// A level is known from the library once the one before is in it, so an expansion that was interrupted finds its way again.
public struct FetchNetwork: Sendable {
    /// Papers that are fetched together.
    public struct Level: Hashable, Sendable {
        /// How many steps from the papers named.
        public var number: Int
        /// The papers, in a fixed order.
        public var identifiers: [String]
        /// What is fetched about them.
        public var options: FetchOptions

        /// The name of a paper in the journal: with its lists it is another piece of work than without.
        public func key(_ identifier: String) -> String {
            options.withCitations || options.withReferences ? identifier + " +links" : identifier
        }
    }

    private let papers: @Sendable () throws -> any PaperStore
    private let options: FetchOptions

    /// An expansion.
    ///
    /// - Parameter papers: opens the library as it is at that moment.
    public init(options: FetchOptions, papers: @escaping @Sendable () throws -> any PaperStore) {
        var options = options
        if options.depth > 0, !options.withCitations, !options.withReferences {
            options.withCitations = true
            options.withReferences = true
        }
        // Papers that were named are all fetched; the limit is for those that are found on the way.
        if options.depth == 0 { options.maximum = .max }
        self.options = options
        self.papers = papers
    }

    /// Goes through the levels.
    ///
    /// - Parameter fetch: fetches a level; false ends the expansion.
    /// - Returns: how many papers were not fetched because of ``FetchOptions/maximum``.
    public func expand(from seeds: [String], _ fetch: (Level) async throws -> Bool) async throws -> Int {
        var seen: Set<String> = []
        var current = seeds.filter { seen.insert($0).inserted }
        var leftOut = max(0, current.count - options.maximum)
        current = Array(current.prefix(options.maximum))
        seen = Set(current)
        for number in 0...max(0, options.depth) where !current.isEmpty {
            var level = Level(number: number, identifiers: current, options: options)
            if number > 0, number >= options.depth {
                level.options.withCitations = false
                level.options.withReferences = false
            }
            guard try await fetch(level), number < options.depth else { break }
            let next = try neighbours(of: current).filter { seen.insert($0).inserted }
            let room = options.maximum - (seen.count - next.count)
            leftOut += max(0, next.count - room)
            current = Array(next.prefix(max(0, room)))
            for identifier in next.dropFirst(max(0, room)) { seen.remove(identifier) }
        }
        return leftOut
    }

    /// The works next to papers, the papers in their order, each one's neighbours by identifier.
    private func neighbours(of identifiers: [String]) throws -> [String] {
        let store = try papers()
        var result: [String] = []
        for identifier in identifiers.compactMap({ PaperIdentifier($0) }) {
            if options.withReferences { result += try neighbours(of: identifier, .references, in: store) }
            if options.withCitations { result += try neighbours(of: identifier, .citations, in: store) }
        }
        return result
    }

    private func neighbours(
        of identifier: PaperIdentifier,
        _ direction: CitationDirection,
        in store: any PaperStore
    ) throws -> [String] {
        let page = try store.neighbours(of: identifier, direction, offset: 0, limit: options.maximum)
        return page?.works.map(\.paper.identifier.description) ?? []
    }
}
