import Answers
import HTTPTypes

/// Why a request was not done, as clients are told (RFC 9457).
struct Problem: Error, Sendable {
    /// What kind of problem: its HTTP status.
    var status: HTTPResponse.Status
    /// What happened, on what, and what to do.
    var detail: String
    /// What is wrong with which parameter.
    var errors: [FieldIssue] = []
    /// Further headers of the answer.
    var headers = HTTPFields()
    /// Whether the connection is closed after the answer, because the rest of the request is not read.
    var closesConnection = false

    init(_ status: HTTPResponse.Status, _ detail: String, errors: [FieldIssue] = [], headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers
    }

    /// A parameter that is wrong.
    static func wrong(_ field: String, _ message: String) -> Problem {
        Problem(
            .unprocessableContent,
            "a parameter is wrong: \(field)",
            errors: [FieldIssue(field: field, message: message)]
        )
    }

    /// Something that is not there.
    static func notFound(_ detail: String) -> Problem { Problem(.notFound, detail) }

    /// Something that cannot be done now, but may be later.
    static func unavailable(_ detail: String, retryAfter seconds: Int) -> Problem {
        Problem(.serviceUnavailable, detail, headers: [.retryAfter: String(seconds)])
    }

    /// The document that is sent.
    func document(instance: String, requestID: String) -> Document {
        Document(
            type: "about:blank",
            title: status.reasonPhrase.isEmpty ? "Error" : status.reasonPhrase,
            status: status.code,
            detail: detail,
            instance: instance,
            request_id: requestID,
            errors: errors.isEmpty ? nil : errors
        )
    }

    /// The members of the document.
    struct Document: Encodable {
        var type: String
        var title: String
        var status: Int
        var detail: String
        var instance: String
        var request_id: String
        var errors: [FieldIssue]?
    }

    /// The schema of ``Document``.
    static let schema = Schema.object(
        Schema.ObjectRule(members: [
            .required("type", .string),
            .required("title", .string),
            .required("status", .integer(100...599)),
            .required("detail", .string, "What happened, on what, and what to do."),
            .required("instance", .string, "The path asked for."),
            .required("request_id", .string, "Names the request in the server's log."),
            .optional(
                "errors",
                .list(.record([.required("field", .string), .required("message", .string)])),
                "What is wrong with which parameter."
            ),
        ])
    )
}
