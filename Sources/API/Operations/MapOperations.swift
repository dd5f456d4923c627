import Answers
import Engine
import HTTPTypes
import Literature
import Ports

/// The map of the whole library.
enum MapOperations {
    static var all: [Operation] { [map, labels] }

    private static let map = Operation(
        method: .get,
        path: PathPattern("/api/graph/layout"),
        name: "getMap",
        summary: "The most cited works in the plane, linked ones near each other, in columns.",
        group: .graph,
        parameters: [
            .query("limit", .integer(1...20_000), "How many works at most.", default: .integer(20_000)),
            .query("edges", .integer(0...60_000), "How many citations at most.", default: .integer(60_000)), .asOf,
        ],
        answers: [.json(.named("Map"), "Columns of nodes, and edges as pairs of places.")],
        isSettled: true
    ) { call in
        var request = MapLibrary.Request()
        request.limit = call.arguments.integer("limit") ?? 20_000
        request.edgeLimit = call.arguments.integer("edges") ?? 60_000
        request.date = call.arguments.moment("as_of")
        let answer = try await call.answer(request)
        return try .json(MapJSON(answer), isSettled: answer.behind.isEmpty)
    }

    private static let labels = Operation(
        method: .get,
        path: PathPattern("/api/graph/layout/labels"),
        name: "getMapLabels",
        summary: "Titles of works of the map.",
        group: .graph,
        parameters: [
            .required(
                "ids",
                .string(1...8000, example: "hep-th/9711200,hep-th/9802150"),
                "Identifiers, separated by commas; 200 at most."
            )
        ],
        answers: [
            .json(
                .record([.required("titles", .map(.nullable(.string)))]),
                "Titles by identifier; null where there is none."
            )
        ],
        isSettled: true
    ) { call in
        let names = (call.arguments.text("ids") ?? "").split(separator: ",").map(String.init)
        guard (1...200).contains(names.count) else { throw Problem.wrong("ids", "1 to 200 identifiers are needed") }
        let known = names.compactMap { name in PaperIdentifier(name).map { (name, $0) } }
        var titles: [String: Nullable<String>] = [:]
        for name in names { titles[name] = Nullable(nil) }
        let papers = try call.services.queries.stores.papers.papers(known.map(\.1))
        for (entry, paper) in zip(known, papers) { titles[entry.0] = Nullable(paper?.title) }
        return try .json(["titles": titles])
    }
}

/// A map, in columns.
private struct MapJSON: Encodable {
    struct Nodes: Encodable {
        var id: [String]
        var x: [Double]
        var y: [Double]
        var year: [Nullable<Int>]
        var category: [Nullable<Int>]
        var community: [Int]
        var citations: [Int]
    }

    struct Community: Encodable {
        var id: Int
        var label: String
        var size: Int
    }

    var nodes: Nodes
    var categories: [String]
    var communities: [Community]
    var edges: [Int32]
    var behind: [String]

    init(_ answer: MapLibrary.Answer) {
        nodes = Nodes(
            id: answer.identifiers,
            x: answer.x,
            y: answer.y,
            year: answer.years.map { Nullable($0) },
            category: answer.category.map { Nullable($0) },
            community: answer.community,
            citations: answer.citations
        )
        categories = answer.categories
        communities = answer.communities.map { Community(id: $0.id, label: $0.label, size: $0.size) }
        edges = answer.edges
        behind = answer.behind.map(\.rawValue)
    }
}
