import Foundation
import Literature
import Ports

/// The form in which shelves are written to a file and read back: JSON Lines, one ``ShelfRecord`` a line behind a line that says what
/// the file is. Keys are in alphabetical order, so the same shelves give the same bytes.
enum ShelfArchive {
    /// What the first line says.
    static let header = #"{"type":"shelves","version":1}"#
    /// No line of a sane file is longer: a collection of the greatest size takes about a tenth.
    static let longestLine = 16 << 20

    /// The line of a record, without its end.
    static func line(_ record: ShelfRecord) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(ArchiveLine(record))
    }

    /// The record of a line; nil for the first line of a file.
    ///
    /// Total.
    ///
    /// - Throws: ``ShelfError/Code/invalid`` that says what is wrong with the line.
    static func record(_ line: Data) throws(ShelfError) -> ShelfRecord? {
        guard line.count <= longestLine else { throw ShelfError(.invalid, "the line is too long") }
        let value: ArchiveLine
        do {
            value = try JSONDecoder().decode(ArchiveLine.self, from: line)
        } catch DecodingError.keyNotFound(let key, _) {
            throw ShelfError(.invalid, "'\(key.stringValue)' is missing")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw ShelfError(.invalid, path.isEmpty ? "not a JSON object" : "'\(path)' has a value of another kind")
        } catch {
            throw ShelfError(.invalid, "not a JSON object")
        }
        return try value.record()
    }
}

/// A line of an archive; which keys it has depends on its type.
private struct ArchiveLine: Codable {
    struct Entry: Codable {
        var id: String
        var added: String

        init(_ entry: ShelfEntry) {
            id = entry.identifier.description
            added = entry.added.description
        }
    }

    var type: String
    var version: Int?
    var name: String?
    var description: String?
    var id: String?
    var text: String?
    var query: String?
    var mode: String?
    var depth: Int?
    var created: String?
    var updated: String?
    var marked: String?
    var mark: String?
    var papers: [Entry]?

    init(_ record: ShelfRecord) {
        switch record {
        case .collection(let collection, let entries):
            type = "collection"
            name = collection.name.text
            description = collection.description
            created = collection.created.description
            updated = collection.updated.description
            papers = entries.map { Entry($0) }
        case .tag(let tag, let entries):
            type = "tag"
            name = tag.text
            papers = entries.map { Entry($0) }
        case .note(let note):
            type = "note"
            id = note.identifier.description
            text = note.text
            created = note.created.description
            updated = note.updated.description
        case .watch(let watch):
            type = "watch"
            name = watch.name.text
            query = watch.query
            mode = watch.mode.rawValue
            depth = watch.depth
            created = watch.created.description
            marked = watch.marked.description
            mark = watch.mark.description
        }
    }

    /// The record; nil for the line that says what the file is.
    func record() throws(ShelfError) -> ShelfRecord? {
        switch type {
        case "shelves":
            guard version == 1 else { throw ShelfError(.invalid, "written by a newer version of this program") }
            return nil
        case "collection":
            let entries = try entries()
            let collection = PaperCollection(
                name: try shelfName(),
                description: try ShelfText.description(description ?? ""),
                created: try time(created, "created"),
                updated: try time(updated, "updated"),
                paperCount: entries.count
            )
            return .collection(collection, entries)
        case "tag": return .tag(try shelfName(), try entries())
        case "note":
            let note = PaperNote(
                identifier: try paper(try required(id, "id")),
                text: try ShelfText.note(try required(text, "text")),
                created: try time(created, "created"),
                updated: try time(updated, "updated")
            )
            return .note(note)
        case "watch": return .watch(try watch())
        default: throw ShelfError(.invalid, "'\(type.prefix(40))' is no type of record")
        }
    }

    private func watch() throws(ShelfError) -> Watch {
        guard let mode = Watch.Mode(rawValue: mode ?? Watch.Mode.lexical.rawValue) else {
            throw ShelfError(.invalid, "'mode' is one of lexical, semantic, hybrid")
        }
        return Watch(
            name: try shelfName(),
            query: try ShelfText.query(try required(query, "query")),
            mode: mode,
            depth: depth ?? Shelves.defaultDepth,
            created: try time(created, "created"),
            marked: try time(marked, "marked"),
            // Without a state of this library, what comes from now on is new.
            mark: mark.flatMap { ChangeMark($0) } ?? ChangeMark(counter: -1, first: 0, last: 0)
        )
    }

    // MARK: Values

    private func required(_ value: String?, _ key: String) throws(ShelfError) -> String {
        guard let value else { throw ShelfError(.invalid, "'\(key)' is missing") }
        return value
    }

    private func shelfName() throws(ShelfError) -> ShelfName { try ShelfName(try required(name, "name")) }

    /// The time at a key; the earliest where there is none, so that it never counts as newer than what is there.
    private func time(_ text: String?, _ key: String) throws(ShelfError) -> Timestamp {
        guard let text else { return Timestamp(secondsSince1970: 0) }
        guard let time = Timestamp(iso: text) else { throw ShelfError(.invalid, "'\(key)' is no time") }
        return time
    }

    private func paper(_ text: String) throws(ShelfError) -> PaperIdentifier {
        guard let identifier = PaperIdentifier(text) else {
            throw ShelfError(.invalid, "'\(text.prefix(100))' is no identifier of a paper")
        }
        return identifier
    }

    private func entries() throws(ShelfError) -> [ShelfEntry] {
        try (papers ?? []).map { entry throws(ShelfError) in
            ShelfEntry(identifier: try paper(entry.id), added: try time(entry.added, "added"))
        }
    }
}
