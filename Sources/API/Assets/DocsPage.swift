import Answers
import HTTPTypes

/// The operations as a page that people can read, without a network and without scripts.
struct DocsPage {
    let text: String

    init(_ operations: [Operation], _ configuration: APIConfiguration) {
        var html = Self.head("API")
        html += "<h1>ArXiv Co-Scientist: API</h1>\n"
        html +=
            "<p>Version \(Self.escape(configuration.version)). For programs: <a href=\"/openapi.json\">openapi.json</a> "
        html +=
            "(OpenAPI 3.1). Identifiers of papers in paths may be written with their slash or with <code>%2F</code>. "
        html += "Errors are <code>application/problem+json</code> (RFC 9457).</p>\n"
        html +=
            "<p>Reading \(configuration.readsNeedKey ? "needs a key" : "is open"); changing things needs a key with the scope "
        html += "<code>write</code>, destroying them one with <code>admin</code> and <code>confirm</code>. "
        html +=
            "Keys come from <code>arxiv-cosci key create</code> and are sent as <code>Authorization: Bearer KEY</code> "
        html += "or <code>X-API-Key: KEY</code>.</p>\n"
        for group in Operation.Group.allCases {
            let members = operations.filter { $0.group == group }
            guard !members.isEmpty else { continue }
            html += "<h2>\(group.rawValue)</h2>\n"
            for operation in members { html += Self.section(operation) }
        }
        text = html + "</main></body></html>\n"
    }

    private static func section(_ operation: Operation) -> String {
        var html = "<section id=\"\(escape(operation.name))\"><h3><b>\(operation.method.rawValue)</b> "
        html += "<code>\(escape(operation.path.text))</code></h3>\n<p>\(escape(operation.summary))"
        switch operation.access {
        case .open, .read: break
        case .write: html += " <i>Needs the scope write.</i>"
        case .admin: html += " <i>Needs the scope admin.</i>"
        }
        html += "</p>\n"
        if !operation.parameters.isEmpty {
            html += table(operation.parameters.map { ($0.name, kind($0.schema), $0.isRequired, about($0)) })
        }
        if case .object(let rule) = operation.body {
            html += "<p>Body (JSON):</p>\n"
            html += table(rule.members.map { ($0.name, kind($0.schema), $0.isRequired, escape($0.summary)) })
        }
        return html + "</section>\n"
    }

    private static func table(_ rows: [(name: String, kind: String, isRequired: Bool, about: String)]) -> String {
        var html = "<table><tbody>\n"
        for row in rows {
            html += "<tr><th scope=\"row\"><code>\(escape(row.name))</code></th><td>\(escape(row.kind))"
            html += row.isRequired ? ", needed" : ""
            html += "</td><td>\(row.about)</td></tr>\n"
        }
        return html + "</tbody></table>\n"
    }

    private static func about(_ parameter: Parameter) -> String {
        var text = escape(parameter.summary)
        if let fallback = parameter.fallback { text += " Default: <code>\(escape(plain(fallback)))</code>." }
        if parameter.isRepeated { text += " May come several times." }
        return text
    }

    private static func plain(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let value): value
        case .array, .object: ""
        }
    }

    /// A schema in a word or two.
    private static func kind(_ schema: Schema) -> String {
        switch schema {
        case .text(let rule) where rule.kind == .paper: "paper"
        case .text(let rule) where rule.kind == .moment: "day, month or year"
        case .text: "text"
        case .integer(let range) where range.upperBound == Int.max: "whole number"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .number: "number"
        case .boolean: "true or false"
        case .choice(let choices): choices.joined(separator: " | ")
        case .array(let element, let count):
            "\(kind(element)), several" + (count.upperBound == Int.max ? "" : " (at most \(count.upperBound))")
        case .object, .map: "object"
        case .named(let name): name
        case .nullable(let schema): kind(schema) + " or null"
        case .any: "anything"
        }
    }

    // MARK: Frame

    /// What stands at `/` without a web app.
    static var welcome: String {
        head("ArXiv Co-Scientist") + """
            <h1>ArXiv Co-Scientist</h1>
            <p>The API is running. Its web app is not installed here: <code>scripts/web-assets</code> builds it, and
            <code>arxiv-cosci serve --web DIR</code> serves it.</p>
            <p><a href="/docs">What the API can do</a></p>
            </main></body></html>

            """
    }

    private static func head(_ title: String) -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title)</title><link rel="stylesheet" href="/docs/style.css"></head><body><main>

        """
    }

    static let style = """
        :root { color-scheme: light dark }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 0 }
        main { max-width: 60rem; margin: 0 auto; padding: 1rem }
        code { font: 0.9em ui-monospace, monospace }
        section { border-top: 1px solid #8884; padding: 0.25rem 0 }
        h3 { font-size: 1rem; margin: 0.5rem 0 0.25rem }
        table { border-collapse: collapse }
        th, td { text-align: left; vertical-align: top; padding: 0.1rem 1rem 0.1rem 0; font-weight: normal }

        """

    private static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }
}
