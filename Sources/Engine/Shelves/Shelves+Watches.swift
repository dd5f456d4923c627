import Literature
public import Ports
import Retrieval

extension Shelves {
    /// How many of the best papers a watch by rank takes unless the user says otherwise.
    public static let defaultDepth = 100

    /// All watches in the order of their names.
    public func watches() throws -> [Watch] { try store.watches() }

    /// A watch.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `invalid`.
    public func watch(_ name: String) throws -> Watch {
        let name = try ShelfName(name)
        guard let watch = try store.watch(name) else { throw ShelfError(.unknown, "there is no watch '\(name)'") }
        return watch
    }

    /// Saves a search that tells what is new from now on.
    ///
    /// - Parameters:
    ///   - name: its name; nil takes the query, shortened.
    ///   - query: what is searched for.
    ///   - mode: which papers it takes.
    ///   - depth: how many of the best, when it goes by rank.
    ///   - fromStart: whether what the library has already counts as new.
    /// - Throws: ``ShelfError``: `exists`, `tooMany`, `invalid`, `busy`; `QueryError` for a query that cannot be understood.
    public func addWatch(
        _ name: String?,
        query: String,
        mode: Watch.Mode = .lexical,
        depth: Int = defaultDepth,
        fromStart: Bool = false
    ) async throws -> Watch {
        let query = try ShelfText.query(query)
        let parsed = try SearchPapers.query(SearchRequest(text: query))
        guard parsed.expression != nil || !parsed.identifiers.isEmpty || !parsed.likes.isEmpty else {
            throw ShelfError(.invalid, "'\(query)': say what to watch for; there is no word in it")
        }
        let name = try name.map { text throws(ShelfError) in try ShelfName(text) } ?? Self.name(for: query)
        let time = now()
        let mark = fromStart ? ChangeMark(counter: 0, first: 0, last: 0) : try store.latestMark()
        let watch = Watch(
            name: name,
            query: query,
            mode: mode,
            depth: depth,
            created: time,
            marked: time,
            mark: mark
        )
        try await edit { try $0.addWatch(watch) }
        return watch
    }

    /// Gives a watch another name.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `exists`, `invalid`, `busy`.
    public func renameWatch(_ name: String, to other: String) async throws -> Watch {
        let (name, other) = (try ShelfName(name), try ShelfName(other))
        try await edit { try $0.renameWatch(name, to: other) }
        return try watch(other.text)
    }

    /// Deletes a watch.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `invalid`, `busy`.
    public func deleteWatch(_ name: String) async throws {
        let name = try ShelfName(name)
        try await edit { try $0.deleteWatch(name) }
    }

    /// The name of a watch that was given none: its query without what names may not have.
    static func name(for query: String) throws(ShelfError) -> ShelfName {
        let scalars = query.unicodeScalars.map { $0 == "/" ? ":" : $0 }.drop { $0 == "-" }
        return try ShelfName(String(String.UnicodeScalarView(scalars.prefix(ShelfName.limit))))
    }
}
