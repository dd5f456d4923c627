import Answers
import Engine
import HTTPTypes
import Literature
import Ports

/// Tags and notes.
extension ShelfOperations {
    var marks: [Operation] { [listTags, showTag, tag, untag, deleteTag, showMarks, showNote, setNote, deleteNote] }

    private static let tagName = Parameter.path("tag", .shelf, "The tag.")
    private static let tagList = Schema.record([
        .required("tags", .list(.record([.required("name", .string), .required("paper_count", .count)])))
    ])

    private var listTags: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/tags"),
            name: "listTags",
            summary: "All tags, with how many papers have them.",
            group: .shelves,
            answers: [.json(Self.tagList, "In the order of their names.")]
        ) { [shelves] _ in
            try .json(TagsJSON(try shelves.tags()))
        }
    }

    private var showTag: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/tags/{tag}"),
            name: "getTag",
            summary: "The papers that have a tag, a page at a time.",
            group: .shelves,
            parameters: [Self.tagName, .limit(100, upTo: 1000), .offset],
            answers: [.json(.named("TagPage"), "The papers.")]
        ) { [shelves] call in
            let tag = call.arguments.text("tag") ?? ""
            return try .json(TagPageJSON(tag, try shelves.papers(tagged: tag, offset: call.offset, limit: call.limit)))
        }
    }

    private var tag: Operation {
        Operation(
            method: .put,
            path: PathPattern("/api/papers/{id}/tags/{tag}"),
            name: "tagPaper",
            summary: "Gives a paper a tag.",
            group: .shelves,
            parameters: [.paper, Self.tagName],
            answers: [.json(.named("ShelfChange"), "What changed.")],
            access: .write
        ) { [shelves] call in
            try .json(ShelfChangeJSON(try await shelves.tag([try call.paper()], with: call.arguments.texts("tag"))))
        }
    }

    private var untag: Operation {
        Operation(
            method: .delete,
            path: PathPattern("/api/papers/{id}/tags/{tag}"),
            name: "untagPaper",
            summary: "Takes a tag from a paper.",
            group: .shelves,
            parameters: [.paper, Self.tagName],
            answers: [.json(.named("ShelfChange"), "What changed.")],
            access: .write
        ) { [shelves] call in
            try .json(ShelfChangeJSON(try await shelves.untag([try call.paper()], from: call.arguments.texts("tag"))))
        }
    }

    private var deleteTag: Operation {
        Operation(
            method: .delete,
            path: PathPattern("/api/tags/{tag}"),
            name: "deleteTag",
            summary: "Takes a tag from all papers.",
            group: .shelves,
            parameters: [Self.tagName],
            answers: [.json(.record([.required("papers", .count)]), "How many had it.")],
            access: .write
        ) { [shelves] call in
            try .json(["papers": try await shelves.deleteTag(call.arguments.text("tag") ?? "")])
        }
    }

    private var showMarks: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/papers/{id}/marks"),
            name: "getMarks",
            summary: "The collections, tags and note of a paper.",
            group: .shelves,
            parameters: [.paper],
            answers: [.json(.named("Marks"), "What is kept.")]
        ) { [shelves] call in
            let paper = try call.paper()
            return try .json(PaperMarksJSON(paper, try shelves.marks(of: paper)))
        }
    }

    // MARK: Notes

    private var showNote: Operation {
        Operation(
            method: .get,
            path: PathPattern("/api/papers/{id}/note"),
            name: "getNote",
            summary: "The note about a paper.",
            group: .shelves,
            parameters: [.paper],
            answers: [.json(.named("Note"), "The note.")]
        ) { [shelves] call in
            let paper = try call.paper()
            guard let note = try shelves.note(about: paper) else {
                throw Problem.notFound("there is no note about \(paper)")
            }
            return try .json(NoteJSON(note))
        }
    }

    private var setNote: Operation {
        Operation(
            method: .put,
            path: PathPattern("/api/papers/{id}/note"),
            name: "setNote",
            summary: "Writes the note about a paper, in place of the one before.",
            group: .shelves,
            parameters: [.paper],
            body: .record([.required("text", .string(0...100_000), "Markdown; an empty text deletes the note.")]),
            answers: [
                .json(.named("Note"), "The note."), Operation.Outcome(status: .noContent, summary: "It is deleted."),
            ],
            access: .write
        ) { [shelves] call in
            let paper = try call.paper()
            let text = call.arguments.text("text") ?? ""
            if text.allSatisfy(\.isWhitespace) {
                if try shelves.note(about: paper) != nil { try await shelves.deleteNote(about: paper) }
                return Reply(.none, status: .noContent)
            }
            return try .json(NoteJSON(try await shelves.setNote(about: paper, to: text)))
        }
    }

    private var deleteNote: Operation {
        Operation(
            method: .delete,
            path: PathPattern("/api/papers/{id}/note"),
            name: "deleteNote",
            summary: "Deletes the note about a paper.",
            group: .shelves,
            parameters: [.paper],
            answers: [Operation.Outcome(status: .noContent, summary: "It is deleted.")],
            access: .write
        ) { [shelves] call in
            try await shelves.deleteNote(about: try call.paper())
            return Reply(.none, status: .noContent)
        }
    }
}
