import Answers
import Engine
import HTTPTypes
import Literature
import Ports

/// Predicted citations.
struct PredictionOperations {
    private let predictions: LinkQuestions

    init(_ services: APIServices) {
        predictions = LinkQuestions(services.queries)
    }

    var all: [Operation] { [ofPaper, ofDraft] }

    private static let directions = Schema.choice(["cites", "cited_by", "both"])

    private var ofPaper: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/papers/{id}/predictions"),
            name: "predictLinks",
            summary: "What a paper should cite besides what it cites, and what may cite it, with reasons.",
            group: .predictions,
            parameters: [
                .paper, .limit(10), .query("direction", Self.directions, "Which of both.", default: .string("both")),
            ],
            answers: [.json(.named("Prediction"), "The likeliest first.")],
            isSettled: true
        ) { [predictions] call in
            let paper = try call.paper()
            guard var answer = try await predictions.answer(paper, limit: call.arguments.integer("limit") ?? 10) else {
                throw Problem.unknown(paper)
            }
            switch call.arguments.text("direction") {
            case "cites": answer.citedBy = []
            case "cited_by": answer.cites = []
            default: break
            }
            return try .json(PredictionJSON(answer, try predictions.papers(of: answer)))
        }
    }

    private var ofDraft: Operation {
        Operation(
            method: .post,
            path: PathPattern("/api/predictions/links"),
            name: "predictLinksByBody",
            summary: "What a paper of the library, or a draft, should cite.",
            group: .predictions,
            body: .object(
                Schema.ObjectRule(
                    members: [
                        .optional("paper_id", .paper, "A paper of the library."),
                        .optional("title", .string(1...1000), "The title of a draft."),
                        .optional("abstract", .string(0...20_000), "The abstract of a draft."),
                        .optional("references", .array(.paper, 0...500), "What a draft cites already."),
                        .optional("categories", .array(.string(1...64), 0...20), "The categories of a draft."),
                        .optional("limit", .integer(1...100), "How many at most; 10."),
                    ],
                    needsOneOf: ["paper_id", "title", "references"]
                )
            ),
            answers: [.json(.named("Prediction"), "The likeliest first.")]
        ) { [predictions] call in
            let limit = call.arguments.integer("limit") ?? 10
            let answer: PredictLinks.Answer
            if let paper = try call.arguments.paper("paper_id") {
                guard let found = try await predictions.answer(paper, limit: limit) else {
                    throw Problem.unknown(paper)
                }
                answer = found
            } else {
                answer = try await predictions.answer(try Self.draft(call), limit: limit)
            }
            return try .json(PredictionJSON(answer, try predictions.papers(of: answer)))
        }
    }

    private static func draft(_ call: Call) throws -> LinkDraft {
        var draft = LinkDraft()
        draft.title = call.arguments.text("title") ?? ""
        draft.abstract = call.arguments.text("abstract") ?? ""
        draft.categories = call.arguments.texts("categories")
        let names = try call.arguments.papers("references")
        for (name, paper) in zip(names, try call.services.queries.stores.papers.papers(names)) {
            if let paper {
                draft.references.append(paper.identifier.description)
            } else {
                draft.unknown.append(name.description)
            }
        }
        return draft
    }
}
