import CByteScan

extension JSONScanner {
    /// The bytes between the quotation marks, escapes and all.
    @inline(__always)
    func raw(_ text: JSONText) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + text.start, count: text.end - text.start)
    }

    /// The decoded string.
    ///
    /// - Throws: on a malformed escape, invalid UTF-8 and the NUL character, which no library can hold.
    func string(_ text: JSONText) throws(JSONError) -> String {
        let raw = raw(text)
        if !text.isASCII { try checkUTF8(raw, at: text.start) }
        guard text.hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        var problem: JSONError?
        let string = String(unsafeUninitializedCapacity: raw.count) { buffer in
            switch unescape(raw, at: text.start, into: buffer.baseAddress) {
            case .success(let length): return length
            case .failure(let error):
                problem = error
                return 0
            }
        }
        if let problem { throw problem }
        return string
    }

    /// The string for a message: cut short, and nil when it cannot be decoded.
    func name(_ text: JSONText) -> String? {
        do throws(JSONError) { return FieldText.excerpt(try string(text)) } catch { return nil }
    }

    /// Decodes a string into `target`, which must have room for the raw length.
    ///
    /// - Returns: the number of bytes written.
    func decode(_ text: JSONText, into target: UnsafeMutablePointer<UInt8>) throws(JSONError) -> Int {
        let raw = raw(text)
        if !text.isASCII { try checkUTF8(raw, at: text.start) }
        if text.hasEscapes { return try unescape(raw, at: text.start, into: target).get() }
        if let start = raw.baseAddress { target.update(from: start, count: raw.count) }
        return raw.count
    }

    /// Whether the string is `name`, which must be ASCII.
    @inline(__always)
    func matches(_ text: JSONText, _ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        guard text.end - text.start == length else { return false }
        for index in 0..<length where base[text.start + index] != name.utf8Start[index] { return false }
        return true
    }

    private func checkUTF8(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) throws(JSONError) {
        let valid = cosci_utf8_valid_prefix(bytes.baseAddress, bytes.count)
        if valid < bytes.count { throw JSONError(offset: start + valid, reason: .invalidUTF8) }
    }

    private func unescape(
        _ bytes: UnsafeBufferPointer<UInt8>,
        at start: Int,
        into target: UnsafeMutablePointer<UInt8>?
    ) -> Result<Int, JSONError> {
        var position = 0
        var hasNUL: UInt8 = 0
        let length = cosci_json_unescape(bytes.baseAddress, bytes.count, target, &position, &hasNUL)
        if length < 0 {
            return .failure(JSONError(offset: start + position, reason: .badEscape))
        }
        if hasNUL != 0 { return .failure(JSONError(offset: start, reason: .nulCharacter)) }
        return .success(length)
    }
}
