/// Keys under which the many spellings of an author's name meet.
///
/// The key is the family name, folded as ``TextAnalyzer`` folds words, then a comma, a space and the first letter of the
/// given name: `Juan Maldacena` and `J. M. Maldacena` both give `maldacena, j`; `C. Bal\'azs` gives `balazs, c`;
/// `Gerard 't Hooft` gives `t hooft, g`. Particles stay with the family name. Without a given name the key is the family
/// name alone, which also keeps collaborations whole; without a family name it is the given name. A name without any
/// letter or digit has the empty key.
///
/// A value with reusable buffers: keep one per thread.
public struct AuthorKey: Sendable {
    private var analyzer = TextAnalyzer()
    private var scratch: [UInt8] = []

    /// Makes a maker of keys.
    public init() {}

    /// The key of one name. For many names keep a value and call ``key(family:given:into:)``.
    /// - Complexity: O(n).
    public static func make(family: String, given: String) -> String {
        var maker = AuthorKey()
        var result: [UInt8] = []
        var family = family
        var given = given
        family.withUTF8 { familyBytes in
            given.withUTF8 { maker.key(family: familyBytes, given: $0, into: &result) }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Appends the key of a name in UTF-8 to `result`.
    /// - Complexity: O(n). Total: any bytes are accepted.
    public mutating func key(
        family: UnsafeBufferPointer<UInt8>,
        given: UnsafeBufferPointer<UInt8>,
        into result: inout [UInt8]
    ) {
        var key: [UInt8] = []
        swap(&key, &scratch)
        key.removeAll(keepingCapacity: true)
        analyzer.analyze(family, stemming: false, into: &key)
        let familyCount = key.count
        analyzer.analyze(given, stemming: false, into: &key)
        let hasBoth = familyCount > 0 && key.count > familyCount
        if hasBoth {
            result.append(contentsOf: key[..<familyCount])
            result.append(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")])
            appendInitial(of: key[(familyCount + 1)...], to: &result)
        } else {
            result.append(contentsOf: key)
        }
        swap(&key, &scratch)
    }

    /// Appends the first letter of `term`. A Greek letter is spelled as it is when it stands alone, as in `Α.`, so that
    /// a given name and its initial have the same key.
    private func appendInitial(of term: ArraySlice<UInt8>, to result: inout [UInt8]) {
        let rest = term.dropFirst()
        let letter = term[term.startIndex..<(rest.firstIndex { $0 & 0xC0 != 0x80 } ?? term.endIndex)]
        if let scalar = String(decoding: letter, as: UTF8.self).unicodeScalars.first,
            let name = GreekLetter.name(of: scalar.value)
        {
            result.append(name.utf8Start[0])
        } else {
            result.append(contentsOf: letter)
        }
    }
}
