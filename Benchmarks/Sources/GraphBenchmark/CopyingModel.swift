import GraphKernel

/// A citation graph that is grown: a new work cites one earlier work drawn at random, copies some of its references, and
/// draws the others at random (Kleinberg and others 1999). Degrees are as unequal as in real graphs; there are no communities.
struct CopyingModel {
    var nodes: Int
    /// How many works each work cites, as far as there are so many.
    var references: Int
    /// The probability of copying a reference rather than drawing one.
    var copying = 0.55

    private struct Numbers {
        var state: UInt64 = 42

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }

        mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    }

    /// The citations; works are numbered in the order in which they appear.
    func edges() -> [CitationEdge] {
        var numbers = Numbers()
        var edges: [CitationEdge] = []
        edges.reserveCapacity(nodes * references)
        var starts = [0, 0]
        for node in 1..<nodes {
            let start = edges.count
            let model = numbers.below(node)
            let copied = starts[model]..<starts[model + 1]
            for place in 0..<min(references, node) {
                var target = Int32(model)
                if place > 0, !copied.isEmpty, numbers.below(1000) < Int(copying * 1000) {
                    target = edges[copied.lowerBound + numbers.below(copied.count)].target
                } else if place > 0 {
                    target = Int32(numbers.below(node))
                }
                // What is cited already is replaced by another work.
                while edges[start...].contains(where: { $0.target == target }) { target = Int32(numbers.below(node)) }
                edges.append(CitationEdge(Int32(node), target))
            }
            starts.append(edges.count)
        }
        return edges
    }
}
