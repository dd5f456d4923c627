/// A place in the plane.
public struct LayoutPoint: Hashable, Sendable {
    /// To the right.
    public var x: Double
    /// Upwards.
    public var y: Double

    /// The place (x, y).
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// Places for the nodes of a graph, such that linked ones are near and others far: ForceAtlas2.
///
/// Jacomy, Venturini, Heymann and Bastian, "ForceAtlas2, a Continuous Graph Layout Algorithm" (2014), with repulsion
/// approximated by a quadtree (Barnes and Hut 1986). It starts from a spiral and has no random numbers: the same graph has the
/// same places on every machine.
public struct ForceAtlas2: Sendable {
    /// How strongly nodes push each other away.
    public var scaling = 10.0
    /// How strongly the centre attracts.
    public var gravity = 1.0
    /// Whether attraction grows with the logarithm of the distance, which draws groups together.
    public var isLogarithmic = false
    /// How coarse repulsion is: a cell counts as one body when its width is less than this many times its distance; 0 is
    /// exact.
    public var coarseness = 1.2
    /// How much trembling is borne: smaller is slower and calmer.
    public var jitterTolerance = 1.0
    /// The number of steps.
    public var steps = 200

    /// With the usual parameters.
    public init() {}

    /// Places of the nodes of `graph`.
    ///
    /// - Complexity: O(steps × (nodes × log nodes + edges)).
    public func layout(_ graph: UndirectedGraph) -> [LayoutPoint] {
        var points = Self.spiral(graph.nodeCount)
        let masses = (0..<Int32(graph.nodeCount)).map { Double(graph.degree(of: $0) + 1) }
        var previous = [LayoutPoint](repeating: LayoutPoint(x: 0, y: 0), count: points.count)
        var speed = LayoutSpeed()
        for _ in 0..<steps {
            let forces = forces(graph, points, masses)
            speed.adapt(forces, previous, masses, tolerance: jitterTolerance)
            for node in points.indices {
                let factor = speed.factor(forces[node], previous[node], masses[node])
                points[node].x += forces[node].x * factor
                points[node].y += forces[node].y * factor
            }
            previous = forces
        }
        return points
    }

    /// All forces on each node.
    func forces(_ graph: UndirectedGraph, _ points: [LayoutPoint], _ masses: [Double]) -> [LayoutPoint] {
        var forces = QuadTree(points, masses).repulsions(coarseness: coarseness, scaling: scaling)
        for node in 0..<Int32(graph.nodeCount) {
            let (own, mass) = (points[Int(node)], masses[Int(node)])
            let distance = (own.x * own.x + own.y * own.y).squareRoot()
            var force = forces[Int(node)]
            if distance > 0 {
                force.x -= gravity * mass * own.x / distance
                force.y -= gravity * mass * own.y / distance
            }
            for other in graph.neighbours(of: node) {
                let (dx, dy) = (points[Int(other)].x - own.x, points[Int(other)].y - own.y)
                let factor = isLogarithmic ? Self.logarithmicFactor(dx, dy) : 1
                force.x += dx * factor
                force.y += dy * factor
            }
            forces[Int(node)] = force
        }
        return forces
    }

    /// Places on a spiral of even density (Vogel 1979): all apart, and none on a line with others.
    static func spiral(_ count: Int) -> [LayoutPoint] {
        let turn = (cosine: -0.737_368_878_078_319_8, sine: 0.675_490_294_261_523_8)
        var direction = LayoutPoint(x: 1, y: 0)
        return (0..<count).map { index in
            let radius = 10 * (Double(index) + 0.5).squareRoot()
            let point = LayoutPoint(x: direction.x * radius, y: direction.y * radius)
            direction = LayoutPoint(
                x: direction.x * turn.cosine - direction.y * turn.sine,
                y: direction.x * turn.sine + direction.y * turn.cosine
            )
            return point
        }
    }
}

/// How far a step goes: fast where forces keep their direction, slow where nodes swing.
private struct LayoutSpeed {
    private var speed = 1.0
    private var efficiency = 1.0

    mutating func adapt(_ forces: [LayoutPoint], _ previous: [LayoutPoint], _ masses: [Double], tolerance: Double) {
        var (swinging, traction) = (0.0, 0.0)
        for node in forces.indices {
            let (force, old) = (forces[node], previous[node])
            swinging += masses[node] * Self.length(force.x - old.x, force.y - old.y)
            traction += masses[node] * 0.5 * Self.length(force.x + old.x, force.y + old.y)
        }
        guard swinging > 0, traction > 0 else { return }
        let count = Double(forces.count)
        let estimate = 0.05 * count.squareRoot()
        var jitter = tolerance * max(estimate.squareRoot(), min(10, estimate * traction / (count * count)))
        if swinging / traction > 2 {
            if efficiency > 0.05 { efficiency *= 0.5 }
            jitter = max(jitter, tolerance)
        }
        let target = jitter * efficiency * traction / swinging
        if swinging > jitter * traction {
            if efficiency > 0.05 { efficiency *= 0.7 }
        } else if speed < 1000 {
            efficiency *= 1.3
        }
        speed += min(target - speed, 0.5 * speed)
    }

    func factor(_ force: LayoutPoint, _ old: LayoutPoint, _ mass: Double) -> Double {
        let swinging = mass * Self.length(force.x - old.x, force.y - old.y)
        return speed / (1 + (speed * swinging).squareRoot())
    }

    private static func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
}
