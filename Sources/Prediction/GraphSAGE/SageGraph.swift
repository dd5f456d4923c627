/// The citations over which messages pass in one step.
struct SageGraph: Sendable {
    /// What each paper cites, and what cites it: the same citations from both sides.
    let references: CompressedRows
    let citers: CompressedRows

    /// A graph of these references.
    init(references: CompressedRows) {
        self.references = references
        citers = references.transposed(columns: references.count)
    }

    /// How many papers there are.
    var count: Int { references.count }

    /// For each paper, the mean of the rows of what it cites, or of what cites it; zeros without any.
    ///
    /// The mean aggregation of Hamilton, Ying and Leskovec (Inductive Representation Learning on Large Graphs, 2017), as
    /// PyTorch Geometric's `SAGEConv` defines it.
    func means<Scalar: SageScalar>(
        _ values: FixedArray<Scalar>,
        width: Int,
        ofReferences: Bool,
        addedTo result: FixedArray<Scalar>
    ) {
        let lists = ofReferences ? references : citers
        Threads.ranges(of: count, size: 512) { range in
            for paper in range where lists.length(of: paper) > 0 {
                let share = 1 / Scalar(lists.length(of: paper))
                let target = result.base + paper * width
                for other in lists[paper] {
                    let source = values.base + Int(other) * width
                    for place in 0..<width { target[place] += share * source[place] }
                }
            }
        }
    }

    /// The transpose of ``means(_:width:ofReferences:addedTo:)``, which takes derivatives back: what a paper gave to the means
    /// of others returns to it.
    func spread<Scalar: SageScalar>(
        _ values: FixedArray<Scalar>,
        width: Int,
        ofReferences: Bool,
        addedTo result: FixedArray<Scalar>
    ) {
        // A paper stands in the list of another where the other stands in the opposite list of the paper.
        let (opposite, lists) = ofReferences ? (citers, references) : (references, citers)
        Threads.ranges(of: count, size: 512) { range in
            for paper in range {
                let target = result.base + paper * width
                for other in opposite[paper] {
                    let share = 1 / Scalar(lists.length(of: Int(other)))
                    let source = values.base + Int(other) * width
                    for place in 0..<width { target[place] += share * source[place] }
                }
            }
        }
    }
}
