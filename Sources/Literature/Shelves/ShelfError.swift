/// Why something on the user's shelves (collections, tags, notes, watches) could not be done: what failed, and what to do next.
public struct ShelfError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure. New kinds may come; compare with the ones you handle.
    public struct Code: Hashable, Sendable {
        private enum Value: Hashable {
            case invalid, exists, unknown, tooMany, busy
        }
        private let value: Value

        /// A name or text is not one that can be kept.
        public static let invalid = Code(value: .invalid)
        /// There is something of that name already.
        public static let exists = Code(value: .exists)
        /// There is nothing of that name, or no such paper.
        public static let unknown = Code(value: .unknown)
        /// There is no room for more.
        public static let tooMany = Code(value: .tooMany)
        /// Another program writes to the library; trying again later helps.
        public static let busy = Code(value: .busy)
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, on what, and what would be right.
    public var message: String

    /// A failure.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
