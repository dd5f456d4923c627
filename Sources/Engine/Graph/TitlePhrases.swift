import TextAnalysis

/// Phrases of titles: runs of one to three words without function words at their ends.
///
/// Forms of a phrase that differ in endings count as one; the form used most often is shown.
struct TitlePhrases {
    private static let longest = 3
    private var analyzer = TextAnalyzer()
    private var numbers: [String: Int32] = [:]
    private var forms: [[String: Int]] = []

    /// How many different phrases there are.
    var count: Int { forms.count }

    /// The phrases of a title, each once, ascending.
    ///
    /// - Parameter shortest: how many words a phrase has at least.
    mutating func phrases(of title: String, shortest: Int = 1) -> [Int32] {
        let bytes = Array(title.utf8)
        let words = analyzer.spans(of: title, stemming: false)
        let stems = analyzer.spans(of: title, stemming: true)
        guard words.count == stems.count else { return [] }
        var found: Set<Int32> = []
        for first in words.indices where Self.isContent(words[first].term) {
            // The rest of a word such as "(M)atrix" is no word.
            let start = words[first].bytes.lowerBound
            if start > 0, start <= bytes.count, bytes[start - 1] == UInt8(ascii: ")") { continue }
            var letters = 0
            for last in first..<min(first + Self.longest, words.count) {
                if last > first, !Self.isJoined(bytes, words[last - 1].bytes, words[last].bytes) { break }
                letters = max(letters, words[last].term.utf8.count)
                // "x S" and its like say nothing.
                guard last - first + 1 >= shortest, letters >= 4, Self.isContent(words[last].term) else { continue }
                let key = stems[first...last].map(\.term).joined(separator: " ")
                let form = words[first...last].map(\.term).joined(separator: " ")
                found.insert(number(key, form))
            }
        }
        return found.sorted()
    }

    /// The form of a phrase that is used most often; of equals the first in the order of the alphabet.
    func text(of phrase: Int32) -> String {
        let best = forms[Int(phrase)].min { left, right in
            left.value != right.value
                ? left.value > right.value : left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
        }
        return best?.key ?? ""
    }

    private mutating func number(_ key: String, _ form: String) -> Int32 {
        let number = numbers[key] ?? Int32(forms.count)
        if Int(number) == forms.count {
            numbers[key] = number
            forms.append([:])
        }
        forms[Int(number)][form, default: 0] += 1
        return number
    }

    private static func isContent(_ word: String) -> Bool {
        !StopWords.english.contains(word) && word.utf8.contains { $0 > 0x39 || $0 < 0x30 }
    }

    /// Whether nothing but blanks and hyphens lies between two words.
    private static func isJoined(_ bytes: [UInt8], _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.upperBound <= right.lowerBound, right.lowerBound <= bytes.count else { return false }
        return bytes[left.upperBound..<right.lowerBound].allSatisfy { $0 <= 0x20 || $0 == 0x2D }
    }
}

extension TitlePhrases {
    /// A longer phrase takes the place of a part of it that has hardly more papers.
    private static let replacingShare = 0.6

    /// Leaves out phrases that hardly occur outside a longer one of the list: "loop quantum" beside "loop quantum gravity".
    ///
    /// - Parameter phrases: phrases with their numbers of papers, the best first.
    /// - Returns: the positions of those that are kept, at most `limit`.
    static func withoutParts(_ phrases: [(text: String, papers: Int)], limit: Int) -> [Int] {
        var kept: [Int] = []
        for (index, phrase) in phrases.enumerated() where kept.count < limit {
            let isPart = phrases.contains { longer in
                longer.text != phrase.text && " \(longer.text) ".contains(" \(phrase.text) ")
                    && Double(longer.papers) >= replacingShare * Double(phrase.papers)
            }
            if !isPart { kept.append(index) }
        }
        return kept
    }
}
