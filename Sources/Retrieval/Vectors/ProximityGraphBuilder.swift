internal import CKernels

/// Builds a proximity graph row by row; the same rows in the same order give the same graph.
///
/// Neighbours are chosen so that they lie in different directions (the paper's heuristic, algorithm 4): a candidate that is nearer to a
/// chosen neighbour than to the row itself is left out, because the way leads through that neighbour.
struct ProximityGraphBuilder {
    /// Links of a node on the upper levels (a power of two); twice as many on the lowest.
    let m: Int
    private let breadth: Int
    private let stride: Int
    private(set) var links: [UInt32]
    private(set) var upper: [UInt32]
    private(set) var upperLinks: [UInt32] = []
    private(set) var entry = 0
    private(set) var topLevel = -1
    private var walk: GraphWalk
    private var chooser: NeighbourChooser

    /// A builder of a graph over `rowCount` rows.
    ///
    /// - Parameter breadth: candidates in view while a row's neighbours are looked for (efConstruction in the paper).
    init(rowCount: Int, stride: Int, m: Int = 16, breadth: Int = 200) {
        precondition(m > 1 && m & (m - 1) == 0 && m <= ProximityGraph.linkLimit)
        self.m = m
        self.breadth = breadth
        self.stride = stride
        links = [UInt32](repeating: VectorLayout.noRow, count: rowCount * 2 * m)
        upper = [UInt32](repeating: VectorLayout.noRow, count: rowCount)
        walk = GraphWalk(rowCount: rowCount, breadth: min(breadth, max(1, rowCount)))
        chooser = NeighbourChooser(stride: stride)
    }

    /// Takes over a graph of the first rows; refuses one that is damaged or has another number of links.
    mutating func adopt(_ graph: ProximityGraph) -> Bool {
        guard graph.m == m, graph.rowCount <= upper.count, isSound(graph) else { return false }
        links.replaceSubrange(0..<graph.links.count, with: graph.links)
        upper.replaceSubrange(0..<graph.upper.count, with: graph.upper)
        upperLinks = Array(graph.upperLinks)
        (entry, topLevel) = (graph.entry, graph.topLevel)
        return true
    }

    private func isSound(_ graph: ProximityGraph) -> Bool {
        func isRow(_ link: UInt32) -> Bool { link == VectorLayout.noRow || Int(link) < graph.rowCount }
        guard graph.entry < graph.rowCount, Self.level(of: graph.entry, m: m) == graph.topLevel,
            graph.links.allSatisfy(isRow), graph.upperLinks.allSatisfy(isRow)
        else { return false }
        var end = 0
        for row in 0..<graph.rowCount {
            let level = Self.level(of: row, m: m)
            guard graph.upper[row] == (level == 0 ? VectorLayout.noRow : UInt32(end)) else { return false }
            end += level
        }
        return graph.upperLinks.count == end * m
    }

    /// Inserts `row`; rows are inserted in ascending order.
    mutating func insert(_ row: Int, _ rows: inout ck_code_rows) {
        let level = Self.level(of: row, m: m)
        if level > 0 {
            upper[row] = UInt32(upperLinks.count / m)
            upperLinks.append(contentsOf: repeatElement(VectorLayout.noRow, count: level * m))
        }
        if topLevel >= 0 { connect(row, level, &rows) }
        if level > topLevel { (entry, topLevel) = (row, level) }
    }

    private mutating func connect(_ row: Int, _ level: Int, _ rows: inout ck_code_rows) {
        var query = ck_code_query(values: nil, stride: stride, bias: 0, scale: 0)
        var values = [Int8](repeating: 0, count: stride)
        values.withUnsafeMutableBufferPointer { values in
            guard let start = values.baseAddress else { return }
            ck_query_of_row(&rows, row, start, &query)
            var hit = withGraph { graph, walk in
                let first = walk.start(graph, &rows, &query)
                guard graph.topLevel > level else { return first }
                return walk.descend(
                    graph,
                    &rows,
                    &query,
                    from: first,
                    through: ((level + 1)...graph.topLevel).reversed()
                )
            }
            for level in (0...min(level, topLevel)).reversed() {
                withGraph { graph, walk in
                    walk.explore(graph, &rows, &query, from: hit, level: level) { _, _ in }
                }
                hit = walk.front[0]
                link(row, level, &rows)
            }
        }
    }

    /// Chooses neighbours of `row` from the walk's front and links both ways.
    private mutating func link(_ row: Int, _ level: Int, _ rows: inout ck_code_rows) {
        chooser.removeCandidates()
        for place in 0..<walk.front.count { chooser.addCandidate(walk.front[place]) }
        let chosen = chooser.choose(m, &rows)
        write(chosen, of: row, level)
        for neighbour in chosen {
            linkBack(neighbour.row, to: VectorHit(row: row, score: neighbour.score), level, &rows)
        }
    }

    /// Adds a link to `hit` to the neighbours of `row`; chooses anew among them when there is no place left.
    private mutating func linkBack(_ row: Int, to hit: VectorHit, _ level: Int, _ rows: inout ck_code_rows) {
        let places = self.places(of: row, level)
        let old = level == 0 ? links[places] : upperLinks[places]
        if let free = old.firstIndex(of: VectorLayout.noRow) {
            if level == 0 { links[free] = UInt32(hit.row) } else { upperLinks[free] = UInt32(hit.row) }
            return
        }
        chooser.takeCandidates(around: row, Array(old), and: hit, &rows)
        write(chooser.choose(places.count, &rows), of: row, level)
    }

    private mutating func write(_ hits: [VectorHit], of row: Int, _ level: Int) {
        var place = places(of: row, level).lowerBound
        let end = places(of: row, level).upperBound
        for hit in hits {
            if level == 0 { links[place] = UInt32(hit.row) } else { upperLinks[place] = UInt32(hit.row) }
            place += 1
        }
        while place < end {
            if level == 0 { links[place] = VectorLayout.noRow } else { upperLinks[place] = VectorLayout.noRow }
            place += 1
        }
    }

    private func places(of row: Int, _ level: Int) -> Range<Int> {
        guard level > 0 else { return (row * 2 * m)..<((row + 1) * 2 * m) }
        let start = (Int(upper[row]) + level - 1) * m
        return start..<(start + m)
    }

    private mutating func withGraph<Value>(_ body: (ProximityGraph, inout GraphWalk) -> Value) -> Value {
        let (m, entry, topLevel) = (m, entry, topLevel)
        return links.withUnsafeBufferPointer { links in
            upper.withUnsafeBufferPointer { upper in
                upperLinks.withUnsafeBufferPointer { upperLinks in
                    body(
                        ProximityGraph(
                            m: m,
                            entry: entry,
                            topLevel: topLevel,
                            links: links,
                            upper: upper,
                            upperLinks: upperLinks
                        ),
                        &walk
                    )
                }
            }
        }
    }

    /// The highest level of a row: at least l for one row in m^l, by a hash of its number (SplitMix64).
    static func level(of row: Int, m: Int) -> Int {
        var word = UInt64(truncatingIfNeeded: row) &+ 0x9E37_79B9_7F4A_7C15
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        word ^= word >> 31
        return min(word.trailingZeroBitCount / m.trailingZeroBitCount, ProximityGraph.levelLimit)
    }
}
