import Answers
import HTTPTypes

/// Something that clients can ask of the server: what it is called, what it takes, who may, and what it answers.
///
/// Requests are checked by this value and the OpenAPI document is made from it, so the two cannot disagree.
struct Operation: Sendable {
    /// The HTTP method.
    var method: HTTPRequest.Method
    /// The path.
    var path: PathPattern
    /// A name that no other operation has.
    var name: String
    /// What it does, in a line.
    var summary: String
    /// What it belongs to.
    var group: Group
    /// What the path and the query may hold.
    var parameters: [Parameter] = []
    /// What the body must be; nil: none is read.
    var body: Schema?
    /// Whether the body is taken as it is: whoever it is for checks it.
    var takesRawBody = false
    /// Whether the body may be missing.
    var isBodyOptional = false
    /// What it answers, besides problems.
    var answers: [Outcome]
    /// What a caller must be allowed to do.
    var access = Access.read
    /// Whether its answers depend on the library alone, so that they can be kept until that changes.
    var isSettled = false
    /// Does it.
    var run: @Sendable (Call) async throws -> Reply

    /// What operations belong to.
    enum Group: String, Sendable, CaseIterable {
        case papers = "Papers"
        case search = "Search"
        case graph = "Graph"
        case predictions = "Predictions"
        case shelves = "Shelves"
        case ingestion = "Ingestion"
        case jobs = "Jobs"
        case cache = "Cache"
        case system = "System"
    }

    /// What a caller must be allowed to do.
    enum Access: Hashable, Sendable {
        /// Nothing: anybody may ask, also where reading needs a key.
        case open
        /// To read.
        case read
        /// To change things.
        case write
        /// To destroy things, after confirming it with the parameter `confirm`.
        case admin
    }

    /// One kind of answer.
    struct Outcome: Sendable {
        var status: HTTPResponse.Status
        var summary: String
        /// The media types, each with the schema of what is sent.
        var content: [(type: String, schema: Schema)] = []

        /// A JSON answer.
        static func json(_ schema: Schema, _ summary: String, status: HTTPResponse.Status = .ok) -> Outcome {
            Outcome(status: status, summary: summary, content: [("application/json", schema)])
        }
    }
}

/// A value in the path or the query.
struct Parameter: Sendable {
    /// Where it stands.
    enum Place: String, Sendable {
        case path, query
    }

    var name: String
    var place: Place
    var schema: Schema
    var summary: String
    var isRequired = false
    /// What holds when it is missing.
    var fallback: JSONValue?
    /// Whether it may come several times, for several values.
    var isRepeated = false

    /// A part of the path.
    static func path(_ name: String, _ schema: Schema, _ summary: String) -> Parameter {
        Parameter(name: name, place: .path, schema: schema, summary: summary, isRequired: true)
    }

    /// A parameter of the query that may be missing.
    static func query(_ name: String, _ schema: Schema, _ summary: String, default fallback: JSONValue? = nil)
        -> Parameter
    {
        Parameter(name: name, place: .query, schema: schema, summary: summary, fallback: fallback)
    }

    /// A parameter of the query that must be there.
    static func required(_ name: String, _ schema: Schema, _ summary: String) -> Parameter {
        Parameter(name: name, place: .query, schema: schema, summary: summary, isRequired: true)
    }

    /// A parameter of the query that may come several times.
    static func repeated(_ name: String, _ schema: Schema, _ summary: String) -> Parameter {
        Parameter(name: name, place: .query, schema: schema, summary: summary, isRepeated: true)
    }
}
