/// What is asked of link prediction in an evaluation: papers of a period, some of whose references are hidden.
///
/// The graph is frozen on the first day of the period; only references to papers before it count. The split depends on
/// the papers of the period and the seed only.
public struct LinkSplit: Sendable, Equatable {
    /// What is visible of a source.
    public enum Mode: String, Sendable, CaseIterable {
        /// A part of its references, its text and its authors.
        case warm
        /// Its text and its authors only.
        case cold
    }

    /// A paper some of whose references are hidden.
    public struct Source: Sendable, Equatable {
        /// The paper.
        public var paper: Int
        /// References that may be seen, ascending.
        public var visible: [Int]
        /// References to be found, ascending.
        public var hidden: [Int]
    }

    /// The day on which the graph is frozen, in days since 1970-01-01.
    public var day: Int32
    /// The first day after the period.
    public var end: Int32
    /// What is visible.
    public var mode: Mode
    /// Seed of the choice of what is hidden.
    public var seed: UInt64
    /// The papers of the period with enough references, in the order of the corpus.
    public var sources: [Source]

    /// How many references are hidden in all.
    public var hiddenCount: Int { sources.reduce(0) { $0 + $1.hidden.count } }

    /// Splits the references of the papers of a period.
    ///
    /// - Parameters:
    ///   - day: the first day of the period, on which the graph is frozen.
    ///   - end: the first day after it.
    ///   - least: how many references to papers before `day` a source must have.
    ///   - fold: which fifth of the shuffled references is hidden (rounded up); 0 in evaluations, the others serve training.
    public init(
        corpus: PredictionCorpus,
        day: Int32,
        end: Int32,
        mode: Mode,
        seed: UInt64 = 42,
        least: Int = 5,
        fold: Int = 0
    ) {
        self.day = day
        self.end = end
        self.mode = mode
        self.seed = seed
        let known = corpus.count(before: day)
        sources = []
        for paper in known..<max(known, corpus.count(before: end)) {
            var references = corpus.references(of: paper).filter { $0 < known }
            guard references.count >= least else { continue }
            guard mode == .warm else {
                sources.append(Source(paper: paper, visible: [], hidden: references))
                continue
            }
            var generator = SeededGenerator(seed: seed, item: corpus.ids[paper])
            generator.shuffle(&references)
            let size = (references.count + 4) / 5
            let first = min(fold * size, references.count)
            let hidden = first..<min(first + size, references.count)
            guard !hidden.isEmpty else { continue }
            let visible = references[..<hidden.lowerBound] + references[hidden.upperBound...]
            sources.append(Source(paper: paper, visible: visible.sorted(), hidden: references[hidden].sorted()))
        }
    }

    /// The split as text: a line per source with its identifier, `hidden` and `visible` references, separated by tabs, the
    /// references by spaces. Whoever has the same file has asked the same questions.
    public func listing(of corpus: PredictionCorpus) -> String {
        var lines = "source\thidden\tvisible\n"
        for source in sources {
            let hidden = source.hidden.map { corpus.ids[$0] }.joined(separator: " ")
            let visible = source.visible.map { corpus.ids[$0] }.joined(separator: " ")
            lines += "\(corpus.ids[source.paper])\t\(hidden)\t\(visible)\n"
        }
        return lines
    }
}
