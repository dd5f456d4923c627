extension Reliability {
    /// How far the probabilities of the shipped scorer can be believed: those of all candidates of some sources of a split.
    ///
    /// - Parameter every: sources are taken at this distance.
    public static func measure(split: LinkSplit, predictor: LinkPredictor, every: Int = 5) -> Reliability {
        let sources = stride(from: 0, to: split.sources.count, by: max(every, 1)).map { split.sources[$0] }
        let size = 32
        let parts = (sources.count + size - 1) / size
        let blocks = FixedSlots<[(probability: Double, isCited: Bool)]>(count: parts)
        Threads.each(parts) { part in
            let session = predictor.makeSession()
            var found: [(probability: Double, isCited: Bool)] = []
            for source in sources[(part * size)..<min(sources.count, (part + 1) * size)] {
                let query = LinkQuery(corpus: predictor.snapshot.corpus, paper: source.paper, seeds: source.visible)
                let hidden = Set(source.hidden)
                for prediction in session.predict(query, limit: .max / 4) {
                    found.append((Double(prediction.probability), hidden.contains(prediction.paper)))
                }
            }
            blocks[part] = found
        }
        return Reliability((0..<parts).flatMap { blocks[$0] ?? [] })
    }
}
