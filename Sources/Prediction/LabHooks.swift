public enum Lab2 {
    public static func run(
        _ corpus: PredictionCorpus,
        train: Int32,
        day: Int32,
        end: Int32,
        mode: LinkSplit.Mode,
        epochs: Int,
        folds: Int,
        every: Int,
        classic: Bool,
        say: (String) -> Void
    ) {
        var o = LinkModel.Options(); o.epochs = epochs; o.folds = folds
        let model = LinkModel.train(corpus: corpus, day: train, end: day, options: o) { p, _ in
            if case .epoch(let e, _, _, let v) = p, v == nil { _ = e } else { say("\(p)") }
        }
        let p = LinkPredictor(corpus: corpus, day: day, model: model)
        say("predictor")
        var methods = LinkEvaluation.Method.baselines
        if classic {
            let tp = LinkPredictor(corpus: corpus, day: train)
            methods +=
                ClassicModels(split: LinkSplit(corpus: corpus, day: train, end: day, mode: mode), predictor: tp).methods
            say("classic")
        }
        if let v = p.graphSAGE { methods.append(.graphSAGE(v)) }
        methods.append(.scorer("ours", mode == .warm ? model.warm : model.cold))
        var split = LinkSplit(corpus: corpus, day: day, end: end, mode: mode)
        if every > 1 { split.sources = split.sources.enumerated().filter { $0.offset % every == 0 }.map(\.element) }
        let e = try! LinkEvaluation(split: split, predictor: p, methods: methods)
        say("evaluated \(split.sources.count) \(split.hiddenCount)")
        func f(_ x: Double) -> String { "\((x * 10000).rounded() / 10000)" }
        for r in e.summaries() {
            say(
                "\(r.method) | mrr \(f(r.reciprocalRank.value)) [\(f(r.reciprocalRank.interval.lowerBound)),\(f(r.reciprocalRank.interval.upperBound))] h10 \(f(r.hits10.value)) h50 \(f(r.hits50.value)) r20 \(f(r.recall20.value)) auc \(f(r.areaUniform)) \(f(r.areaPopular)) \(f(r.areaHard))"
            )
        }
        if let d = e.difference("ours", minus: "LambdaRank, 23 features") {
            say("ours - LambdaRank \(d.reciprocalRank) \(d.hits10) \(d.recall20)")
        }
    }
}
