import Engine
import Foundation
import MappedFiles
import Ports
import SQLiteLibrary

/// The composition root: opens the library and hands it on as the ports that the engine knows.
enum LibraryAccess {
    /// What questions are asked of.
    struct Stores {
        var papers: any PaperStore
        var indexes: LibraryIndexes
        var feed: any ChangeFeed
        var shelves: any ShelfStore
    }

    /// Opens a library for reading; one that can be written to brings its index up to date when it has to.
    ///
    /// - Parameter progress: called while the index is built.
    static func reading(
        _ folder: String,
        models: EmbeddingModels = EmbeddingModels(.none),
        progress: @escaping @Sendable (IndexProgress) -> Void = { _ in }
    ) throws -> Stores {
        let library = try Library.open(at: folder, mode: .readWrite)
        let derived = DerivedLibrary(path: folder, feed: library)
        return Stores(
            papers: library,
            indexes: LibraryIndexes(derived, access: .readWrite, models: models, progress: progress),
            feed: library,
            shelves: library
        )
    }

    /// What the user keeps about the papers of a library.
    static func shelves(_ folder: String) throws -> Shelves {
        let library = try Library.open(at: folder, mode: .readWrite)
        return Shelves(store: library, papers: library)
    }

    /// The model that embeds texts: the one that is set, else one that lies in the library, else the library's own.
    static func models(_ settings: Settings) throws -> EmbeddingModels {
        let folder = try settings.resolve(.library).value
        let name = try settings.resolve(.embeddingModel).value
        func encoder(_ path: String) -> EmbeddingModels? {
            access(path + "/config.json", F_OK) == 0 ? EmbeddingModels(.encoder(path)) : nil
        }
        switch name {
        case "none": return EmbeddingModels(.none)
        case "latent": return EmbeddingModels(.latent)
        case "", "auto": return encoder(folder + "/models/all-MiniLM-L6-v2") ?? EmbeddingModels(.latent)
        default:
            guard let models = encoder(folder + "/models/" + name) ?? encoder(name) else {
                throw CommandFailure.badInput(
                    "embedding model \(name): neither in \(folder)/models nor a folder of its own; try: arxiv-cosci models"
                )
            }
            return models
        }
    }

    /// The derived files of a library.
    static func derived(_ folder: String) throws -> DerivedLibrary {
        DerivedLibrary(path: folder, feed: try Library.open(at: folder, mode: .readWrite))
    }

    /// Opens a library for reading, making it when it is missing.
    static func creating(_ folder: String) throws -> Stores {
        _ = try Library.open(at: folder, mode: .create)
        return try reading(folder)
    }

    /// Opens a library for writing, making it when it is missing.
    static func writing(_ folder: String) throws -> any IdentityEditor {
        try Library.open(at: folder, mode: .create).makeWriter()
    }

    /// Opens a library for writing as soon as nobody else writes to it.
    ///
    /// - Parameter patience: how long to wait; what then is thrown says who holds the library.
    static func writingInTurn(_ folder: String, patience: Duration) throws -> any IdentityEditor {
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while true {
            do {
                return try writing(folder)
            } catch let error as LibraryError where error.code == .locked && clock.now < deadline {
                // Uneven, so that those who wait do not keep asking in step.
                usleep(UInt32.random(in: 2_000...20_000))
            }
        }
    }

    /// Brings the parts of the index up to date that are built quickly.
    ///
    /// What keeps the index from it now does not count: the papers are in, and the next search tries again.
    static func index(_ folder: String, progress: @escaping @Sendable (IndexProgress) -> Void) throws {
        var request = IndexRequest()
        request.parts = [.lexical, .graph]
        do {
            _ = try IndexLibrary(try derived(folder), models: EmbeddingModels(.none), progress: progress)(
                request,
                patience: .zero
            )
        } catch let error as IndexError where error.code == .locked || error.code == .readOnly {
            return
        } catch let error as MappedFileError {
            throw CommandFailure.badInput(
                "the papers are in the library, but its index could not be written: \(error); to write it: arxiv-cosci index"
            )
        }
    }
}
