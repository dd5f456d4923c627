import Literature

extension Paper {
    /// The authors in one short line: up to three names, then how many more.
    var shortAuthors: String {
        let names = authorNames
        guard names.count > 3 else { return names.joined(separator: ", ") }
        return names.prefix(3).joined(separator: ", ") + " +\(names.count - 3)"
    }
}
