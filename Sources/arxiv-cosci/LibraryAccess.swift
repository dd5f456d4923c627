import Foundation
import Ports
import SQLiteLibrary

/// The composition root: opens the library and hands it on as the ports that the engine knows.
enum LibraryAccess {
    /// What questions are asked of.
    struct Stores {
        var papers: any PaperStore
        var lexical: any LexicalStore
        var feed: any ChangeFeed
    }

    /// Opens a library for reading; one that can be written to brings its text index up to date when it has to.
    static func reading(_ folder: String) throws -> Stores {
        let library = try Library.open(at: folder, mode: .readWrite)
        return Stores(papers: library, lexical: library, feed: library)
    }

    /// Opens a library for reading, making it when it is missing.
    static func creating(_ folder: String) throws -> Stores {
        let library = try Library.open(at: folder, mode: .create)
        return Stores(papers: library, lexical: library, feed: library)
    }

    /// Opens a library for writing, making it when it is missing.
    ///
    /// - Parameter indexing: whether the text index is written along with it.
    static func writing(_ folder: String, indexing: Bool) throws -> any IdentityEditor {
        let writer = try Library.open(at: folder, mode: .create).makeWriter()
        if indexing { try writer.startTextIndex() }
        return writer
    }

    /// Opens a library for writing as soon as nobody else writes to it.
    ///
    /// - Parameter patience: how long to wait; what then is thrown says who holds the library.
    static func writingInTurn(_ folder: String, indexing: Bool, patience: Duration) throws -> any IdentityEditor {
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while true {
            do {
                return try writing(folder, indexing: indexing)
            } catch let error as LibraryError where error.code == .locked && clock.now < deadline {
                // Uneven, so that those who wait do not keep asking in step.
                usleep(UInt32.random(in: 2_000...20_000))
            }
        }
    }
}
