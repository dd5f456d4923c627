import Foundation
import MappedFiles
import Testing

@testable import Prediction

@Suite struct ModelTests {
    private static let corpus = SmallWorld.corpus(papers: 300, topics: 5, seed: 8)
    private static let model: LinkModel = {
        var options = LinkModel.Options()
        (options.epochs, options.hidden, options.output, options.folds) = (3, 16, 8, 1)
        (options.network.hidden, options.network.epochs, options.network.rate) = (16, 40, 0.01)
        return LinkModel.train(corpus: corpus, day: 1_200, end: 1_250, options: options) { _, _ in }
    }()

    @Test(arguments: [LinkSplit.Mode.warm, .cold])
    func aTrainedModelIsBetterThanWhatItIsMadeFrom(mode: LinkSplit.Mode) throws {
        let predictor = LinkPredictor(corpus: Self.corpus, day: 1_250, model: Self.model)
        let split = LinkSplit(corpus: Self.corpus, day: 1_250, end: 1_300, mode: mode)
        let vectors = try #require(predictor.graphSAGE)
        let methods =
            LinkEvaluation.Method.baselines + [.graphSAGE(vectors), .shipped("shipped", Self.model, mode: mode)]
        let rows = try LinkEvaluation(split: split, predictor: predictor, methods: methods).summaries()
        let shipped = try #require(rows.last)
        let random = try #require(rows.first)
        #expect(shipped.reciprocalRank.value > 5 * random.reciprocalRank.value)
        #expect(shipped.areaUniform > 0.8)
        #expect(abs(random.areaUniform - 0.5) < 0.1)
        let best = rows.dropLast(2).map(\.reciprocalRank.value).max() ?? 0
        #expect(shipped.reciprocalRank.value > 0.8 * best)
    }

    @Test func theClassicMethodsRunBesideIt() throws {
        let past = LinkSplit(corpus: Self.corpus, day: 1_200, end: 1_250, mode: .warm)
        let classic = ClassicModels(
            split: past,
            predictor: LinkPredictor(corpus: Self.corpus, day: 1_200)
        )
        let split = LinkSplit(corpus: Self.corpus, day: 1_250, end: 1_300, mode: .warm)
        let predictor = LinkPredictor(corpus: Self.corpus, day: 1_250, model: Self.model)
        let rows = try LinkEvaluation(split: split, predictor: predictor, methods: classic.methods).summaries()
        #expect(rows.count == 2 && rows.allSatisfy { $0.areaUniform > 0.7 })
    }

    @Test func predictionsLeaveOutWhatIsKnownAndAreTheSameEachTime() {
        let predictor = LinkPredictor(corpus: Self.corpus, day: 1_300, model: Self.model)
        let paper = 280
        let seeds = Self.corpus.references(of: paper)
        let query = LinkQuery(corpus: Self.corpus, paper: paper, seeds: seeds)
        let found = predictor.makeSession().predict(query, limit: 20) { $0 < paper }
        #expect(found.count == 20)
        #expect(found.allSatisfy { $0.paper < paper && !seeds.contains($0.paper) })
        #expect(found.allSatisfy { (0...1).contains($0.probability) })
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
        #expect(found == predictor.makeSession().predict(query, limit: 20) { $0 < paper })
    }

    @Test func aModelComesBackFromItsFile() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "links-\(UInt64.random(in: 0 ... .max)).bin")
            .path
        defer { unlink(path) }
        try Self.model.write(to: path, source: 7)
        let read = try LinkModel(path: path)
        #expect(read.warm == Self.model.warm && read.cold == Self.model.cold && read.sage == Self.model.sage)
        #expect(read.words.words == Self.model.words.words)
        let query = LinkQuery(corpus: Self.corpus, paper: 280, seeds: Self.corpus.references(of: 280))
        let answers = [Self.model, read].map { model in
            LinkPredictor(corpus: Self.corpus, day: 1_300, model: model).makeSession().predict(query, limit: 10)
        }
        #expect(answers[0] == answers[1])
    }

    @Test func damagedFilesAreRefusedOrRead() throws {
        let folder = FileManager.default.temporaryDirectory
        let path = folder.appending(path: "links-\(UInt64.random(in: 0 ... .max)).bin").path
        defer { unlink(path) }
        try Self.model.write(to: path, source: 7)
        let whole = try Data(contentsOf: URL(filePath: path))
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<8 { bytes[generator.below(bytes.count)] = UInt8(truncatingIfNeeded: generator.next()) }
            if generator.below(3) == 0 { bytes = bytes.prefix(generator.below(bytes.count)) }
            try bytes.write(to: URL(filePath: path))
            _ = try? LinkModel(path: path)
        }
    }

    @Test func aDraftIsAnsweredLikeThePaper() {
        let corpus = Self.corpus
        let predictor = LinkPredictor(corpus: corpus, day: 1_250, model: Self.model)
        let paper = 270
        let seeds = corpus.references(of: paper).filter { $0 < 250 }
        let words = corpus.words.counted(paper).flatMap {
            [String](repeating: corpus.wordNumbers[$0], count: Int($1))
        }
        let draft = PredictionPaper(
            id: "",
            day: corpus.days[paper],
            title: corpus.titleWords[paper].map { corpus.wordNumbers[$0] }.joined(separator: " "),
            abstract: "",
            authors: corpus.authors[paper].map { corpus.authorNumbers[$0] },
            categories: []
        )
        var query = LinkQuery(corpus: corpus, draft: draft, seeds: seeds)
        #expect(Set(query.titleWords) == Set(corpus.titleWords[paper]))
        #expect(query.authors == Array(corpus.authors[paper]))
        query.words = LinkQuery(corpus: corpus, paper: paper, seeds: seeds).words
        query.categories = Array(corpus.categories[paper])
        #expect(words.count > 10)
        let whole = LinkQuery(corpus: corpus, paper: paper, seeds: seeds)
        let session = predictor.makeSession()
        #expect(session.predict(query, limit: 10) == session.predict(whole, limit: 10))
    }
}
