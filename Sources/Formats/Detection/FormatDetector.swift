/// Tells the format of an input from its beginning.
public enum FormatDetector {
    /// How much of the beginning is looked at, in bytes.
    static let horizon = 256 << 10

    /// The format of `input`, of which nothing is consumed.
    ///
    /// - Parameters:
    ///   - input: at its start.
    ///   - name: the file's name; decides only where the content is ambiguous.
    /// - Returns: the format, or an issue that says what the input is and what to do.
    public static func detect(_ input: ByteInput, name: String?) -> Result<SourceFormat, ReadIssue> {
        _ = input.require(horizon)
        let window = input.window
        let bytes = UnsafeRawBufferPointer(rebasing: window[..<min(window.count, horizon)])
        if bytes.isEmpty, let failure = input.failure { return .failure(failure) }
        if let reason = ForeignContent.reason(bytes) { return refuse(reason) }
        let text = TextHead(bytes)
        guard let first = text.firstByte else { return refuse("the input is empty") }
        switch first {
        case UInt8(ascii: "<"): return XMLHead.format(text).map(Result.success) ?? refuse(XMLHead.reason(text))
        case UInt8(ascii: "{"), UInt8(ascii: "["): return JSONHead.format(text, name: name)
        default: return TextFormats.format(text, name: name)
        }
    }

    static func refuse(_ message: String) -> Result<SourceFormat, ReadIssue> {
        .failure(ReadIssue(line: 0, byte: 0, message: message, extent: .restOfInput))
    }
}

/// The beginning of a text, without byte order mark and leading white space.
struct TextHead {
    /// The bytes.
    let bytes: UnsafeRawBufferPointer

    init(_ all: UnsafeRawBufferPointer) {
        var start = all.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < all.count, all[start] <= 0x20 { start += 1 }
        bytes = UnsafeRawBufferPointer(rebasing: all[start...])
    }

    var firstByte: UInt8? { bytes.first }

    /// The first `count` bytes as text.
    func prefix(_ count: Int) -> String {
        String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// The first `count` lines that are not blank, each cut at 4,096 bytes.
    func lines(_ count: Int) -> [String] {
        var lines: [String] = []
        var start = 0
        while lines.count < count, start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[start..<min(end, start + 4096)]
            if line.contains(where: { $0 > 0x20 }) {
                lines.append(String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self))
            }
            start = end + 1
        }
        return lines
    }
}

/// Content that no reader takes, with advice.
enum ForeignContent {
    private static let magics: [(bytes: [UInt8], reason: String)] = [
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], compressed("xz", "xz -dc FILE")),
        ([0x28, 0xB5, 0x2F, 0xFD], compressed("zstd", "zstd -dc FILE")),
        ([0x42, 0x5A, 0x68], compressed("bzip2", "bzip2 -dc FILE")),
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive; unpack it first: unzip -p FILE | arxiv-cosci import -"),
        ([0x1F, 0x8B], compressed("gzip, twice", "gzip -dc FILE")),
        ([0x25, 0x50, 0x44, 0x46], "a PDF document, not records of papers"),
        ([0x25, 0x21, 0x50, 0x53], "a PostScript document, not records of papers"),
        ([0x53, 0x51, 0x4C, 0x69, 0x74, 0x65, 0x20, 0x66], "an SQLite database, not records of papers"),
        ([0xFF, 0xFE], "UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8 FILE | arxiv-cosci import -"),
        ([0xFE, 0xFF], "UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8 FILE | arxiv-cosci import -"),
    ]

    private static func compressed(_ name: String, _ command: String) -> String {
        "compressed with \(name); decompress it first: \(command) | arxiv-cosci import -"
    }

    /// What the bytes are, when they are none of the formats.
    static func reason(_ bytes: UnsafeRawBufferPointer) -> String? {
        for magic in magics where bytes.starts(with: magic.bytes) { return magic.reason }
        if bytes.count > 262, bytes[257..<262].elementsEqual("ustar".utf8) {
            return "a tar archive; unpack it first: tar -xOf FILE | arxiv-cosci import -"
        }
        let sample = bytes.prefix(4096)
        let controls = sample.count { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1B }
        return controls * 20 > sample.count ? "binary data, not records of papers" : nil
    }
}

/// XML formats.
enum XMLHead {
    /// The format by the first element.
    static func format(_ text: TextHead) -> SourceFormat? {
        switch rootElement(text) {
        case "feed", "entry": .atom
        case "OAI-PMH", "record", "ListRecords", "GetRecord", "arXiv", "arXivRaw", "dc": .oai
        default: nil
        }
    }

    /// Why it is none.
    static func reason(_ text: TextHead) -> String {
        let root = rootElement(text)
        let isHTML = root.lowercased() == "html" || text.prefix(64).lowercased().hasPrefix("<!doctype html")
        if isHTML { return "an HTML page, not records of papers (was an error page saved?)" }
        return root.isEmpty ? "XML without an element" : "XML with the unknown element <\(root)>"
    }

    /// The local name of the first element, past declarations and comments.
    private static func rootElement(_ text: TextHead) -> String {
        let bytes = text.bytes
        var index = 0
        while index + 1 < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else {
                index += 1
                continue
            }
            let next = bytes[index + 1]
            if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
                index += 2
                continue
            }
            let name = bytes[(index + 1)...].prefix(64).prefix { $0 > 0x20 && $0 != 0x3E && $0 != 0x2F }
            let local = name.split(separator: UInt8(ascii: ":")).last ?? name
            return String(decoding: local, as: UTF8.self)
        }
        return ""
    }
}
