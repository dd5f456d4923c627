/// Which categories a condition such as `hep-th`, `cs` or `cs.*` takes.
enum CategoryFilter {
    /// Whether `code` is the category `pattern` or one of its classes.
    static func matches(_ code: String, _ pattern: String) -> Bool {
        var name = Substring(pattern)
        if name.hasSuffix(".*") { name = name.dropLast(2) }
        let (code, wanted) = (Array(code.utf8), Array(name.utf8))
        guard code.count >= wanted.count, code.prefix(wanted.count).elementsEqual(wanted, by: isSameLetter) else {
            return false
        }
        return code.count == wanted.count || code[wanted.count] == UInt8(ascii: ".")
    }

    /// The numbers of the categories that any of `patterns` takes, ascending.
    static func ids(_ patterns: [String], _ connection: Connection) throws -> [Int64] {
        let statement = try connection.cached("SELECT id, code FROM category ORDER BY id")
        defer { statement.reset() }
        var ids: [Int64] = []
        while try statement.step() {
            let code = statement.text(1)
            if patterns.contains(where: { matches(code, $0) }) { ids.append(statement.integer(0)) }
        }
        return ids
    }

    private static func isSameLetter(_ left: UInt8, _ right: UInt8) -> Bool {
        left == right || (left | 0x20 == right | 0x20 && (left | 0x20) &- 0x61 < 26)
    }
}
