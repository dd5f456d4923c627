/// One version of an arXiv article.
public struct PaperVersion: Hashable, Sendable, Codable {
    /// The number, from 1.
    public var number: Int
    /// When the version was submitted.
    public var created: Timestamp?
    /// The size of the source in bytes, as far as arXiv tells (it rounds to kilobytes).
    public var size: Int?
    /// arXiv's flags of the source (`D`, `A`, `I`, …) as given.
    public var sourceType: String?
    /// Whether this version withdraws the article: it has no text of its own.
    public var isWithdrawn: Bool

    /// A version.
    public init(
        number: Int,
        created: Timestamp? = nil,
        size: Int? = nil,
        sourceType: String? = nil,
        isWithdrawn: Bool = false
    ) {
        self.number = number
        self.created = created
        self.size = size
        self.sourceType = sourceType
        self.isWithdrawn = isWithdrawn
    }

    /// What two records of the same version say together; the same whichever comes first.
    public func joined(with other: PaperVersion) -> PaperVersion {
        PaperVersion(
            number: number,
            created: Join.greatest(created, other.created),
            size: Join.greatest(size, other.size),
            sourceType: Join.greatest(sourceType, other.sourceType),
            isWithdrawn: isWithdrawn || other.isWithdrawn
        )
    }

    /// A list as sources give it, made one as records keep it: ascending, every number once, numbers of 1...65535 only.
    public static func ordered(_ versions: [PaperVersion]) -> [PaperVersion] {
        let isOrdered = zip(versions, versions.dropFirst()).allSatisfy { $0.number < $1.number }
        if isOrdered, (versions.first?.number ?? 1) >= 1, (versions.last?.number ?? 1) <= 65535 { return versions }
        var byNumber: [Int: PaperVersion] = [:]
        for version in versions where (1...65535).contains(version.number) {
            byNumber[version.number] = byNumber[version.number]?.joined(with: version) ?? version
        }
        return byNumber.values.sorted { $0.number < $1.number }
    }

    /// The union of two version lists by number, ascending.
    public static func union(_ left: [PaperVersion], _ right: [PaperVersion]) -> [PaperVersion] {
        if left == right || right.isEmpty { return left }
        if left.isEmpty { return right }
        return ordered(left + right)
    }
}

/// Joins of optional values that do not depend on their order.
enum Join {
    /// The greater value; a value wins over none.
    static func greatest<Value: Comparable>(_ left: Value?, _ right: Value?) -> Value? {
        guard let left else { return right }
        guard let right else { return left }
        return max(left, right)
    }
}
