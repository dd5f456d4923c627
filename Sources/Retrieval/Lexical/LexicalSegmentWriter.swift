public import MappedFiles

/// Writes one segment of a lexical index.
///
/// Documents are analysed as they come; when the memory for their words is full, the words are sorted and written to a
/// file beside the segment, and ``finish()`` merges these files. The bytes of the segment do not depend on the memory or
/// the threads given. Of several documents with one key the last counts.
public final class LexicalSegmentWriter {
    /// How a writer goes about its work.
    public struct Options: Hashable, Sendable {
        /// About how many bytes of memory to use.
        public var memory = 384 << 20
        /// Whether to sort and write on a second thread while documents are analysed.
        public var usesSecondThread = false

        /// The default options.
        public init() {}
    }

    /// Starts the segment that will be at `path`.
    ///
    /// - Parameters:
    ///   - source: the change counter of the truth that it is built from.
    public init(path: String, source: Int64, options: Options = Options()) throws(MappedFileError) {
        preconditionFailure("path \(path) \(source) \(options)")
    }

    /// Adds a document.
    public func add(_ document: LexicalDocument) throws(MappedFileError) {
        preconditionFailure()
    }

    /// Removes the document of that key, if there is one, from the segments before this one. A changed document must be
    /// removed and added.
    public func remove(key: String) {
        preconditionFailure()
    }

    /// Completes the segment; it appears at its path only when it is whole.
    public func finish() throws(MappedFileError) {
        preconditionFailure()
    }
}
