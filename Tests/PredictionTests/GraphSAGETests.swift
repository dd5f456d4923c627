import Foundation
import Testing

@testable import Prediction

@Suite struct GraphSAGETests {
    /// What `Fixtures/make_sage.py` wrote.
    private struct Fixture: Decodable {
        var nodes: Int
        var input: Int
        var hidden: Int
        var output: Int
        var edges: [[Int32]]
        var x: [Double]
        var weights: [[Double]]
        var citing: [Int32]
        var cited: [Int32]
        var others: [Int32]
        var corrections: [Double]
        var z: [Double]
        var loss: Double
        var gradients: [[Double]]

        static func read() throws -> Fixture {
            let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/sage.json")
            return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: path))
        }

        var graph: SageGraph {
            var rows = [[Int32]](repeating: [], count: nodes)
            for edge in edges { rows[Int(edge[0])].append(edge[1]) }
            return SageGraph(references: CompressedRows(rows: rows))
        }

        var parameters: SageParameters<Double> {
            SageParameters(input: input, hidden: hidden, output: output, values: weights)
        }
    }

    private func evaluate<Scalar: SageScalar>(
        _ fixture: Fixture,
        _ parameters: SageParameters<Scalar>
    ) -> (vectors: [Scalar], loss: Scalar, gradient: SageParameters<Scalar>) {
        let network = SageNetwork<Scalar>(graph: fixture.graph)
        let trace = network.forward(parameters, input: FixedArray(fixture.x.map { Scalar($0) }, or: 0))
        var gradient = SageParameters<Scalar>(input: fixture.input, hidden: fixture.hidden, output: fixture.output)
        let slopes = FixedArray<Scalar>(repeating: 0, count: fixture.nodes * fixture.output)
        let loss = SageLoss<Scalar>(
            citing: fixture.citing,
            cited: fixture.cited,
            others: fixture.others,
            corrections: fixture.corrections.map { Scalar($0) }
        ).evaluate(parameters, vectors: trace.output, slopes: slopes, gradient: &gradient)
        network.backward(parameters, trace, outputSlopes: slopes, into: &gradient)
        return (trace.output.array, loss, gradient)
    }

    @Test func agreesWithTheReferenceInDoublePrecision() throws {
        let fixture = try Fixture.read()
        let (vectors, loss, gradient) = evaluate(fixture, fixture.parameters)
        for (own, reference) in zip(vectors, fixture.z) { #expect(abs(own - reference) < 1e-10) }
        #expect(abs(loss - fixture.loss) < 1e-10)
        for (own, reference) in zip(gradient.values, fixture.gradients) {
            #expect(own.count == reference.count)
            for (a, b) in zip(own, reference) { #expect(abs(a - b) < 1e-10) }
        }
    }

    @Test func singlePrecisionIsNear() throws {
        let fixture = try Fixture.read()
        let parameters = SageParameters<Float>(
            input: fixture.input,
            hidden: fixture.hidden,
            output: fixture.output,
            values: fixture.weights.map { $0.map { Float($0) } }
        )
        let (vectors, _, gradient) = evaluate(fixture, parameters)
        for (own, reference) in zip(vectors, fixture.z) { #expect(abs(Double(own) - reference) < 1e-4) }
        for (own, reference) in zip(gradient.values, fixture.gradients) {
            for (a, b) in zip(own, reference) { #expect(abs(Double(a) - b) < 1e-4) }
        }
    }

    @Test func derivativesAreThoseOfCentralDifferences() throws {
        let fixture = try Fixture.read()
        let (_, _, gradient) = evaluate(fixture, fixture.parameters)
        var generator = SeededGenerator(seed: 17)
        for _ in 0..<120 {
            let part = generator.below(fixture.weights.count)
            let place = generator.below(fixture.weights[part].count)
            var (up, down) = (fixture.parameters, fixture.parameters)
            up.values[part][place] += 1e-6
            down.values[part][place] -= 1e-6
            let slope = (evaluate(fixture, up).loss - evaluate(fixture, down).loss) / 2e-6
            let own = gradient.values[part][place]
            #expect(abs(slope - own) < 1e-6 * max(1, abs(own)), "part \(part), place \(place)")
        }
    }

    @Test func doesNotDependOnTheNumbersOfPapers() throws {
        let fixture = try Fixture.read()
        var generator = SeededGenerator(seed: 5)
        var order = Array(0..<fixture.nodes)
        generator.shuffle(&order)
        var turned = fixture
        turned.edges = fixture.edges.map { $0.map { Int32(order[Int($0)]) } }
        for paper in 0..<fixture.nodes {
            for place in 0..<fixture.input {
                turned.x[order[paper] * fixture.input + place] = fixture.x[paper * fixture.input + place]
            }
        }
        let (first, second) = (
            evaluate(fixture, fixture.parameters).vectors, evaluate(turned, fixture.parameters).vectors
        )
        for paper in 0..<fixture.nodes {
            for place in 0..<fixture.output {
                let (a, b) = (first[paper * fixture.output + place], second[order[paper] * fixture.output + place])
                #expect(abs(a - b) < 1e-12)
            }
        }
    }

    @Test func aStepHidesWhatItAsksFor() {
        let corpus = SmallWorld.corpus(seed: 3)
        var generator = SeededGenerator(seed: 1)
        let papers = (0..<Int32(corpus.count)).map { $0 }
        let step = SageStep(
            papers: papers,
            references: corpus.references,
            options: SageStep.Options(),
            &generator
        )
        #expect(!step.citing.isEmpty)
        for (citing, cited) in zip(step.citing, step.cited) {
            #expect(!step.graph.references[Int(citing)].contains(cited))
            #expect(corpus.references[Int(citing)].contains(cited))
            #expect(step.graph.citers.length(of: Int(citing)) == 0)
        }
        let withoutLinks = Set(step.citing).count { step.graph.references.length(of: Int($0)) == 0 }
        #expect(withoutLinks > 5)
    }

    @Test func trainingLearnsIsTheSameEachTimeAndResumes() throws {
        let corpus = SmallWorld.corpus(papers: 300, topics: 5, seed: 4)
        let snapshot = CitationSnapshot(corpus: corpus, day: 1_280)
        let embeddings = SnapshotEmbeddings(snapshot: snapshot)
        var options = SageTraining.Options()
        (options.hidden, options.output, options.epochs, options.rate) = (16, 8, 20, 0.01)
        func train(stoppingAt stop: Int? = nil) throws -> (SageTraining, [Float]) {
            var training = SageTraining(snapshot: snapshot, text: embeddings.text, options: options)
            var losses: [Float] = []
            while training.epoch < options.epochs {
                losses.append(training.advance())
                guard training.epoch == stop else { continue }
                let path = FileManager.default.temporaryDirectory.appending(
                    path: "sage-\(UInt64.random(in: 0 ... .max)).bin"
                ).path
                try SageCheckpoint(training).write(to: path)
                training = SageTraining(snapshot: snapshot, text: embeddings.text, options: options)
                try SageCheckpoint(path: path).restore(into: &training)
                try FileManager.default.removeItem(atPath: path)
            }
            return (training, losses)
        }
        let (first, losses) = try train()
        #expect(losses[19] < 0.9 * losses[0])
        #expect(first.validationReciprocalRank() > 0.03)
        #expect(try train().0.parameters == first.parameters)
        #expect(try train(stoppingAt: 10).0.parameters == first.parameters)
    }

    @Test func aLargeGraphIsSampled() {
        let corpus = SmallWorld.corpus(papers: 600, seed: 6)
        var generator = SeededGenerator(seed: 2)
        let citers = corpus.references.transposed(columns: corpus.count)
        let sample = SageStep.sample(of: corpus.references, citers, limit: 120, &generator)
        #expect(sample.papers.count <= 120 && sample.papers.count > 60)
        #expect(sample.references.count == sample.papers.count)
        for (row, paper) in sample.papers.enumerated() {
            let kept = Set(sample.references[row].map { sample.papers[Int($0)] })
            #expect(kept == Set(corpus.references[Int(paper)]).intersection(sample.papers))
        }
    }
}
