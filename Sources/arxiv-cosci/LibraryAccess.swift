import Ports
import SQLiteLibrary

/// The composition root: opens the library and hands it on as the ports that the engine knows.
enum LibraryAccess {
    /// What questions are asked of.
    struct Stores {
        var papers: any PaperStore
        var lexical: any LexicalStore
    }

    /// Opens a library for reading; one that can be written to brings its text index up to date when it has to.
    static func reading(_ folder: String) throws -> Stores {
        let library = try Library.open(at: folder, mode: .readWrite)
        return Stores(papers: library, lexical: library)
    }

    /// Opens a library for writing, making it when it is missing.
    ///
    /// - Parameter indexing: whether the text index is written along with it.
    static func writing(_ folder: String, indexing: Bool) throws -> any IdentityEditor {
        let writer = try Library.open(at: folder, mode: .create).makeWriter()
        if indexing { try writer.startTextIndex() }
        return writer
    }
}
