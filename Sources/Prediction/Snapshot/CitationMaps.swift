/// The normalised graph in both directions, D^-1/2 A D^-1/2, as a matrix that is not stored: it is its own transpose.
struct NeighbourMap: LinearMap {
    let snapshot: CitationSnapshot

    var rows: Int { snapshot.count }
    var columns: Int { snapshot.count }

    func multiply(_ right: DenseRows, into result: DenseRows) {
        Threads.ranges(of: snapshot.count, size: 512) { range in
            for paper in range {
                result.row(paper).update(repeating: 0, count: right.width)
                addRow(paper, times: right, to: result.row(paper))
            }
        }
    }

    func multiplyTransposed(_ right: DenseRows, into result: DenseRows) { multiply(right, into: result) }

    /// Adds a row of the product to a vector: the neighbours in ascending order, as both lists have them.
    func addRow(_ paper: Int, times right: DenseRows, to target: UnsafeMutablePointer<Float>) {
        let (references, citers) = (snapshot.references[paper], snapshot.citers[paper])
        let own = snapshot.inverseDegree[paper]
        var (first, second) = (0, 0)
        while first < references.count || second < citers.count {
            let isReference =
                second == citers.count || (first < references.count && references[first] <= citers[second])
            let other = Int(isReference ? references[first] : citers[second])
            if isReference { first += 1 } else { second += 1 }
            let weight = (own * snapshot.inverseDegree[other]).squareRoot()
            DenseRows.add(weight, times: right.row(other), to: target, right.width)
        }
    }
}

/// Reference lists of length 1 with popular papers weighing less, as a matrix that is not stored.
struct ReferenceMap: LinearMap {
    private let snapshot: CitationSnapshot
    /// 1 / √ of each list's length.
    private let lists: FixedArray<Float>
    /// Citations of each paper to the power of -.3: less weight for the popular, but not as little as by a whole square root.
    private let papers: FixedArray<Float>

    init(_ snapshot: CitationSnapshot) {
        self.snapshot = snapshot
        lists = FixedArray(repeating: 0, count: snapshot.count)
        papers = FixedArray(repeating: 0, count: snapshot.count)
        for paper in 0..<snapshot.count {
            lists[paper] = 1 / Float(max(snapshot.outDegree(paper), 1)).squareRoot()
            let cited = snapshot.inDegree(paper)
            papers[paper] = cited > 0 ? ScalarMath.pow(Float(cited), -0.3) : 0
        }
    }

    var rows: Int { snapshot.count }
    var columns: Int { snapshot.count }

    func multiply(_ right: DenseRows, into result: DenseRows) {
        Threads.ranges(of: snapshot.count, size: 512) { range in
            for paper in range {
                let (own, target) = (lists[paper], result.row(paper))
                target.update(repeating: 0, count: right.width)
                for other in snapshot.references[paper] {
                    DenseRows.add(own * papers[Int(other)], times: right.row(Int(other)), to: target, right.width)
                }
            }
        }
    }

    func multiplyTransposed(_ right: DenseRows, into result: DenseRows) {
        Threads.ranges(of: snapshot.count, size: 512) { range in
            for paper in range {
                let (own, target) = (papers[paper], result.row(paper))
                target.update(repeating: 0, count: right.width)
                for citer in snapshot.citers[paper] {
                    DenseRows.add(lists[Int(citer)] * own, times: right.row(Int(citer)), to: target, right.width)
                }
            }
        }
    }
}
