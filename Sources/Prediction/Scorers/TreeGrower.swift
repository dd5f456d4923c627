/// Grows regression trees best leaf first over binned features, from histograms of derivatives (Ke et al., LightGBM, 2017).
///
/// Both processors add up histograms, each for features of its own, so that sums do not depend on their number.
final class TreeGrower {
    private struct Leaf {
        var node: Int
        var rows: Range<Int>
        var histogram: FixedArray<SIMD2<Float>>
        var total: SIMD2<Float>
        var best: Split?
    }

    private struct Split {
        var gain: Float
        var feature: Int
        var bin: Int
        var left: SIMD2<Float>
    }

    private let bins: FixedArray<UInt8>
    private let cuts: FeatureBins
    private let width: Int
    private let options: GradientBoostedTrees.Options
    private let order: FixedArray<Int32>
    private let spare: FixedArray<Int32>

    init(bins: FixedArray<UInt8>, cuts: FeatureBins, rows: Int, options: GradientBoostedTrees.Options) {
        self.bins = bins
        self.cuts = cuts
        width = cuts.bounds.count
        self.options = options
        order = FixedArray(repeating: 0, count: rows)
        spare = FixedArray(repeating: 0, count: rows)
    }

    /// A tree for these derivatives.
    ///
    /// - Parameters:
    ///   - rows: which rows it is fitted to, ascending.
    ///   - features: which features it may ask for, ascending.
    func grow(rows: [Int32], features: [Int], derivatives: FixedArray<SIMD2<Float>>) -> RegressionTree {
        for (place, row) in rows.enumerated() { order[place] = row }
        var tree = RegressionTree(nodes: [RegressionTree.Node(feature: -1, value: 0, left: 0, right: 0)])
        let histogram = histogram(of: 0..<rows.count, features: features, derivatives)
        var total = SIMD2<Float>()
        for row in rows { total += derivatives[Int(row)] }
        var leaves = [Leaf(node: 0, rows: 0..<rows.count, histogram: histogram, total: total, best: nil)]
        leaves[0].best = bestSplit(of: leaves[0], features: features)
        while leaves.count < options.leaves {
            guard let (index, split) = bestLeaf(leaves) else { break }
            let (left, right) = divide(leaves[index], by: split, features: features, derivatives, in: &tree)
            leaves[index] = left
            leaves.append(right)
        }
        for leaf in leaves {
            tree.nodes[leaf.node].value =
                -options.learningRate * leaf.total.x / (leaf.total.y + options.regularisation)
        }
        return tree
    }

    private func bestLeaf(_ leaves: [Leaf]) -> (Int, Split)? {
        var result: (Int, Split)?
        for (index, leaf) in leaves.enumerated() {
            guard let split = leaf.best, split.gain > 1e-6 else { continue }
            if result.map({ split.gain > $0.1.gain }) ?? true { result = (index, split) }
        }
        return result
    }

    private func divide(
        _ leaf: Leaf,
        by split: Split,
        features: [Int],
        _ derivatives: FixedArray<SIMD2<Float>>,
        in tree: inout RegressionTree
    ) -> (Leaf, Leaf) {
        let middle = partition(leaf.rows, by: split)
        let (leftRows, rightRows) = (leaf.rows.lowerBound..<middle, middle..<leaf.rows.upperBound)
        let isLeftSmaller = leftRows.count <= rightRows.count
        let small = histogram(of: isLeftSmaller ? leftRows : rightRows, features: features, derivatives)
        let large = leaf.histogram
        for feature in features {
            for bin in (feature << 8)..<((feature + 1) << 8) { large[bin] -= small[bin] }
        }
        let node = tree.nodes.count
        tree.nodes[leaf.node] = RegressionTree.Node(
            feature: Int32(split.feature),
            value: cuts.bounds[split.feature][split.bin],
            left: Int32(node),
            right: Int32(node + 1)
        )
        tree.nodes += [RegressionTree.Node](
            repeating: RegressionTree.Node(feature: -1, value: 0, left: 0, right: 0),
            count: 2
        )
        var left = Leaf(
            node: node,
            rows: leftRows,
            histogram: isLeftSmaller ? small : large,
            total: split.left,
            best: nil
        )
        var right = Leaf(
            node: node + 1,
            rows: rightRows,
            histogram: isLeftSmaller ? large : small,
            total: leaf.total - split.left,
            best: nil
        )
        left.best = bestSplit(of: left, features: features)
        right.best = bestSplit(of: right, features: features)
        return (left, right)
    }

    /// Puts rows that go left first, keeping the order within both sides.
    private func partition(_ rows: Range<Int>, by split: Split) -> Int {
        var (next, kept) = (rows.lowerBound, 0)
        for place in rows {
            let row = order[place]
            if Int(bins[Int(row) * width + split.feature]) <= split.bin {
                order[next] = row
                next += 1
            } else {
                spare[kept] = row
                kept += 1
            }
        }
        for place in 0..<kept { order[next + place] = spare[place] }
        return next
    }

    private func histogram(
        of rows: Range<Int>,
        features: [Int],
        _ derivatives: FixedArray<SIMD2<Float>>
    ) -> FixedArray<SIMD2<Float>> {
        let result = FixedArray(repeating: SIMD2<Float>(), count: width << 8)
        let (bins, order, width) = (bins, order, width)
        let half = (features.count + 1) / 2
        let parts = rows.count < 2048 ? [features] : [Array(features[..<half]), Array(features[half...])]
        Threads.each(parts.count) { part in
            parts[part].withUnsafeBufferPointer { columns in
                for place in rows {
                    let row = Int(order[place])
                    let derivative = derivatives[row]
                    let line = bins.base + row * width
                    for column in columns { result[column << 8 | Int(line[column])] += derivative }
                }
            }
        }
        return result
    }

    private func bestSplit(of leaf: Leaf, features: [Int]) -> Split? {
        guard leaf.rows.count >= 2 * options.leastRows else { return nil }
        let lambda = options.regularisation
        let base = leaf.total.x * leaf.total.x / (leaf.total.y + lambda)
        var best: Split?
        for feature in features {
            var left = SIMD2<Float>()
            for bin in 0..<cuts.bounds[feature].count {
                left += leaf.histogram[feature << 8 | bin]
                let right = leaf.total - left
                guard left.y >= options.leastCurvature else { continue }
                guard right.y >= options.leastCurvature else { break }
                let gain = left.x * left.x / (left.y + lambda) + right.x * right.x / (right.y + lambda) - base
                if gain > best?.gain ?? 0 { best = Split(gain: gain, feature: feature, bin: bin, left: left) }
            }
        }
        return best
    }
}
