public import MappedFiles

/// An opened lexical index: the live segments, oldest first.
///
/// Documents have numbers from 0 up, in the order of segments; they hold for this value only, keys hold for ever. Removed
/// documents keep their number but are never found. May be used from several threads at once.
public final class LexicalIndex: Sendable {
    /// What the index holds of a term.
    public struct TermStatistics: Hashable, Sendable {
        /// The term.
        public var term: String
        /// How many documents have it; in terms listed from a dictionary, removed documents may be counted.
        public var documents: Int

        /// A term with its number of documents.
        public init(term: String, documents: Int) {
            self.term = term
            self.documents = documents
        }
    }

    /// Opens the segments at `paths`, oldest first; none give an empty index.
    ///
    /// - Complexity: O(segments + removed documents x log(documents)).
    /// - Throws: when a file is missing, damaged where opening looks, or of another version of format or text analysis.
    public init(paths: [String]) throws(MappedFileError) {
        preconditionFailure("\(paths)")
    }

    /// One more than the greatest document number: the size of a ``DocumentBitmap`` for this index.
    public var capacity: Int { preconditionFailure() }

    /// How many live documents there are.
    public var documentCount: Int { preconditionFailure() }

    /// The change counter of the truth that the newest segment was built from; nil without segments.
    public var source: Int64? { preconditionFailure() }

    /// How many documents each segment holds, removed ones included: for ``LexicalMerge/segmentsToMerge(_:)``.
    public var segmentSizes: [Int] { preconditionFailure() }

    // MARK: Documents

    /// The key of a document, removed or not; nil when there is no such number.
    public func key(of document: Int) -> String? { preconditionFailure("\(document)") }

    /// The live document with that key.
    /// - Complexity: O(segments x log(documents)).
    public func document(forKey key: String) -> Int? { preconditionFailure(key) }

    /// Whether the document exists and has not been removed.
    public func isLive(_ document: Int) -> Bool { preconditionFailure("\(document)") }

    /// The document's year.
    public func year(of document: Int) -> Int? { preconditionFailure("\(document)") }

    /// The document's categories, primary first.
    public func categories(of document: Int) -> [String] { preconditionFailure("\(document)") }

    /// The document's flags.
    public func flags(of document: Int) -> LexicalDocument.Flags { preconditionFailure("\(document)") }

    /// The live documents that a filter takes.
    public func documents(where filter: LexicalFilter) -> DocumentBitmap { preconditionFailure("\(filter)") }

    // MARK: Searching

    /// The best documents for a plan.
    ///
    /// The hits are those of an exhaustive evaluation, with the same scores.
    public func search(_ plan: LexicalPlan, limit: Int, offset: Int = 0) -> LexicalResult {
        preconditionFailure("\(plan) \(limit) \(offset)")
    }

    // MARK: Terms

    /// How many live documents have a term in one of the fields.
    public func documentFrequency(of term: String, in fields: LexicalFieldSet) -> Int {
        preconditionFailure("\(term) \(fields)")
    }

    /// Terms of a field's dictionary that begin with `prefix`, in byte order. Title and abstract share a dictionary (of
    /// stems); that of the authors has the words of names, unstemmed.
    public func terms(withPrefix prefix: String, in field: LexicalField, limit: Int) -> [TermStatistics] {
        preconditionFailure("\(prefix) \(field) \(limit)")
    }

    /// Terms of a field's dictionary within an edit distance (insertions, deletions, substitutions and transpositions of
    /// neighbours) of `term`, which is not among them: the nearest first, then the most frequent, then by term.
    ///
    /// - Parameters:
    ///   - distance: 1 or 2.
    ///   - prefixLength: how many first characters must agree; makes it faster.
    /// - Complexity: O(terms of the dictionary) at worst.
    public func similarTerms(
        to term: String,
        in field: LexicalField,
        distance: Int,
        prefixLength: Int = 0,
        limit: Int
    ) -> [(statistics: TermStatistics, distance: Int)] {
        preconditionFailure("\(term) \(field) \(distance) \(prefixLength) \(limit)")
    }
}
