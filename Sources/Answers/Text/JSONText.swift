import FoundationEssentials

/// Writes answers as JSON text (RFC 8259): keys in the order of their characters, so that equal answers have equal bytes.
public enum JSONText {
    /// The text of a value, in UTF-8 and without a line feed at the end.
    ///
    /// Compact text is what `JSONEncoder` writes with sorted keys and slashes as they are.
    /// - Parameter pretty: whether it is for people: indented, one member a line.
    /// - Throws: `EncodingError` for a number that JSON has no text for.
    /// - Complexity: O(length of the text), besides sorting the keys of dictionaries.
    public static func encode(_ value: some Encodable, pretty: Bool = false) throws -> [UInt8] {
        if pretty {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return Array(try encoder.encode(value))
        }
        let buffer = JSONBuffer()
        try buffer.append(value)
        return buffer.bytes
    }
}
