/// Encodes one value into a buffer.
///
/// Members of objects and arrays are written one after the other, each with a comma before it. When the value is complete, its
/// first comma becomes the opening bracket, and members whose keys are out of order are put in order.
final class JSONValueEncoder: Encoder {
    private enum Form {
        case open, single, object, array
    }

    /// A member: where it is, comma and key included, and what is still to be put behind its key.
    private struct Member {
        var key: String
        var range: Range<Int>
        var later: JSONValueEncoder?
    }

    let buffer: JSONBuffer
    private let start: Int
    private var form = Form.open
    private var members: [Member] = []
    private var isOrdered = true

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    var count: Int { members.count }

    init(_ buffer: JSONBuffer) {
        self.buffer = buffer
        start = buffer.count
    }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        form = .object
        return KeyedEncodingContainer(JSONObjectEncoder<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        form = .array
        return JSONArrayEncoder(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        form = .single
        return JSONSingleEncoder(buffer: buffer)
    }

    /// Writes a member of an object or, with an empty key, of an array.
    func member(_ key: String, _ write: (JSONBuffer) throws -> Void) rethrows {
        let begin = openMember(key)
        try write(buffer)
        members.append(Member(key: key, range: begin..<buffer.count))
    }

    /// Begins a member that is written later, while others are.
    func laterMember(_ key: String) -> JSONValueEncoder {
        let encoder = JSONValueEncoder(JSONBuffer())
        let begin = openMember(key)
        members.append(Member(key: key, range: begin..<buffer.count, later: encoder))
        isOrdered = false
        return encoder
    }

    private func openMember(_ key: String) -> Int {
        let begin = buffer.count
        buffer.append(UInt8(ascii: ","))
        guard form == .object else { return begin }
        if let last = members.last, !(last.key < key) { isOrdered = false }
        buffer.append(quoted: key)
        buffer.append(UInt8(ascii: ":"))
        return begin
    }

    /// Completes the value.
    func finish() {
        switch form {
        case .single: return
        case .open, .object: close(UInt8(ascii: "{"), UInt8(ascii: "}"))
        case .array: close(UInt8(ascii: "["), UInt8(ascii: "]"))
        }
    }

    private func close(_ opening: UInt8, _ closing: UInt8) {
        if !isOrdered { putInOrder() }
        if members.isEmpty { buffer.append(opening) } else { buffer.set(opening, at: start) }
        buffer.append(closing)
    }

    private func putInOrder() {
        if form == .object {
            // The last of several members with one key counts.
            var places: [String: Int] = [:]
            for (place, member) in members.enumerated() { places[member.key] = place }
            members = places.values.map { members[$0] }.sorted { $0.key < $1.key }
        }
        var added: [Int: [UInt8]] = [:]
        for (place, member) in members.enumerated() {
            guard let later = member.later else { continue }
            later.finish()
            added[place] = later.buffer.bytes
        }
        buffer.rearrange(from: start, members.map(\.range), added: added)
    }
}
