public import Caching

/// What a paper or a draft should cite, and what may cite it.
public struct PredictQuery: CachedQuery {
    /// Who is asked about.
    public enum Subject: Codable, Hashable, Sendable {
        /// A paper of the library, under the name it is filed under.
        case paper(String)
        /// A text that is being written.
        case draft(LinkDraft)
    }

    /// Who is asked about.
    public var subject: Subject
    /// How many papers at most.
    public var limit: Int
    /// Whether a paper's references are hidden from the prediction.
    public var hidesReferences: Bool
    /// Everything before this day is known, in days since 1970-01-01; nil for the whole library.
    public var day: Int32?
    /// Which model answers.
    public let model: String

    /// Asks the model that is live in `stores`.
    public init(
        _ subject: Subject,
        limit: Int,
        hidesReferences: Bool = false,
        day: Int32? = nil,
        in stores: QueryStores
    ) throws {
        self.subject = subject
        self.limit = limit
        self.hidesReferences = hidesReferences
        self.day = day
        model = try stores.predictions.model()
    }

    /// The kind.
    public static var kind: QueryKind { .predict }

    /// All texts and citations.
    public var tags: [CacheTag] { [.texts, .graph] }

    /// Predicts.
    public func load(from stores: QueryStores) async throws -> LoadedAnswer<PredictLinks.Answer> {
        let links = try stores.predictions.links(day: day)
        let answer =
            switch subject {
            case .paper(let identifier): try links(identifier, hidesReferences: hidesReferences, limit: limit)
            case .draft(let draft): links(draft, limit: limit)
            }
        let isReplaced = try stores.predictions.model() != model
        return LoadedAnswer(answer, isNegative: answer.cites.isEmpty, isPassing: isReplaced)
    }
}
