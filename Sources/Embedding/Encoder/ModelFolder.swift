import MappedFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The small files of a model's folder, as Hugging Face lays it out.
struct ModelFolder {
    let path: String

    func path(of name: String) -> String { "\(path)/\(name)" }

    func contains(_ name: String) -> Bool { access(path(of: name), R_OK) == 0 }

    /// Reads the JSON file `name` with `body`, which consumes one value.
    ///
    /// - Throws: `ModelFileError` that names the file and, where it is known, the field.
    func readJSON(_ name: String, _ body: (inout JSONCursor) throws -> Void) throws {
        let file = try bytes(of: name)
        var cursor = JSONCursor(file.bytes)
        do {
            try body(&cursor)
            try cursor.end()
        } catch let failure as JSONCursor.Failure {
            throw ModelFileError(path: path(of: name), reason: "byte \(failure.byte): \(failure.reason)")
        }
        withExtendedLifetime(file) {}
    }

    /// Reads the JSON object `name`, calling `body` for each key; a failure within a value names its key.
    func readObject(_ name: String, _ body: (String, inout JSONCursor) throws -> Void) throws {
        try readJSON(name) { cursor in
            try cursor.object { (key, cursor) in
                do {
                    try body(key, &cursor)
                } catch let failure as JSONCursor.Failure {
                    throw error(in: name, key, "byte \(failure.byte): \(failure.reason)")
                }
            }
        }
    }

    func bytes(of name: String) throws -> MappedFile {
        do {
            return try MappedFile(path: path(of: name))
        } catch {
            throw ModelFileError(path: path(of: name), reason: error.reason)
        }
    }

    func error(in name: String, _ field: String, _ reason: String) -> ModelFileError {
        ModelFileError(path: path(of: name), field: field, reason: reason)
    }
}
