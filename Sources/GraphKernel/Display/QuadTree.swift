/// Bodies in the plane, sorted into nested squares, for forces that fall with the distance.
struct QuadTree {
    private struct Cell {
        var mass: Double
        var x: Double
        var y: Double
        var width: Double
        /// The first of four children, or -1 for a leaf.
        var child: Int32
        /// The bodies of a leaf, in `order`.
        var start: Int32
        var end: Int32
    }

    /// A leaf has at most this many bodies, unless they are all at one place.
    private static let leafSize: Int32 = 8
    private static let greatestDepth = 48

    private let points: [LayoutPoint]
    private let masses: [Double]
    private var cells: [Cell] = []
    private var order: [Int32]

    init(_ points: [LayoutPoint], _ masses: [Double]) {
        (self.points, self.masses) = (points, masses)
        order = points.indices.map { Int32($0) }
        guard let first = points.first else { return }
        var (low, high) = (first, first)
        for point in points {
            low = LayoutPoint(x: min(low.x, point.x), y: min(low.y, point.y))
            high = LayoutPoint(x: max(high.x, point.x), y: max(high.y, point.y))
        }
        let width = max(high.x - low.x, high.y - low.y)
        cells.append(cell(0, Int32(points.count), width: width))
        split(0, low: low, depth: 0)
    }

    private func cell(_ start: Int32, _ end: Int32, width: Double) -> Cell {
        var cell = Cell(mass: 0, x: 0, y: 0, width: width, child: -1, start: start, end: end)
        for place in start..<end {
            let node = Int(order[Int(place)])
            cell.mass += masses[node]
            cell.x += masses[node] * points[node].x
            cell.y += masses[node] * points[node].y
        }
        if cell.mass > 0 {
            cell.x /= cell.mass
            cell.y /= cell.mass
        }
        return cell
    }

    private mutating func split(_ index: Int, low: LayoutPoint, depth: Int) {
        let cell = cells[index]
        guard cell.end - cell.start > Self.leafSize, depth < Self.greatestDepth, cell.width > 0 else { return }
        let half = cell.width / 2
        let middle = LayoutPoint(x: low.x + half, y: low.y + half)
        let upper = partition(cell.start, cell.end, isUpward: true, at: middle.y)
        let left = partition(cell.start, upper, isUpward: false, at: middle.x)
        let right = partition(upper, cell.end, isUpward: false, at: middle.x)
        let bounds = [cell.start, left, upper, right, cell.end]
        let first = cells.count
        cells[index].child = Int32(first)
        for quarter in 0..<4 { cells.append(self.cell(bounds[quarter], bounds[quarter + 1], width: half)) }
        for quarter in 0..<4 {
            let corner = LayoutPoint(
                x: quarter % 2 == 0 ? low.x : middle.x,
                y: quarter < 2 ? low.y : middle.y
            )
            split(first + quarter, low: corner, depth: depth + 1)
        }
    }

    /// Brings the bodies below a line to the front; where the others start.
    private mutating func partition(_ start: Int32, _ end: Int32, isUpward: Bool, at line: Double) -> Int32 {
        var place = start
        for index in start..<end {
            let point = points[Int(order[Int(index)])]
            guard (isUpward ? point.y : point.x) < line else { continue }
            order.swapAt(Int(index), Int(place))
            place += 1
        }
        return place
    }

    /// The repulsion of each body by all others: the product of the masses over the distance.
    func repulsions(coarseness: Double, scaling: Double) -> [LayoutPoint] {
        var stack: [Int32] = []
        return points.indices.map { node in
            let own = points[node]
            var force = LayoutPoint(x: 0, y: 0)
            stack.append(0)
            while let index = stack.popLast() {
                let cell = cells[Int(index)]
                guard cell.mass > 0 else { continue }
                let (dx, dy) = (own.x - cell.x, own.y - cell.y)
                let square = dx * dx + dy * dy
                if cell.child < 0 {
                    addLeaf(cell.start, cell.end, node, &force)
                } else if cell.width * cell.width < coarseness * coarseness * square {
                    force.x += cell.mass * dx / square
                    force.y += cell.mass * dy / square
                } else {
                    for quarter in 0..<4 as Range<Int32> { stack.append(cell.child + quarter) }
                }
            }
            let factor = scaling * masses[node]
            return LayoutPoint(x: force.x * factor, y: force.y * factor)
        }
    }

    private func addLeaf(_ start: Int32, _ end: Int32, _ node: Int, _ force: inout LayoutPoint) {
        for place in start..<end {
            let other = Int(order[Int(place)])
            let (dx, dy) = (points[node].x - points[other].x, points[node].y - points[other].y)
            let square = dx * dx + dy * dy
            guard other != node, square > 0 else { continue }
            force.x += masses[other] * dx / square
            force.y += masses[other] * dy / square
        }
    }
}
