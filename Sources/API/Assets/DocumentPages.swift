import Answers
import HTTPTypes

/// Pages that the server makes of its own operations: the OpenAPI document, and the same for people.
struct DocumentPages: Sendable {
    private let openAPI: Reply
    private let docs: Reply
    private let style: Reply
    /// What stands at `/` when there is no web app.
    let welcome: Reply

    init(_ operations: [Operation], _ configuration: APIConfiguration) {
        let document = OpenAPIDocument(operations, configuration).value
        // The document is made of texts and finite numbers, which always have a form in JSON.
        openAPI = Reply(.bytes((try? JSONText.encode(document)) ?? [], type: "application/json"))
        docs = .text(DocsPage(operations, configuration).text, type: "text/html; charset=utf-8")
        style = .text(DocsPage.style, type: "text/css; charset=utf-8")
        welcome = .text(DocsPage.welcome, type: "text/html; charset=utf-8")
    }

    /// The page at a path.
    func page(_ segments: [String]) -> Reply? {
        switch segments {
        case ["openapi.json"]: openAPI
        case ["docs"], ["docs", ""]: docs
        case ["docs", "style.css"]: style
        default: nil
        }
    }
}
