import TextAnalysis

/// Finds the words of texts that mean something: stems, without function words.
struct ContentWords {
    private var analyzer = TextAnalyzer()
    private var stops = Vocabulary()
    private var terms: [UInt8] = []

    init() {
        analyzer.analyze(StopWords.english.sorted().joined(separator: " "), into: &terms)
        Self.forEachTerm(of: terms) { _ = stops.number(of: $0) }
    }

    /// Calls `body` with each content word of a text, in order.
    mutating func forEach(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        terms.removeAll(keepingCapacity: true)
        analyzer.analyze(text, into: &terms)
        Self.forEachTerm(of: terms) { if stops.known($0) == nil { body($0) } }
    }

    private static func forEachTerm(of terms: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        terms.withUnsafeBufferPointer { all in
            var start = 0
            while start < all.count {
                var end = start
                while end < all.count, all[end] != UInt8(ascii: " ") { end += 1 }
                if end > start { body(UnsafeBufferPointer(rebasing: all[start..<end])) }
                start = end + 1
            }
        }
    }
}

extension TextAnalyzer {
    /// Appends the stems of a text.
    fileprivate mutating func analyze(_ text: String, into out: inout [UInt8]) {
        var text = text
        text.withUTF8 { analyze($0, stemming: true, into: &out) }
    }
}
