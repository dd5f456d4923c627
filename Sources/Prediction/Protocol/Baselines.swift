extension LinkEvaluation.Method {
    /// The score of one signal.
    static func signal(_ name: String, _ signal: LinkSignal) -> LinkEvaluation.Method {
        LinkEvaluation.Method(name: name) { extractor, _, scores in
            let values = extractor.workspace[signal]
            for paper in scores.indices { scores[paper] = values[paper] }
        }
    }

    /// Methods without training that every other one has to beat.
    public static var baselines: [LinkEvaluation.Method] {
        [
            LinkEvaluation.Method(name: "random") { _, query, scores in
                var generator = SeededGenerator(seed: 42, item: "random \(query.paper ?? 0)")
                for paper in scores.indices { scores[paper] = Float(generator.unit()) }
            },
            LinkEvaluation.Method(name: "in-degree") { extractor, _, scores in
                let snapshot = extractor.workspace.snapshot
                for paper in scores.indices { scores[paper] = Float(snapshot.inDegree(paper)) }
            },
            LinkEvaluation.Method(name: "recent in-degree (2 years)") { extractor, _, scores in
                let recent = extractor.workspace.snapshot.recentCitations[CitationSnapshot.windows.count - 1]
                for paper in scores.indices { scores[paper] = recent[paper] }
            },
            signal("common neighbours", .commonNeighbours),
            signal("Adamic-Adar", .adamicAdar),
            signal("resource allocation", .resourceAllocation),
            signal("co-citation", .coCitation),
            signal("bibliographic coupling", .coupling),
            signal("Katz (3 hops)", .katz),
            signal("personalised PageRank (.5)", .pageRank50),
            signal("BM25", .bm25),
            signal("BM25 neighbours' citations", .textNeighbours),
            signal("authors cited it", .authorsCited),
        ]
    }

    /// One method for each signal.
    public static var signals: [LinkEvaluation.Method] {
        LinkSignal.allCases.map { signal("\($0)", $0) }
    }

    /// GraphSAGE by itself.
    public static func graphSAGE(_ vectors: SageVectors) -> LinkEvaluation.Method {
        LinkEvaluation.Method(name: "GraphSAGE") { extractor, query, scores in
            let text = extractor.embeddings.text(of: query, rarity: extractor.workspace.snapshot.text.rarity)
            vectors.score(vectors.query(text: text, seeds: query.seeds), into: scores)
        }
    }

    /// A model over the candidates of the pool; all other papers come after them, by their walk and text scores.
    static func pool(
        _ name: String,
        _ model: @escaping @Sendable (UnsafePointer<Float>, Int) -> [Float]
    ) -> LinkEvaluation.Method {
        LinkEvaluation.Method(name: name, usesFeatures: true) { extractor, _, scores in
            let candidates = extractor.candidates
            let values = extractor.rows.withUnsafeBufferPointer { rows in
                rows.baseAddress.map { model($0, candidates.count) } ?? []
            }
            let floor = (values.min() ?? 0) - 2
            let (walk, text) = (extractor.workspace[.pageRank50], extractor.workspace[.bm25])
            let context = extractor.workspace[.contextWalk]
            for paper in scores.indices {
                let rest = 100 * walk[paper] + 10 * context[paper] + 0.01 * text[paper]
                scores[paper] = floor + rest / (1 + rest)
            }
            for (candidate, value) in zip(candidates, values) { scores[Int(candidate)] = value }
        }
    }

    /// The scorer of a model.
    public static func shipped(_ name: String, _ model: LinkModel, mode: LinkSplit.Mode) -> LinkEvaluation.Method {
        scorer(name, mode == .warm ? model.warm : model.cold)
    }

    /// A scorer of candidates.
    static func scorer(_ name: String, _ scorer: CandidateScorer) -> LinkEvaluation.Method {
        pool(name) { features, count in scorer.scores(features, count: count) }
    }
}
