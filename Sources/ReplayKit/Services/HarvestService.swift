import Foundation
import Literature

/// arXiv's OAI-PMH interface over the list of papers.
struct HarvestService {
    private let services: ReplayServices

    init(_ services: ReplayServices) {
        self.services = services
    }

    /// What a list is of, and how far it is; written into its resumption token.
    private struct Position: Codable {
        var prefix: String
        var set: String?
        var from: String?
        var until: String?
        var offset = 0
        var epoch = 0
    }

    private struct Refusal: Error {
        var code: String
        var message: String
    }

    func answer(_ request: ReplayRequest, isEmpty: Bool) -> ReplayAnswer {
        do {
            switch request["verb"] {
            case "Identify": return envelope(identify)
            case "ListSets": return envelope(sets)
            case "ListRecords": return try records(request, isEmpty: isEmpty)
            default: throw Refusal(code: "badVerb", message: "this server knows Identify, ListSets and ListRecords")
            }
        } catch let refusal as Refusal {
            return envelope("<error code=\"\(refusal.code)\">\(XMLText.escaped(refusal.message))</error>\n")
        } catch {
            return .error(500, "\(error)")
        }
    }

    private func envelope(_ content: String, ids: [String] = []) -> ReplayAnswer {
        let now = Timestamp(secondsSince1970: Int64(Date().timeIntervalSince1970))
        return .xml(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
            <responseDate>\(now)</responseDate>
            <request>http://oaipmh.arxiv.org/oai</request>
            \(content)</OAI-PMH>

            """,
            ids: ids
        )
    }

    private var identify: String {
        let earliest = services.content.papers.first?.datestamp ?? "2005-09-16"
        return """
            <Identify><repositoryName>arXiv (replayed)</repositoryName><protocolVersion>2.0</protocolVersion>
            <earliestDatestamp>\(earliest)</earliestDatestamp><deletedRecord>persistent</deletedRecord>
            <granularity>YYYY-MM-DD</granularity></Identify>

            """
    }

    private var sets: String {
        let names = Set(services.content.papers.flatMap { ($0.categories ?? "").split(separator: " ") }).sorted()
        let rows = names.map { name in
            let parts = name.split(separator: ".")
            let spec = parts.count == 2 ? "\(parts[0]):\(parts[0]):\(parts[1])" : "physics:\(name)"
            return "<set><setSpec>\(spec)</setSpec><setName>\(name)</setName></set>\n"
        }
        return "<ListSets>\n\(rows.joined())</ListSets>\n"
    }

    private func records(_ request: ReplayRequest, isEmpty: Bool) throws -> ReplayAnswer {
        var position = try position(request)
        guard ["arXiv", "arXivRaw", "oai_dc"].contains(position.prefix) else {
            throw Refusal(code: "cannotDisseminateFormat", message: "unknown metadataPrefix \(position.prefix)")
        }
        let papers = services.content.papers.filter { paper in
            paper.datestamp >= position.from ?? "" && paper.datestamp <= position.until ?? "9999"
                && Self.belongs(paper, to: position.set)
        }
        guard !papers.isEmpty else { throw Refusal(code: "noRecordsMatch", message: "no records match") }
        let page = isEmpty ? [] : papers.dropFirst(position.offset).prefix(services.configuration.recordsPerPage)
        let begin = position.offset
        position.offset += services.configuration.recordsPerPage
        var text = "<ListRecords>\n"
        for paper in page { text += Self.record(paper, position.prefix) }
        text += token(position, begin: begin, total: papers.count)
        return envelope(text + "</ListRecords>\n", ids: page.map(\.identifier.description))
    }

    private func position(_ request: ReplayRequest) throws -> Position {
        guard let token = request["resumptionToken"] else {
            guard let prefix = request["metadataPrefix"] else {
                throw Refusal(code: "badArgument", message: "metadataPrefix is missing")
            }
            return Position(
                prefix: prefix,
                set: request["set"],
                from: request["from"],
                until: request["until"],
                epoch: services.state.tokenEpoch
            )
        }
        guard let data = Data(base64Encoded: token),
            // A token that cannot be read is one that the server never gave.
            let position = try? JSONDecoder().decode(Position.self, from: data),
            position.epoch == services.state.tokenEpoch
        else { throw Refusal(code: "badResumptionToken", message: "the token is unknown or has expired") }
        return position
    }

    private func token(_ next: Position, begin: Int, total: Int) -> String {
        let size =
            services.configuration.tellsListSize ? " cursor=\"\(begin)\" completeListSize=\"\(total)\"" : ""
        // Texts and numbers can always be written.
        guard next.offset < total, let data = try? JSONEncoder().encode(next) else {
            return begin == 0 ? "" : "<resumptionToken\(size)></resumptionToken>\n"
        }
        return "<resumptionToken\(size)>\(data.base64EncodedString())</resumptionToken>\n"
    }

    /// `physics:hep-th` holds `hep-th`; `cs:cs:AI` holds `cs.AI`; `cs` holds all of `cs`; `physics` everything else too.
    private static func belongs(_ paper: PaperRecord, to set: String?) -> Bool {
        guard let set else { return true }
        let parts = set.split(separator: ":")
        guard let last = parts.last else { return true }
        let wanted = parts.count == 3 ? "\(parts[1]).\(last)" : "\(last)"
        return (paper.categories ?? "").split(separator: " ").contains { category in
            category == wanted || category.hasPrefix(wanted + ".") || set == "physics"
        }
    }

    // MARK: Records

    private static func record(_ paper: PaperRecord, _ prefix: String) -> String {
        let id = paper.identifier.description
        let metadata =
            switch prefix {
            case "arXiv": arxiv(paper, id)
            case "arXivRaw": raw(paper, id)
            default: dublinCore(paper, id)
            }
        return """
            <record><header><identifier>oai:arXiv.org:\(id)</identifier><datestamp>\(paper.datestamp)</datestamp>\
            <setSpec>physics:hep-th</setSpec></header>
            <metadata>
            \(metadata)</metadata></record>

            """
    }

    private static func shared(_ paper: PaperRecord) -> String {
        XMLText.element("title", paper.title) + XMLText.element("categories", paper.categories)
            + XMLText.element("comments", paper.comments) + XMLText.element("report-no", paper.reportNumber)
            + XMLText.element("journal-ref", paper.journalReference) + XMLText.element("doi", paper.doi)
            + XMLText.element("license", paper.license) + XMLText.element("abstract", paper.abstract)
    }

    private static func arxiv(_ paper: PaperRecord, _ id: String) -> String {
        var text = "<arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\">\n<id>\(id)</id>\n"
        text += XMLText.element("created", (paper.versions.first?.created ?? paper.submitted)?.day)
        text += XMLText.element("updated", paper.versions.count > 1 ? paper.versions.last?.created?.day : nil)
        text += "<authors>\n"
        for author in paper.authors.authors {
            text += "<author>" + XMLText.element("keyname", author.family) + XMLText.element("forenames", author.given)
            text += XMLText.element("suffix", author.suffix) + "</author>\n"
        }
        return text + "</authors>\n" + shared(paper) + "</arXiv>\n"
    }

    private static func raw(_ paper: PaperRecord, _ id: String) -> String {
        var text = "<arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\">\n<id>\(id)</id>\n"
        text += XMLText.element("submitter", paper.submitter)
        for version in paper.versions {
            text += "<version version=\"v\(version.number)\">" + XMLText.element("date", version.created?.mailDate)
            text += "<size>\((version.size ?? 1024) / 1024)kb</size></version>\n"
        }
        return text + XMLText.element("authors", paper.authorsText) + shared(paper) + "</arXivRaw>\n"
    }

    private static func dublinCore(_ paper: PaperRecord, _ id: String) -> String {
        var text =
            "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
            + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n" + XMLText.element("dc:title", paper.title)
        for author in paper.authors.authors {
            let name = author.given.isEmpty ? author.family : "\(author.family), \(author.given)"
            text += XMLText.element("dc:creator", name)
        }
        text += XMLText.element("dc:description", paper.abstract)
        text += XMLText.element("dc:date", (paper.versions.first?.created ?? paper.submitted)?.day)
        text += XMLText.element("dc:identifier", "http://arxiv.org/abs/\(id)")
        return text + "</oai_dc:dc>\n"
    }
}
