import Literature

/// A reusable buffer into which the texts of one row are copied, so that they can be bound without an allocation each.
struct ScratchText: ~Copyable {
    /// Where a text lies; a negative length stands for NULL.
    struct Span {
        var start: Int
        var count: Int

        static let null = Span(start: 0, count: -1)
    }

    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 1 << 16
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// Empties the buffer; memory beyond a megabyte is given back.
    mutating func clear() {
        count = 0
        if capacity > 1 << 20 {
            base.deallocate()
            capacity = 1 << 16
            base = .allocate(capacity: capacity)
        }
    }

    /// Copies a text.
    mutating func append(_ text: String?) -> Span {
        guard var text else { return .null }
        let start = count
        text.withUTF8 { append($0) }
        return Span(start: start, count: count - start)
    }

    /// Copies bytes.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count)
        if let from = bytes.baseAddress { (base + count).update(from: from, count: bytes.count) }
        count += bytes.count
    }

    /// Copies identifiers separated by spaces; NULL for none.
    mutating func append(_ identifiers: [PaperIdentifier]) -> Span {
        if identifiers.isEmpty { return .null }
        let start = count
        for identifier in identifiers {
            if count > start { append(byte: 0x20) }
            append(key: identifier)
        }
        return Span(start: start, count: count - start)
    }

    /// Writes an identifier as ``PaperIdentifier/description`` does.
    @discardableResult
    mutating func append(key identifier: PaperIdentifier) -> Span {
        let start = count
        if case .arxiv(let id) = identifier {
            if let archive = id.archive {
                _ = append(archive)
                append(byte: UInt8(ascii: "/"))
            }
            append(digits: id.year % 100, width: 2)
            append(digits: id.month, width: 2)
            if id.archive == nil {
                append(byte: UInt8(ascii: "."))
                append(digits: id.number, width: id.year >= 2015 ? 5 : 4)
            } else {
                append(digits: id.number, width: 3)
            }
        } else {
            _ = append(identifier.description)
        }
        return Span(start: start, count: count - start)
    }

    /// The bytes of a text, valid until the next call that changes the buffer.
    func bytes(_ span: Span) -> UnsafeBufferPointer<UInt8>? {
        span.count < 0 ? nil : UnsafeBufferPointer(start: base + span.start, count: span.count)
    }

    /// Appends a byte.
    mutating func append(byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    /// Appends a number in decimal digits.
    mutating func append(decimal value: UInt) {
        var (width, rest) = (1, value / 10)
        while rest > 0 { (width, rest) = (width + 1, rest / 10) }
        reserve(width)
        rest = value
        for index in stride(from: count + width - 1, through: count, by: -1) {
            base[index] = UInt8(0x30 + rest % 10)
            rest /= 10
        }
        count += width
    }

    private mutating func append(digits value: Int, width: Int) {
        reserve(width)
        var rest = value
        for index in stride(from: count + width - 1, through: count, by: -1) {
            base[index] = UInt8(0x30 + rest % 10)
            rest /= 10
        }
        count += width
    }

    private mutating func reserve(_ extra: Int) {
        guard count + extra > capacity else { return }
        var larger = capacity * 2
        while larger < count + extra { larger *= 2 }
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: base, count: count)
        base.deallocate()
        (base, capacity) = (moved, larger)
    }
}
