/// The forward and backward pass of GraphSAGE.
///
///     h = ReLU(x W + mean(x of references) W' + mean(x of citers) W" + b)
///     z = h V + mean(h of references) V' + mean(h of citers) V" + c
///     score(u cites v) = (z_u A) · z_v
struct SageNetwork<Scalar: SageScalar> {
    /// What the forward pass leaves for the backward pass.
    struct Trace {
        var input: FixedArray<Scalar>
        var hidden: FixedArray<Scalar>
        var output: FixedArray<Scalar>
    }

    let graph: SageGraph

    /// Vectors of all papers.
    func forward(_ parameters: SageParameters<Scalar>, input: FixedArray<Scalar>) -> Trace {
        let hidden = layer(
            parameters,
            input,
            from: parameters.input,
            to: parameters.hidden,
            .self1,
            .references1,
            .citers1,
            .bias1
        )
        for place in 0..<hidden.count where hidden[place] < 0 { hidden[place] = 0 }
        let output = layer(
            parameters,
            hidden,
            from: parameters.hidden,
            to: parameters.output,
            .self2,
            .references2,
            .citers2,
            .bias2
        )
        return Trace(input: input, hidden: hidden, output: output)
    }

    /// Derivatives by the weights from those by the output vectors, added to `gradient`.
    func backward(
        _ parameters: SageParameters<Scalar>,
        _ trace: Trace,
        outputSlopes: FixedArray<Scalar>,
        into gradient: inout SageParameters<Scalar>
    ) {
        let hiddenSlopes = layerBackward(
            parameters,
            trace.hidden,
            outputSlopes,
            from: parameters.hidden,
            to: parameters.output,
            .self2,
            .references2,
            .citers2,
            .bias2,
            needsInput: true,
            &gradient
        )
        for place in 0..<hiddenSlopes.count where trace.hidden[place] <= 0 { hiddenSlopes[place] = 0 }
        _ = layerBackward(
            parameters,
            trace.input,
            hiddenSlopes,
            from: parameters.input,
            to: parameters.hidden,
            .self1,
            .references1,
            .citers1,
            .bias1,
            needsInput: false,
            &gradient
        )
    }

    /// One layer. Means are taken after the multiplication, which gives the same sums with narrower rows or fewer passes.
    private func layer(
        _ parameters: SageParameters<Scalar>,
        _ input: FixedArray<Scalar>,
        from inner: Int,
        to width: Int,
        _ own: SageParameters<Scalar>.Part,
        _ references: SageParameters<Scalar>.Part,
        _ citers: SageParameters<Scalar>.Part,
        _ bias: SageParameters<Scalar>.Part
    ) -> FixedArray<Scalar> {
        let count = graph.count
        let result = FixedArray<Scalar>(repeating: 0, count: count * width)
        for paper in 0..<count {
            for place in 0..<width { result[paper * width + place] = parameters[bias][place] }
        }
        Scalar.multiply(
            input.base,
            transposed: false,
            parameters[own],
            transposed: false,
            into: result.base,
            rows: count,
            columns: width,
            inner: inner,
            adding: true
        )
        let product = FixedArray<Scalar>(repeating: 0, count: count * width)
        for (part, ofReferences) in [(references, true), (citers, false)] {
            Scalar.multiply(
                input.base,
                transposed: false,
                parameters[part],
                transposed: false,
                into: product.base,
                rows: count,
                columns: width,
                inner: inner,
                adding: false
            )
            graph.means(product, width: width, ofReferences: ofReferences, addedTo: result)
        }
        return result
    }

    private func layerBackward(
        _ parameters: SageParameters<Scalar>,
        _ input: FixedArray<Scalar>,
        _ slopes: FixedArray<Scalar>,
        from inner: Int,
        to width: Int,
        _ own: SageParameters<Scalar>.Part,
        _ references: SageParameters<Scalar>.Part,
        _ citers: SageParameters<Scalar>.Part,
        _ bias: SageParameters<Scalar>.Part,
        needsInput: Bool,
        _ gradient: inout SageParameters<Scalar>
    ) -> FixedArray<Scalar> {
        let count = graph.count
        let inputSlopes = FixedArray<Scalar>(repeating: 0, count: needsInput ? count * inner : 0)
        var biasSlopes = gradient[bias]
        for paper in 0..<count {
            for place in 0..<width { biasSlopes[place] += slopes[paper * width + place] }
        }
        gradient[bias] = biasSlopes
        for (part, direction) in [(own, nil), (references, true), (citers, false)]
            as [(SageParameters<Scalar>.Part, Bool?)]
        {
            var back = slopes
            if let direction {
                back = FixedArray(repeating: 0, count: count * width)
                graph.spread(slopes, width: width, ofReferences: direction, addedTo: back)
            }
            Scalar.multiply(
                input.base,
                transposed: true,
                back.base,
                transposed: false,
                into: &gradient.values[part.rawValue],
                rows: inner,
                columns: width,
                inner: count,
                adding: true
            )
            guard needsInput else { continue }
            Scalar.multiply(
                back.base,
                transposed: false,
                parameters[part],
                transposed: true,
                into: inputSlopes.base,
                rows: count,
                columns: inner,
                inner: width,
                adding: true
            )
        }
        return inputSlopes
    }
}
