import Answers
import HTTPTypes
import Hummingbird
import NIOCore

/// A body in gzip that stands beside the plain one, with a tag of its own (RFC 9110, 8.8.3.3).
struct PackedBody: Sendable {
    var bytes: [UInt8]
    var tag: String
}

/// What an operation answers.
struct Reply: Sendable {
    /// What is sent.
    enum Content: Sendable {
        /// Nothing.
        case none
        /// Bytes of a media type.
        case bytes([UInt8], type: String)
        /// Bytes as they come, of a media type; never kept or compressed.
        case stream(ResponseBody, type: String)
    }

    var status: HTTPResponse.Status
    var headers: HTTPFields
    var content: Content
    /// Whether it is the answer of the library as it is: one that lags behind must not be kept.
    var isSettled = true
    /// The same bytes in gzip, when they were packed beforehand.
    var packed: PackedBody?

    init(_ content: Content, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        self.content = content
        self.status = status
        self.headers = headers
    }

    /// A JSON answer.
    ///
    /// - Parameter isSettled: whether it is the answer of the library as it is.
    static func json(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        isSettled: Bool = true
    ) throws -> Reply {
        var reply = Reply(.bytes(try JSONText.encode(value), type: "application/json"), status: status)
        reply.isSettled = isSettled
        return reply
    }

    /// Text of a media type.
    static func text(_ text: String, type: String) -> Reply { Reply(.bytes(Array(text.utf8), type: type)) }
}
