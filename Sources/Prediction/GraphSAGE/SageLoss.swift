/// What GraphSAGE is fitted to: each citation that is asked for before papers drawn at random, by softmax.
struct SageLoss<Scalar: SageScalar> {
    /// Citations that are asked for.
    let citing: [Int32]
    let cited: [Int32]
    /// Papers that stand against every one of them.
    let others: [Int32]
    /// For each of `others`, what is taken from its score: the log of how often it is drawn (Bengio and Senécal, 2003).
    let corrections: [Scalar]

    /// The mean loss; its derivatives by the vectors go to `slopes`, those by the decoder to `gradient`.
    func evaluate(
        _ parameters: SageParameters<Scalar>,
        vectors: FixedArray<Scalar>,
        slopes: FixedArray<Scalar>,
        gradient: inout SageParameters<Scalar>
    ) -> Scalar {
        let width = parameters.output
        let (pairs, rivals) = (citing.count, others.count)
        let left = gathered(vectors, citing, width)
        let right = gathered(vectors, cited, width)
        let rival = gathered(vectors, others, width)
        let turned = FixedArray<Scalar>(repeating: 0, count: pairs * width)
        Scalar.multiply(
            left.base,
            transposed: false,
            parameters[.decoder],
            transposed: false,
            into: turned.base,
            rows: pairs,
            columns: width,
            inner: width,
            adding: false
        )
        let scores = FixedArray<Scalar>(repeating: 0, count: pairs * rivals)
        Scalar.multiply(
            turned.base,
            transposed: false,
            rival.base,
            transposed: true,
            into: scores.base,
            rows: pairs,
            columns: rivals,
            inner: width,
            adding: false
        )
        let own = FixedArray<Scalar>(repeating: 0, count: pairs)
        let loss = shares(turned, right, scores, own, width)

        // Derivatives by the turned vectors of the citing papers, then by everything that they came from.
        let turnedSlopes = FixedArray<Scalar>(repeating: 0, count: pairs * width)
        Scalar.multiply(
            scores.base,
            transposed: false,
            rival.base,
            transposed: false,
            into: turnedSlopes.base,
            rows: pairs,
            columns: width,
            inner: rivals,
            adding: false
        )
        for pair in 0..<pairs {
            let target = slopes.base + Int(cited[pair]) * width
            for place in 0..<width {
                turnedSlopes[pair * width + place] += own[pair] * right[pair * width + place]
                target[place] += own[pair] * turned[pair * width + place]
            }
        }
        let rivalSlopes = FixedArray<Scalar>(repeating: 0, count: rivals * width)
        Scalar.multiply(
            scores.base,
            transposed: true,
            turned.base,
            transposed: false,
            into: rivalSlopes.base,
            rows: rivals,
            columns: width,
            inner: pairs,
            adding: false
        )
        scatter(rivalSlopes, others, width, to: slopes)
        Scalar.multiply(
            left.base,
            transposed: true,
            turnedSlopes.base,
            transposed: false,
            into: &gradient.values[SageParameters<Scalar>.Part.decoder.rawValue],
            rows: width,
            columns: width,
            inner: pairs,
            adding: true
        )
        let leftSlopes = FixedArray<Scalar>(repeating: 0, count: pairs * width)
        Scalar.multiply(
            turnedSlopes.base,
            transposed: false,
            parameters[.decoder],
            transposed: true,
            into: leftSlopes.base,
            rows: pairs,
            columns: width,
            inner: width,
            adding: false
        )
        scatter(leftSlopes, citing, width, to: slopes)
        return loss
    }

    /// Turns scores into derivatives by them, those of the citations themselves into `own`; returns the mean loss.
    private func shares(
        _ turned: FixedArray<Scalar>,
        _ right: FixedArray<Scalar>,
        _ scores: FixedArray<Scalar>,
        _ own: FixedArray<Scalar>,
        _ width: Int
    ) -> Scalar {
        let (pairs, rivals) = (citing.count, others.count)
        let losses = FixedArray<Scalar>(repeating: 0, count: pairs)
        Threads.ranges(of: pairs, size: 256) { range in
            for pair in range {
                var score: Scalar = 0
                for place in 0..<width { score += turned[pair * width + place] * right[pair * width + place] }
                let line = scores.base + pair * rivals
                var top = score
                for rival in 0..<rivals {
                    line[rival] -= corrections[rival]
                    // What is asked for does not stand against itself.
                    if others[rival] == cited[pair] { line[rival] = -1e30 }
                    top = max(top, line[rival])
                }
                var sum = Scalar.exponential(score - top)
                let first = sum
                for rival in 0..<rivals {
                    line[rival] = Scalar.exponential(line[rival] - top)
                    sum += line[rival]
                }
                let scale = 1 / (sum * Scalar(pairs))
                for rival in 0..<rivals { line[rival] *= scale }
                own[pair] = first * scale - 1 / Scalar(pairs)
                losses[pair] = (Scalar.logarithm(sum) + top - score) / Scalar(pairs)
            }
        }
        return losses.array.reduce(0, +)
    }

    private func gathered(_ vectors: FixedArray<Scalar>, _ papers: [Int32], _ width: Int) -> FixedArray<Scalar> {
        let result = FixedArray<Scalar>(repeating: 0, count: papers.count * width)
        for (row, paper) in papers.enumerated() {
            for place in 0..<width { result[row * width + place] = vectors[Int(paper) * width + place] }
        }
        return result
    }

    private func scatter(_ rows: FixedArray<Scalar>, _ papers: [Int32], _ width: Int, to slopes: FixedArray<Scalar>) {
        for (row, paper) in papers.enumerated() {
            let target = slopes.base + Int(paper) * width
            for place in 0..<width { target[place] += rows[row * width + place] }
        }
    }
}
