public import Literature
public import Ports

extension Shelves {
    /// What became of papers that were to be put on a shelf, or taken from one.
    public struct Change: Hashable, Sendable {
        /// How many were put there or taken.
        public var changed: Int
        /// How many were there already, or were not there.
        public var unchanged: Int
        /// Those that the library does not have; they were left out.
        public var unknown: [PaperIdentifier]

        /// What became of them.
        public init(changed: Int, unchanged: Int, unknown: [PaperIdentifier]) {
            self.changed = changed
            self.unchanged = unchanged
            self.unknown = unknown
        }
    }

    /// A collection with a page of its papers.
    public struct CollectionPage: Hashable, Sendable {
        /// The collection.
        public var collection: PaperCollection
        /// The papers.
        public var page: ShelfPage
    }

    // MARK: Reading

    /// All collections in the order of their names.
    public func collections() throws -> [PaperCollection] { try store.collections() }

    /// A collection and a page of its papers.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `invalid`.
    public func collection(_ name: String, offset: Int = 0, limit: Int = 100) throws -> CollectionPage {
        let name = try ShelfName(name)
        guard let collection = try store.collection(name),
            let page = try store.papers(in: name, offset: offset, limit: limit)
        else { throw ShelfError(.unknown, "there is no collection '\(name)'") }
        return CollectionPage(collection: collection, page: page)
    }

    /// The identifiers of all papers of a collection that the library has, in its order: what an export takes.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `invalid`.
    public func papers(in name: String) throws -> [PaperIdentifier] {
        try collection(name, limit: PaperCollection.paperLimit).page.items.compactMap(\.paper?.identifier)
    }

    // MARK: Changing

    /// Makes an empty collection.
    ///
    /// - Throws: ``ShelfError``: `exists`, `tooMany`, `invalid`, `busy`.
    public func createCollection(_ name: String, description: String = "") async throws -> PaperCollection {
        let name = try ShelfName(name)
        try await edit { try $0.createCollection(name, description: description) }
        return try collection(name.text, limit: 0).collection
    }

    /// Gives a collection another name or description, or both; nil leaves what is there.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `exists`, `invalid`, `busy`.
    public func changeCollection(
        _ name: String,
        name newName: String? = nil,
        description: String? = nil
    ) async throws -> PaperCollection {
        let old = try ShelfName(name)
        let new = try newName.map { text throws(ShelfError) in try ShelfName(text) } ?? old
        try await edit { editor in
            if newName != nil { try editor.renameCollection(old, to: new) }
            if let description { try editor.describeCollection(new, as: description) }
        }
        return try collection(new.text, limit: 0).collection
    }

    /// Deletes a collection; ``undeleteCollection(_:)`` brings it back.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `invalid`, `busy`.
    public func deleteCollection(_ name: String) async throws {
        let name = try ShelfName(name)
        try await edit { try $0.deleteCollection(name) }
    }

    /// Brings back the collection of that name that was deleted last.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `exists`, `invalid`, `busy`.
    public func undeleteCollection(_ name: String) async throws -> PaperCollection {
        let name = try ShelfName(name)
        try await edit { try $0.undeleteCollection(name) }
        return try collection(name.text, limit: 0).collection
    }

    /// Puts papers at the end of a collection.
    ///
    /// - Parameter keepsUnknown: whether papers are kept too that the library does not have yet.
    /// - Throws: ``ShelfError``: `unknown` for the collection, `tooMany`, `invalid`, `busy`.
    public func add(
        _ papers: [PaperIdentifier],
        to collection: String,
        keepsUnknown: Bool = false
    ) async throws -> Change {
        let name = try ShelfName(collection)
        let (known, unknown) = keepsUnknown ? (papers, []) : try sorted(papers)
        let added = try await edit { try $0.add(known, to: name) }
        return Change(changed: added, unchanged: known.count - added, unknown: unknown)
    }

    /// Takes papers out of a collection.
    ///
    /// - Throws: ``ShelfError``: `unknown` for the collection, `invalid`, `busy`.
    public func remove(_ papers: [PaperIdentifier], from collection: String) async throws -> Change {
        let name = try ShelfName(collection)
        let removed = try await edit { try $0.remove(papers, from: name) }
        return Change(changed: removed, unchanged: papers.count - removed, unknown: [])
    }

    /// Moves a paper to a place in its collection: 1 for the first; a place behind the end is the last.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `invalid`, `busy`.
    public func move(_ paper: PaperIdentifier, to place: Int, in collection: String) async throws {
        let name = try ShelfName(collection)
        try await edit { try $0.move(paper, to: place, in: name) }
    }
}
