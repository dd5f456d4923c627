public import Caching
import Literature
public import Ports

extension CacheTag {
    /// What is shown of the works that cite a paper or are cited by it.
    public static func neighbours(of identifier: String) -> CacheTag { CacheTag("neighbours", identifier) }

    /// Which works an author or a category has: a list of them depends on this besides its own tag, because a change tells which
    /// authors and categories a work has now, and not which it had.
    public static let memberships = CacheTag("memberships")

    /// What ends when the library changes so; nil: everything.
    public static func changed(by summary: ChangeSummary) -> [CacheTag]? {
        guard let works = summary.works else { return nil }
        var tags: Set<CacheTag> = [.library]
        if summary.textsChanged { tags.insert(.texts) }
        if summary.citationsChanged { tags.insert(.graph) }
        if summary.membershipsLost { tags.insert(.memberships) }
        for work in works {
            tags.formUnion(work.names.map { .paper($0.description) })
            tags.formUnion(work.authors.map { .author($0) })
            tags.formUnion(work.categories.map { .category($0) })
        }
        tags.formUnion(summary.neighbours.map { .neighbours(of: $0.description) })
        return tags.sorted()
    }
}
