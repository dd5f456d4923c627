extension PaperRecord {
    /// What two records of the same source about the same paper say together.
    ///
    /// The result does not depend on order or repetition (the operation is commutative, associative and idempotent), so
    /// that files may be imported in any order and any number of times:
    /// - arXiv's own sources give whole records: the newer one (``updated``; ties by content) replaces the older;
    /// - other sources give what was asked of them: field by field, a value wins over none and the greater one over the
    ///   smaller;
    /// - versions, aliases and withdrawals accumulate.
    public func joined(with other: PaperRecord) -> PaperRecord {
        precondition(source == other.source && identifier == other.identifier, "records of different papers")
        if self == other { return self }
        var result = source.isArxivsOwn ? newest(other) : fieldwise(other)
        result.aliases = aliases == other.aliases ? aliases : Set(aliases).union(other.aliases).sorted()
        result.versions = PaperVersion.union(versions, other.versions)
        result.isMention = isMention && other.isMention
        return result
    }

    private func newest(_ other: PaperRecord) -> PaperRecord {
        if isMention != other.isMention { return isMention ? other : self }
        let (mine, theirs) = (updated?.secondsSince1970 ?? .min, other.updated?.secondsSince1970 ?? .min)
        if mine != theirs { return mine > theirs ? self : other }
        return content.lexicographicallyPrecedes(other.content, by: Self.precedes) ? other : self
    }

    /// The replaceable fields in a fixed order, for a total order of records by content.
    private var content: [String?] {
        [
            title, abstract, authorsText, authors.packed, categories, comments, journalReference, reportNumber, doi,
            license, submitter, venue, submitted?.description, year.map { "\($0)" }, isWithdrawn ? "w" : nil,
            reportedCitations.map { "\($0)" },
        ]
    }

    private static func precedes(_ left: String?, _ right: String?) -> Bool {
        guard let right else { return false }
        guard let left else { return true }
        return left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private func fieldwise(_ other: PaperRecord) -> PaperRecord {
        var result = self
        result.title = Self.greatest(title, other.title)
        result.abstract = Self.greatest(abstract, other.abstract)
        let packed = Self.greatest(authors.packed, other.authors.packed) ?? ""
        result.authors = AuthorList(packed: packed)
        result.authorsText = Self.greatest(authorsText, other.authorsText)
        result.categories = Self.greatest(categories, other.categories)
        result.comments = Self.greatest(comments, other.comments)
        result.journalReference = Self.greatest(journalReference, other.journalReference)
        result.reportNumber = Self.greatest(reportNumber, other.reportNumber)
        result.doi = Self.greatest(doi, other.doi)
        result.license = Self.greatest(license, other.license)
        result.submitter = Self.greatest(submitter, other.submitter)
        result.venue = Self.greatest(venue, other.venue)
        result.submitted = Join.greatest(submitted, other.submitted)
        result.updated = Join.greatest(updated, other.updated)
        result.year = Join.greatest(year, other.year)
        result.isWithdrawn = isWithdrawn || other.isWithdrawn
        result.reportedCitations = Join.greatest(reportedCitations, other.reportedCitations)
        return result
    }

    private static func greatest(_ left: String?, _ right: String?) -> String? {
        precedes(left, right) ? right : left
    }
}
