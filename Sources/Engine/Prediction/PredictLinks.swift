public import Literature
import MappedFiles
import Ports
import Prediction

/// Answers what papers and drafts should cite, and who may cite them.
///
/// Keeps the library's papers and what is computed from them: a value answers many questions.
public struct PredictLinks: Sendable {
    /// A citation that is likely missing.
    public struct Link: Sendable, Equatable, Codable {
        /// The other paper.
        public var identifier: String
        /// How likely the citation is.
        public var probability: Double
        /// Facts that speak for it, as sentences.
        public var reasons: [String]
        /// Whether the paper cites it after all, which was hidden from the prediction.
        public var isCited: Bool
    }

    /// What is said about a paper.
    public struct Answer: Sendable, Equatable, Codable {
        /// The paper; nil for a draft.
        public var identifier: String?
        /// Everything before this day was known, in days since 1970-01-01.
        public var day: Int32
        /// References that were looked at.
        public var references: Int
        /// References of a draft that the library does not have.
        public var unknown: [String] = []
        /// What the paper should cite.
        public var cites: [Link]
        /// What may cite the paper.
        public var citedBy: [Link] = []
    }

    private let library: LibraryCorpus
    private let predictor: LinkPredictor

    /// Opens the library's model.
    ///
    /// - Parameter day: everything before this day is known; the whole library by default.
    /// - Throws: ``PredictionError`` `noModel`.
    /// - Complexity: reads the whole library: some seconds for 30,000 papers.
    public init(_ derived: DerivedLibrary, day: Int32? = nil) throws {
        guard let path = try derived.live(TrainPredictor.file).first else {
            throw PredictionError(
                code: .noModel,
                description: "no model was trained; run: arxiv-cosci train-predictor"
            )
        }
        let model = try LinkModel(path: path)
        library = try LibraryCorpus(feed: derived.feed)
        predictor = LinkPredictor(
            corpus: library.corpus,
            day: day ?? (library.corpus.days.last ?? 0) + 1,
            model: model
        )
    }

    private var corpus: PredictionCorpus { library.corpus }

    /// What a paper of the library should cite besides what it cites, and what may cite it.
    ///
    /// Only papers that are not newer than it can be cited by it.
    /// - Parameters:
    ///   - identifier: the paper, under the name it is filed under.
    ///   - hidesReferences: whether to go by text and authors only, and count which references are found.
    ///   - limit: how many of either at most.
    /// - Throws: ``PredictionError`` `unknownPaper`.
    public func callAsFunction(_ identifier: String, hidesReferences: Bool, limit: Int) throws -> Answer {
        guard let paper = corpus.paper(identifier) else {
            throw PredictionError(
                code: .unknownPaper,
                description: "\(identifier) is not in the library, or without a date; import a file that has it"
            )
        }
        let references = corpus.references(of: paper).filter { $0 < predictor.snapshot.count }
        let seeds = hidesReferences ? [] : references
        let query = LinkQuery(corpus: corpus, paper: paper, seeds: seeds)
        let session = predictor.makeSession()
        let predictions = session.predict(query, limit: limit) { corpus.days[$0] <= corpus.days[paper] }
        let known = Set(references)
        let cites = predictions.map { link(session, query, $0, isCited: known.contains($0.paper)) }
        var answer = Answer(
            identifier: identifier,
            day: predictor.snapshot.day,
            references: seeds.count,
            cites: cites
        )
        answer.citedBy = citers(of: paper, near: session, limit: limit)
        return answer
    }

    /// What a draft should cite.
    public func callAsFunction(_ draft: LinkDraft, limit: Int) -> Answer {
        var seeds: [Int] = []
        var unknown: [String] = []
        for reference in draft.references {
            if let paper = corpus.paper(reference), paper < predictor.snapshot.count {
                seeds.append(paper)
            } else {
                unknown.append(reference)
            }
        }
        let paper = PredictionPaper(
            id: "",
            day: predictor.snapshot.day,
            title: draft.title,
            abstract: draft.abstract,
            authors: LibraryCorpus.keys(draft.authors),
            categories: draft.categories
        )
        let query = LinkQuery(corpus: corpus, draft: paper, seeds: Array(Set(seeds)).sorted())
        let session = predictor.makeSession()
        let cites = session.predict(query, limit: limit).map { link(session, query, $0, isCited: false) }
        return Answer(
            day: predictor.snapshot.day,
            references: query.seeds.count,
            unknown: unknown + draft.unknown,
            cites: cites
        )
    }

    /// Later papers that are near the paper and do not cite it, by how likely they should.
    private func citers(of paper: Int, near session: LinkSession, limit: Int) -> [Link] {
        let later = session.related(to: paper, limit: 12) { candidate in
            corpus.days[candidate] >= corpus.days[paper] && candidate != paper
                && !corpus.references(of: candidate).contains(paper)
        }
        var links: [(link: Link, probability: Double)] = []
        for candidate in later {
            let seeds = corpus.references(of: candidate).filter { $0 < predictor.snapshot.count }
            let query = LinkQuery(corpus: corpus, paper: candidate, seeds: seeds)
            let found = session.predict(query, limit: .max / 4).first { $0.paper == paper }
            guard let found else { continue }
            var item = link(session, query, found, isCited: false)
            item.identifier = corpus.ids[candidate]
            links.append((item, item.probability))
        }
        links.sort {
            $0.probability != $1.probability ? $0.probability > $1.probability : $0.link.identifier < $1.link.identifier
        }
        return links.prefix(limit).map(\.link)
    }

    private func link(
        _ session: LinkSession,
        _ query: LinkQuery,
        _ prediction: LinkPredictor.Prediction,
        isCited: Bool
    ) -> Link {
        Link(
            identifier: corpus.ids[prediction.paper],
            probability: Double(prediction.probability),
            reasons: session.reasons(for: prediction.paper, of: query).map { ReasonText.sentence($0, corpus) },
            isCited: isCited
        )
    }
}

/// A text whose references are to be completed.
public struct LinkDraft: Sendable, Hashable, Codable {
    /// Its title; empty when there is none.
    public var title = ""
    /// Its abstract; empty when there is none.
    public var abstract = ""
    /// Its authors.
    public var authors: [Author] = []
    /// Its categories.
    public var categories: [String] = []
    /// What it cites, under the names that the library files them under.
    public var references: [String] = []
    /// What it cites and the library does not have.
    public var unknown: [String] = []

    /// An empty draft.
    public init() {}
}
