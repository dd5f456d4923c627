import Literature

/// Files that stand for PDFs and sources: the same identifier gives the same bytes.
enum MadeUpFile {
    /// A PDF with an empty page, filled up with a comment.
    static func pdf(_ id: ArxivID, size: Int) -> [UInt8] {
        let head =
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\n% \(id)\n"
        let tail = "\ntrailer<</Root 1 0 R>>\n%%EOF\n"
        return Array(head.utf8) + filling(id, size - head.utf8.count - tail.utf8.count) + Array(tail.utf8)
    }

    /// A TeX file, gzipped.
    static func source(_ id: ArxivID, size: Int) -> [UInt8] {
        let text = "\\documentclass{article}\n\\begin{document}\n% \(id)\n\\end{document}\n%"
        return gzip(Array(text.utf8) + filling(id, size - text.utf8.count))
    }

    /// Letters that follow from the identifier.
    private static func filling(_ id: ArxivID, _ count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        var state = id.description.utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return (0..<count).map { index in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return index % 79 == 78
                ? 0x0A : (index % 79 == 0 ? UInt8(ascii: "%") : UInt8(ascii: "a") + UInt8(state >> 59) % 26)
        }
    }

    /// A gzip member (RFC 1952) of stored blocks (RFC 1951, 3.2.4).
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        var start = 0
        repeat {
            let end = min(start + 65535, bytes.count)
            let length = UInt16(end - start)
            output.append(end == bytes.count ? 1 : 0)
            for value in [length, ~length] { output += [UInt8(value & 0xFF), UInt8(value >> 8)] }
            output += bytes[start..<end]
            start = end
        } while start < bytes.count
        for value in [crc(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
            for shift in stride(from: 0, to: 32, by: 8) {
                output.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
            }
        }
        return output
    }

    private static let crcTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }
}
