/// Numbers of seven bits a byte, the lowest first; the top bit says that more follow.
struct VariableBytes {
    private let bytes: UnsafeRawBufferPointer
    /// The next byte to read.
    private(set) var position: Int
    /// Whether reading has run beyond the end; everything read from then on is 0.
    private(set) var isBroken = false

    /// Reads from `position`.
    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
        self.bytes = bytes
        self.position = max(0, position)
    }

    /// The next number, at most 32 bits of it.
    @inline(__always)
    mutating func next() -> UInt32 {
        guard position < bytes.count else {
            isBroken = true
            return 0
        }
        let first = bytes[position]
        position += 1
        return first < 0x80 ? UInt32(first) : rest(of: first)
    }

    private mutating func rest(of first: UInt8) -> UInt32 {
        var value = UInt32(first & 0x7F)
        var shift: UInt32 = 7
        while position < bytes.count, shift < 35 {
            let byte = bytes[position]
            position += 1
            value |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        isBroken = true
        return 0
    }

    /// The next `count` bytes; none when there are not so many.
    mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
        guard count >= 0, position <= bytes.count, count <= bytes.count - position else {
            isBroken = true
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }
}

/// Bytes that grow, for what is written piece by piece.
struct ByteBuffer: ~Copyable {
    private(set) var start: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 4096) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    /// What was appended.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// Makes room for `more` bytes.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    /// Appends a number in seven bits a byte.
    @inline(__always)
    mutating func append(variable value: UInt32) {
        reserve(5)
        var rest = value
        while rest >= 0x80 {
            start[count] = UInt8(truncatingIfNeeded: rest | 0x80)
            count += 1
            rest >>= 7
        }
        start[count] = UInt8(truncatingIfNeeded: rest)
        count += 1
    }

    /// Appends a byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    /// Appends bytes.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        UnsafeMutableRawPointer(start + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Appends the bytes of a value.
    mutating func append<Value: FixedWidthInteger>(fixed value: Value) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }

    /// Appends `more` zeros and gives the place of the first, for the caller to fill.
    mutating func appendZeros(_ more: Int) -> UnsafeMutablePointer<UInt8> {
        reserve(more)
        let place = start + count
        place.initialize(repeating: 0, count: more)
        count += more
        return place
    }

    /// Forgets what was appended.
    mutating func removeAll() { count = 0 }
}
