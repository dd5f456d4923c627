extension LinkEvaluation.Method {
    /// The score of one signal.
    static func signal(_ name: String, _ signal: LinkSignal) -> LinkEvaluation.Method {
        LinkEvaluation.Method(name: name) { workspace, _, scores in
            let values = workspace[signal].values
            for paper in scores.indices { scores[paper] = values[paper] }
        }
    }

    /// Methods without training that every other one has to beat.
    public static var baselines: [LinkEvaluation.Method] {
        [
            LinkEvaluation.Method(name: "random") { workspace, query, scores in
                var generator = SeededGenerator(seed: 42, item: "random \(query.paper ?? 0)")
                for paper in scores.indices { scores[paper] = Float(generator.unit()) }
            },
            LinkEvaluation.Method(name: "in-degree") { workspace, _, scores in
                for paper in scores.indices { scores[paper] = Float(workspace.snapshot.inDegree(paper)) }
            },
            LinkEvaluation.Method(name: "recent in-degree (2 years)") { workspace, _, scores in
                let recent = workspace.snapshot.recentCitations[CitationSnapshot.windows.count - 1]
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
}
