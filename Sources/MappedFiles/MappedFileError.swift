/// Why a file cannot be mapped or is not what it should be.
public struct MappedFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is.
    public enum Code: Hashable, Sendable {
        /// The file is not there.
        case missing
        /// The system refused to open, read or write it.
        case system
        /// It is cut short, damaged, or no file of ours.
        case damaged
        /// It was written in another format version than this program reads.
        case otherVersion
    }

    /// What kind of trouble it is.
    public var code: Code
    /// The file or folder.
    public var path: String
    /// Why, in words.
    public var reason: String

    /// An error about the file at `path`.
    public init(_ code: Code, path: String, reason: String) {
        self.code = code
        self.path = path
        self.reason = reason
    }

    /// The path and the reason.
    public var description: String { "\(path): \(reason)" }
}
