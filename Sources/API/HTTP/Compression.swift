import CZlib

/// Compression of bodies (gzip, RFC 1952).
enum Compression {
    /// Smaller bodies are sent as they are.
    static let smallest = 1400

    /// Whether a client takes gzip (RFC 9110, 12.5.3).
    static func isAccepted(_ header: String?) -> Bool {
        guard let header else { return false }
        var star = false
        for part in header.lowercased().split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = pieces.first else { continue }
            let isRefused = pieces.dropFirst().contains { piece in
                piece.hasPrefix("q=") && Double(piece.dropFirst(2)).map { $0 <= 0 } ?? false
            }
            if name == "gzip" || name == "x-gzip" { return !isRefused }
            if name == "*" { star = !isRefused }
        }
        return star
    }

    /// Whether bodies of a media type become smaller.
    static func isWorthwhile(_ type: String) -> Bool {
        let name = type.prefix { $0 != ";" }
        return name.hasPrefix("text/") || name.hasSuffix("json") || name.hasSuffix("xml")
            || name == "application/javascript"
            || name == "application/wasm" || name == "application/x-research-info-systems"
            || name == "application/x-bibtex"
    }

    /// A body in gzip; nil where that is of no use.
    static func packed(_ bytes: [UInt8], type: String) -> [UInt8]? {
        bytes.count >= smallest && isWorthwhile(type) ? gzip(bytes) : nil
    }

    /// Whether bytes in gzip are, by what stands at their end (RFC 1952, 2.3.1), those of a body.
    static func isGzip(_ packed: [UInt8], of body: [UInt8]) -> Bool {
        guard packed.count >= 18, packed[0] == 0x1F, packed[1] == 0x8B, body.count <= Int(UInt32.max) else {
            return false
        }
        let words = packed.suffix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let sum = body.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        return words & 0xFFFF_FFFF == UInt64(sum) && words >> 32 == UInt64(body.count)
    }

    /// The bytes in gzip; nil when zlib fails or nothing is gained.
    ///
    /// - Parameter level: 1 (fast) to 9 (small).
    static func gzip(_ bytes: [UInt8], level: Int32 = 5) -> [UInt8]? {
        var stream = z_stream()
        // 16 above the window's size asks for the gzip format.
        guard cosci_deflateInit2(&stream, level, 15 + 16) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        guard bytes.count <= Int(UInt32.max) else { return nil }
        var input = bytes
        return input.withUnsafeMutableBufferPointer { source -> [UInt8]? in
            let bound = Int(deflateBound(&stream, UInt(source.count)))
            var isDone = false
            let output = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(bound)
                isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = bound - Int(stream.avail_out)
            }
            return isDone && output.count < source.count ? output : nil
        }
    }
}
