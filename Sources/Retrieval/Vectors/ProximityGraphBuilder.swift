internal import CKernels

/// Builds a proximity graph row by row; the same rows in the same order give the same graph.
///
/// Neighbours are chosen so that they lie in different directions (the paper's heuristic, algorithm 4): a candidate that is nearer to a
/// chosen neighbour than to the row itself is left out, because the way leads through that neighbour.
final class ProximityGraphBuilder {
    /// Candidates in view while a row's neighbours are looked for (efConstruction in the paper).
    static let breadth = 200

    /// The graph as far as it is built.
    private(set) var graph: ProximityGraph
    private let links: UnsafeMutableBufferPointer<UInt32>
    private let upper: UnsafeMutableBufferPointer<UInt32>
    private let upperLinks: UnsafeMutableBufferPointer<UInt32>
    private let walk: GraphWalk
    private let chooser: NeighbourChooser
    private let stride: Int
    private let values: UnsafeMutablePointer<Int8>
    private var isEmpty = true

    /// A builder of a graph over `rowCount` rows.
    ///
    /// - Parameters:
    ///   - stride: bytes of a row's codes.
    ///   - m: links of a node on the upper levels, a power of two; twice as many on the lowest.
    init(rowCount: Int, stride: Int, m: Int = 16) {
        precondition(m > 1 && m & (m - 1) == 0 && m <= ProximityGraph.linkLimit)
        func memory(_ count: Int) -> UnsafeMutableBufferPointer<UInt32> {
            let memory = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
            memory.initialize(repeating: VectorLayout.noRow)
            return memory
        }
        links = memory(rowCount * 2 * m)
        upper = memory(rowCount)
        var levels = 0
        for row in 0..<rowCount {
            let level = Self.level(of: row, m: m)
            if level > 0 { upper[row] = UInt32(levels) }
            levels += level
        }
        upperLinks = memory(levels * m)
        graph = ProximityGraph(
            m: m,
            entry: 0,
            topLevel: 0,
            links: UnsafeBufferPointer(links),
            upper: UnsafeBufferPointer(upper),
            upperLinks: UnsafeBufferPointer(upperLinks)
        )
        walk = GraphWalk(rowCount: rowCount, breadth: min(Self.breadth, rowCount))
        chooser = NeighbourChooser(stride: stride)
        self.stride = stride
        values = .allocate(capacity: stride)
    }

    deinit {
        links.deallocate()
        upper.deallocate()
        upperLinks.deallocate()
        values.deallocate()
    }

    /// Takes over a graph of the first rows; refuses one that is damaged or has another number of links.
    func adopt(_ other: ProximityGraph) -> Bool {
        guard other.m == graph.m, other.rowCount <= upper.count, other.upperLinks.count <= upperLinks.count,
            other.entry < other.rowCount, Self.level(of: other.entry, m: other.m) == other.topLevel,
            other.upper.elementsEqual(upper.prefix(other.rowCount))
        else { return false }
        func isSound(_ link: UInt32) -> Bool { link == VectorLayout.noRow || Int(link) < other.rowCount }
        guard other.links.allSatisfy(isSound), other.upperLinks.allSatisfy(isSound) else { return false }
        _ = links.update(fromContentsOf: other.links)
        _ = upperLinks.update(fromContentsOf: other.upperLinks)
        (graph.entry, graph.topLevel) = (other.entry, other.topLevel)
        isEmpty = false
        return true
    }

    /// Inserts `row`; rows are inserted in ascending order.
    func insert(_ row: Int, _ rows: inout ck_code_rows) {
        let level = Self.level(of: row, m: graph.m)
        if !isEmpty { connect(row, level, &rows) }
        if isEmpty || level > graph.topLevel { (graph.entry, graph.topLevel) = (row, level) }
        isEmpty = false
    }

    private func connect(_ row: Int, _ level: Int, _ rows: inout ck_code_rows) {
        var query = ck_code_query(values: nil, stride: stride, bias: 0, scale: 0)
        ck_query_of_row(&rows, row, values, &query)
        var hit = walk.start(graph, &rows, &query)
        hit = walk.descend(graph, &rows, &query, from: hit, downTo: level + 1)
        var none = TopRows(limit: 0)
        for level in (0...min(level, graph.topLevel)).reversed() {
            walk.explore(graph, &rows, &query, from: hit, level: level, offering: &none)
            hit = walk.front[0]
            link(row, level, &rows)
        }
    }

    /// Chooses neighbours of `row` from the walk's front and links both ways.
    private func link(_ row: Int, _ level: Int, _ rows: inout ck_code_rows) {
        chooser.removeCandidates()
        for place in 0..<walk.front.count where walk.front[place].row != row { chooser.add(walk.front[place]) }
        let chosen = chooser.choose(graph.m, &rows)
        write(chosen, to: places(of: row, level))
        for neighbour in chosen {
            linkBack(neighbour.row, to: VectorHit(row: row, score: neighbour.score), level, &rows)
        }
    }

    /// Adds a link to `hit` to the neighbours of `row`; chooses anew among them when there is no place left.
    private func linkBack(_ row: Int, to hit: VectorHit, _ level: Int, _ rows: inout ck_code_rows) {
        let places = self.places(of: row, level)
        if let free = places.firstIndex(of: VectorLayout.noRow) {
            places[free] = UInt32(hit.row)
            return
        }
        chooser.takeCandidates(around: row, UnsafeBufferPointer(places), and: hit, &rows)
        write(chooser.choose(places.count, &rows), to: places)
    }

    private func write(_ hits: [VectorHit], to places: UnsafeMutableBufferPointer<UInt32>) {
        for place in places.indices {
            places[place] = place < hits.count ? UInt32(hits[place].row) : VectorLayout.noRow
        }
    }

    private func places(of row: Int, _ level: Int) -> UnsafeMutableBufferPointer<UInt32> {
        let m = graph.m
        guard level > 0 else { return UnsafeMutableBufferPointer(rebasing: links[(row * 2 * m)..<((row + 1) * 2 * m)]) }
        let start = (Int(upper[row]) + level - 1) * m
        return UnsafeMutableBufferPointer(rebasing: upperLinks[start..<(start + m)])
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
