/// The list of what tracing systems add to a trace context, most recent first.
///
/// We add nothing ourselves; it is read only to know that it may be passed on.
public struct TraceState: Hashable, Sendable {
    /// The most members that are passed on.
    public static let memberLimit = 32
    /// The longest list that is read, in bytes.
    static let longest = 8192

    /// The members.
    public let members: [Member]

    /// One system's part.
    public struct Member: Hashable, Sendable {
        /// The system.
        public var key: String
        /// Its value.
        public var value: String
    }

    /// Nothing.
    public init() { members = [] }

    /// The list of the fields `tracestate`, in their order; empty when anything in them is against the specification.
    public init(fields: [String]) { members = Self.members(fields) ?? [] }

    private static func members(_ fields: [String]) -> [Member]? {
        var members: [Member] = []
        var keys: Set<String> = []
        var length = 0
        for field in fields {
            length += field.utf8.count
            guard length <= longest else { return nil }
            for text in field.split(separator: ",") {
                let trimmed = trimmed(text)
                if trimmed.isEmpty { continue }
                guard let member = member(trimmed), keys.insert(member.key).inserted, members.count < memberLimit
                else { return nil }
                members.append(member)
            }
        }
        return members
    }

    /// The field `tracestate`; empty when there is nothing to pass on.
    public var text: String { members.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }

    private static func member(_ text: Substring) -> Member? {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        let (key, value) = (text[..<sign], text[text.index(after: sign)...])
        guard isKey(Array(key.utf8)), isValue(Array(value.utf8)) else { return nil }
        return Member(key: String(key), value: String(value))
    }

    /// `key` of the specification: a simple key, or that of one tenant of a system, `tenant@system`.
    private static func isKey(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        func isRest(_ part: ArraySlice<UInt8>) -> Bool {
            part.allSatisfy { isLower($0) || isDigit($0) || "_-*/".utf8.contains($0) }
        }
        guard let first = parts.first?.first else { return false }
        switch parts.count {
        case 1: return isLower(first) && bytes.count <= 256 && isRest(bytes[...])
        case 2:
            guard let system = parts[1].first else { return false }
            return (isLower(first) || isDigit(first)) && parts[0].count <= 241 && isRest(parts[0])
                && isLower(system) && parts[1].count <= 14 && isRest(parts[1])
        default: return false
        }
    }

    /// `value` of the specification: printable ASCII without comma and equals sign, not ending with a space.
    private static func isValue(_ bytes: [UInt8]) -> Bool {
        guard let last = bytes.last, last != UInt8(ascii: " "), bytes.count <= 256 else { return false }
        return bytes.allSatisfy {
            (0x20...0x7E).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=")
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let last = text.lastIndex(where: { !isBlank($0) }) else { return "" }
        return text[...last].drop(while: isBlank)
    }
}
