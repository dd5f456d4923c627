import GRDBSQLite

/// Why the library could not do what was asked: what failed, on what, and what to do next.
public struct LibraryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure. New kinds may come; compare with the ones you handle.
    public struct Code: Hashable, Sendable {
        private enum Value: Hashable {
            case notFound, locked, readOnly, diskFull, corrupt, newerSchema, io
        }
        private let value: Value

        /// There is no library at the path.
        public static let notFound = Code(value: .notFound)
        /// Another process writes to the library.
        public static let locked = Code(value: .locked)
        /// The library or its folder cannot be written to.
        public static let readOnly = Code(value: .readOnly)
        /// There is no space left on the device.
        public static let diskFull = Code(value: .diskFull)
        /// A file is not a library or is damaged.
        public static let corrupt = Code(value: .corrupt)
        /// The library was made by a newer version of this program.
        public static let newerSchema = Code(value: .newerSchema)
        /// Any other failure of the operating system or of SQLite.
        public static let io = Code(value: .io)
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, and on what.
    public var message: String
    /// What to do next; empty when nothing helps in general.
    public var advice: String

    /// A failure.
    public init(_ code: Code, _ message: String, advice: String = "") {
        self.code = code
        self.message = message
        self.advice = advice
    }

    /// Message and advice.
    public var description: String { advice.isEmpty ? message : message + "; " + advice }
}

extension LibraryError {
    /// The meaning of an SQLite result on the file at `path`.
    static func sqlite(_ result: Int32, systemError: Int32, detail: String, path: String) -> LibraryError {
        let message = "\(path): \(detail)"
        if systemError == Errno.noSpace || systemError == Errno.quota { return full(message) }
        switch result & 0xFF {
        case SQLITE_FULL: return full(message)
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            return LibraryError(
                .corrupt,
                message,
                advice: "restore it from a copy, or delete it if it lies under derived/ (it is then built again)"
            )
        case SQLITE_READONLY, SQLITE_PERM:
            return LibraryError(.readOnly, message, advice: "write to a library in a folder that you may change")
        case SQLITE_BUSY, SQLITE_LOCKED:
            return LibraryError(.locked, message, advice: "wait until the other program has finished")
        default: return LibraryError(.io, message, advice: "check the disk and the permissions of the folder")
        }
    }

    private static func full(_ message: String) -> LibraryError {
        LibraryError(
            .diskFull,
            message,
            advice: "free some space and run the same command again: what was committed is kept"
        )
    }
}
