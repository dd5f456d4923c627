public import Caching

/// A question that the Engine answers and whose answers are kept.
///
/// Its stored properties are its parameters: equal ones have equal answers as long as nothing changes that the tags stand for.
public protocol CachedQuery: Codable, Hashable, Sendable {
    /// What is answered.
    associatedtype Answer: Codable & Sendable

    /// What kind of question it is.
    static var kind: QueryKind { get }

    /// What the answer depends on; a function of the parameters alone.
    var tags: [CacheTag] { get }

    /// Finds the answer.
    func load(from stores: QueryStores) async throws -> LoadedAnswer<Answer>
}

/// What a load found, and whether it may be kept.
public struct LoadedAnswer<Answer: Codable & Sendable>: Sendable {
    /// The answer.
    public var answer: Answer
    /// Whether it says that there is nothing, so that it is kept for a short time only.
    public var isNegative: Bool
    /// Whether it is that of an earlier state, so that it must not be kept.
    public var isPassing: Bool

    /// An answer.
    public init(_ answer: Answer, isNegative: Bool = false, isPassing: Bool = false) {
        self.answer = answer
        self.isNegative = isNegative
        self.isPassing = isPassing
    }
}
