/// What one step of training looks at: a graph without the citations that are asked for, and those citations.
///
/// Some papers play new papers, as in use: nobody cites them; of most a part of the references stays visible, of 30 % nothing,
/// so that papers without any citation are no surprise.
struct SageStep: Sendable {
    /// Papers of the step, by their numbers in the snapshot.
    let papers: [Int32]
    /// Messages pass over these, in numbers of the step.
    let graph: SageGraph
    /// Citations that are asked for, in numbers of the step.
    let citing: [Int32]
    let cited: [Int32]
    /// Wrong candidates, in numbers of the step, and the logs of how often each is expected.
    let others: [Int32]
    let corrections: [Float]

    /// How a step is drawn.
    struct Options: Sendable {
        /// Share of the papers that play new ones.
        var newShare = 0.2
        /// Share of those that keep no reference.
        var coldShare = 0.3
        /// Share of the references of the others that is hidden.
        var hiddenShare = 0.4
        /// Citations that are asked for.
        var pairs = 4096
        /// Wrong candidates drawn evenly, and as many by how often they are asked for; an eighth of the papers at most.
        var rivals = 768
    }

    /// Draws a step over all papers of `references`.
    ///
    /// - Parameter papers: what the rows of `references` stand for.
    init(
        papers: [Int32],
        references: CompressedRows,
        options: Options,
        _ generator: inout SeededGenerator
    ) {
        self.papers = papers
        let count = references.count
        let isNew = (0..<count).map { _ in generator.unit() < options.newShare }
        var rows = [[Int32]](repeating: [], count: count)
        var asked: [(Int32, Int32)] = []
        for paper in 0..<count {
            guard isNew[paper] else {
                rows[paper] = references[paper].filter { !isNew[Int($0)] }
                continue
            }
            var own = references[paper].filter { !isNew[Int($0)] }
            generator.shuffle(&own)
            let isCold = generator.unit() < options.coldShare
            let hidden = isCold ? own.count : Int((Double(own.count) * options.hiddenShare).rounded(.up))
            for cited in own[..<hidden] { asked.append((Int32(paper), cited)) }
            rows[paper] = own[hidden...].sorted()
        }
        graph = SageGraph(references: CompressedRows(rows: rows))
        var frequency = [Float](repeating: 0, count: count)
        for (_, cited) in asked { frequency[Int(cited)] += 1 / Float(asked.count) }
        let rivals = min(options.rivals, max(1, count / 8))
        let popular = (0..<(asked.isEmpty ? 0 : rivals)).map { _ in asked[generator.below(asked.count)].1 }
        let uniform = (0..<rivals).map { _ in Int32(generator.below(count)) }
        others = popular + uniform
        corrections = others.map { other in
            ScalarMath.log(Float(rivals) * (frequency[Int(other)] + 1 / Float(count)))
        }
        generator.shuffle(&asked)
        let chosen = asked.prefix(options.pairs)
        citing = chosen.map(\.0)
        cited = chosen.map(\.1)
    }

    /// Chooses papers of a large graph: random ones and, in two rounds, at most 15 and 10 neighbours of each.
    ///
    /// - Returns: the papers and the citations among them.
    static func sample(
        of references: CompressedRows,
        _ citers: CompressedRows,
        limit: Int,
        _ generator: inout SeededGenerator
    ) -> (papers: [Int32], references: CompressedRows) {
        var chosen = Set<Int32>()
        var ring: [Int32] = []
        while ring.count < max(1, limit / 40), ring.count < references.count {
            let paper = Int32(generator.below(references.count))
            if chosen.insert(paper).inserted { ring.append(paper) }
        }
        for fan in [15, 10] {
            var next: [Int32] = []
            for paper in ring {
                for list in [references[Int(paper)], citers[Int(paper)]] where !list.isEmpty {
                    for _ in 0..<min(fan, list.count) where chosen.count < limit {
                        let other = list[generator.below(list.count)]
                        if chosen.insert(other).inserted { next.append(other) }
                    }
                }
            }
            ring = next
        }
        let papers = chosen.sorted()
        let number = Dictionary(uniqueKeysWithValues: papers.enumerated().map { ($1, Int32($0)) })
        let rows = papers.map { paper in references[Int(paper)].compactMap { number[$0] } }
        return (papers, CompressedRows(rows: rows))
    }
}
