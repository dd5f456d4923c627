import Testing

@testable import Prediction

@Suite struct LeakTests {
    private static let corpus = SmallWorld.corpus(papers: 300, seed: 2)

    @Test func anHonestEvaluationHasNone() throws {
        let split = LinkSplit(corpus: Self.corpus, day: 1_250, end: 1_300, mode: .warm)
        let predictor = LinkPredictor(corpus: Self.corpus, day: 1_250)
        #expect(LinkLeak.find(in: split, snapshot: predictor.snapshot).isEmpty)
        let evaluation = try LinkEvaluation(
            split: split,
            predictor: predictor,
            methods: LinkEvaluation.Method.baselines
        )
        #expect(evaluation.summaries().count == LinkEvaluation.Method.baselines.count)
    }

    @Test func aGraphThatHoldsTheHiddenCitationsIsCaught() {
        let split = LinkSplit(corpus: Self.corpus, day: 1_250, end: 1_300, mode: .warm)
        let late = LinkPredictor(corpus: Self.corpus, day: 1_300)
        let kinds = LinkLeak.find(in: split, snapshot: late.snapshot).map(\.kind)
        #expect(Set(kinds) == [.laterPaper, .hiddenCitation])
        #expect(throws: LinkLeak.self) {
            try LinkEvaluation(split: split, predictor: late, methods: LinkEvaluation.Method.baselines)
        }
    }

    @Test func aVisibleHiddenReferenceIsCaught() {
        var split = LinkSplit(corpus: Self.corpus, day: 1_250, end: 1_300, mode: .warm)
        split.sources[0].visible.append(split.sources[0].hidden[0])
        let snapshot = CitationSnapshot(corpus: Self.corpus, day: 1_250)
        #expect(LinkLeak.find(in: split, snapshot: snapshot).map(\.kind) == [.visibleReference])
    }

    @Test func aColdSourceThatShowsReferencesIsCaught() {
        var split = LinkSplit(corpus: Self.corpus, day: 1_250, end: 1_300, mode: .cold)
        split.sources[0].visible = [split.sources[0].hidden.removeLast()]
        let snapshot = CitationSnapshot(corpus: Self.corpus, day: 1_250)
        #expect(LinkLeak.find(in: split, snapshot: snapshot).map(\.kind) == [.warmSource])
    }

    /// Nothing that happens after the snapshot's day changes an answer.
    @Test func laterPapersDoNotChangeAnswers() {
        let cut = 1_250
        let whole = Self.corpus
        let snapshot = CitationSnapshot(corpus: whole, day: Int32(cut))
        let workspace = SignalWorkspace(snapshot: snapshot)
        let source = LinkSplit(corpus: whole, day: Int32(cut), end: 1_300, mode: .warm).sources[3]
        workspace.evaluate(LinkQuery(corpus: whole, paper: source.paper, seeds: source.visible))
        let before = LinkSignal.allCases.map { workspace.scores($0) }

        // The same world, in which every later paper but the source cites and says something else.
        var papers: [PredictionPaper] = []
        var citations: [(citing: Int, cited: Int)] = []
        for paper in 0..<whole.count {
            let isKept = paper < snapshot.count || paper == source.paper
            papers.append(
                PredictionPaper(
                    id: whole.ids[paper],
                    day: whole.days[paper],
                    title: whole.title(paper, if: isKept),
                    abstract: whole.abstract(paper, if: isKept),
                    authors: isKept ? whole.authors[paper].map { whole.authorNumbers[$0] } : [],
                    categories: []
                )
            )
            guard paper < snapshot.count else { continue }
            for cited in whole.references(of: paper) { citations.append((paper, cited)) }
        }
        let changed = PredictionCorpus(papers: papers, citations: citations)
        let other = SignalWorkspace(snapshot: CitationSnapshot(corpus: changed, day: Int32(cut)))
        other.evaluate(LinkQuery(corpus: changed, paper: source.paper, seeds: source.visible))
        for (signal, scores) in zip(LinkSignal.allCases, before) {
            for (old, new) in zip(scores, other.scores(signal)) { #expect(abs(old - new) <= 1e-4 * max(1, abs(old))) }
        }
    }
}

extension PredictionCorpus {
    /// The words of a title, or one that nobody else uses.
    fileprivate func title(_ paper: Int, if isKept: Bool) -> String {
        isKept ? titleWords[paper].map { wordNumbers[$0] }.joined(separator: " ") : "unheard"
    }

    /// The words of title and abstract less those of the title.
    fileprivate func abstract(_ paper: Int, if isKept: Bool) -> String {
        guard isKept else { return "unheard" }
        return words.counted(paper).flatMap { word, count in
            let inTitle = titleWords[paper].contains(word) ? 1 : 0
            return [String](repeating: wordNumbers[word], count: Int(count) - inTitle)
        }.joined(separator: " ")
    }
}
