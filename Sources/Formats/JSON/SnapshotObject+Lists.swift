import Literature

extension SnapshotObject {
    /// `[{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}, …]`, ascending by number, those without one dropped.
    static func versions(_ scanner: inout JSONScanner) throws(JSONError) -> [PaperVersion] {
        guard scanner.peekKind() != .null else {
            try scanner.takeNull()
            return []
        }
        var all: [PaperVersion] = []
        var isAscending = true
        try scanner.enterArray()
        while try scanner.nextElement() {
            guard let version = try version(&scanner) else { continue }
            if let last = all.last, last.number >= version.number { isAscending = false }
            all.append(version)
        }
        return isAscending ? all : PaperVersion.union([], all.reduce(into: []) { $0 = PaperVersion.union($0, [$1]) })
    }

    private static func version(_ scanner: inout JSONScanner) throws(JSONError) -> PaperVersion? {
        var version = PaperVersion(number: 0)
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            if scanner.matches(key, "version") {
                version.number = number(try scanner.takeText(), scanner)
            } else if scanner.matches(key, "created") {
                if let text = try scanner.takeOptionalText() { version.created = created(text, scanner) }
            } else if scanner.matches(key, "size") {
                version.size = try takeOptionalInteger(&scanner)
            } else if scanner.matches(key, "source_type") {
                version.sourceType = try string(&scanner)
            } else if scanner.matches(key, "withdrawn") {
                version.isWithdrawn = try scanner.takeBool()
            } else {
                try scanner.skipValue()
            }
        }
        return version.number > 0 ? version : nil
    }

    private static func takeOptionalInteger(_ scanner: inout JSONScanner) throws(JSONError) -> Int? {
        guard scanner.peekKind() == .null else { return try scanner.takeInteger() }
        try scanner.takeNull()
        return nil
    }

    private static func created(_ text: JSONText, _ scanner: JSONScanner) -> Timestamp? {
        Timestamp(mail: scanner.raw(text)) ?? Timestamp(iso: scanner.raw(text))
    }

    /// The number of `v12`; 0 when it is none.
    private static func number(_ text: JSONText, _ scanner: JSONScanner) -> Int {
        var digits = scanner.raw(text)[...]
        if let first = digits.first, first | 0x20 == UInt8(ascii: "v") { digits.removeFirst() }
        guard (1...5).contains(digits.count) else { return 0 }
        var value = 0
        for byte in digits {
            guard byte &- 0x30 < 10 else { return 0 }
            value = value * 10 + Int(byte - 0x30)
        }
        return value <= 0xFFFF ? value : 0
    }

    /// `[["Family", "Given", "Suffix", …], …]` as a packed list, without an allocation for each author.
    func authors(_ scanner: inout JSONScanner) throws(JSONError) -> AuthorList {
        guard scanner.peekKind() != .null else {
            try scanner.takeNull()
            return AuthorList()
        }
        // The packed form is never longer than the JSON that says the same.
        scratch.reserve(scanner.count - scanner.at)
        var length = 0
        try scanner.enterArray()
        while try scanner.nextElement() { length = try author(&scanner, at: length) }
        let packed = UnsafeBufferPointer(start: scratch.bytes, count: length)
        return length == 0 ? AuthorList() : AuthorList(packed: String(decoding: packed, as: UTF8.self))
    }

    /// Packs one author behind the `start` bytes that are there; further parts (affiliations) are passed over.
    private func author(_ scanner: inout JSONScanner, at start: Int) throws(JSONError) -> Int {
        let begin = start == 0 ? 0 : start + 1
        var length = begin
        var meaningful = begin
        var part = 0
        var hasName = false
        try scanner.enterArray()
        while try scanner.nextElement() {
            guard part < 3 else {
                try scanner.skipValue()
                continue
            }
            if part > 0 {
                scratch.bytes[length] = AuthorList.partSeparator
                length += 1
            }
            let written = try authorPart(&scanner, at: length)
            length += written
            if written > 0 {
                meaningful = length
                if part < 2 { hasName = true }
            }
            part += 1
        }
        guard hasName else { return start }
        if start > 0 { scratch.bytes[start] = AuthorList.authorSeparator }
        return meaningful
    }

    private func authorPart(_ scanner: inout JSONScanner, at position: Int) throws(JSONError) -> Int {
        guard let text = try scanner.takeOptionalText(), !text.isEmpty else { return 0 }
        let target = scratch.bytes + position
        let count = try scanner.decode(text, into: target)
        guard text.hasEscapes else { return count }
        for index in 0..<count
        where target[index] == AuthorList.authorSeparator || target[index] == AuthorList.partSeparator {
            target[index] = 0x20
        }
        return count
    }
}
