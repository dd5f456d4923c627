/// The English ("Porter2") stemmer, so that `theories` and `theory` meet in one index term.
///
/// Written from the published description: M. F. Porter and R. Boulton, "The English (Porter2) stemming algorithm",
/// https://snowballstem.org/algorithms/english/stemmer.html, as of Snowball 3.1. The steps keep their published numbers.
public enum EnglishStemmer {
    /// Stems a word in place and returns the length of its stem, never more than the word's.
    ///
    /// - Parameter word: Lower-case ASCII letters and apostrophes. Other bytes are taken for consonants.
    /// - Complexity: O(n) in the length of the word.
    public static func stem(_ word: UnsafeMutableBufferPointer<UInt8>) -> Int {
        guard let start = word.baseAddress else { return 0 }
        return stem(start, count: word.count)
    }

    /// The stem of a word of lower-case ASCII letters and apostrophes.
    public static func stem(_ word: String) -> String {
        var bytes = Array(word.utf8)
        let count = bytes.withUnsafeMutableBufferPointer { stem($0) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    static func stem(_ word: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
        var stemming = Stemming(word: word, count: count)
        return stemming.run()
    }
}

/// One word on its way through the steps.
private struct Stemming {
    let word: UnsafeMutablePointer<UInt8>
    var count: Int
    /// Where the regions R1 and R2 of the description begin; both stay put while the word shrinks.
    var r1 = 0
    var r2 = 0

    init(word: UnsafeMutablePointer<UInt8>, count: Int) {
        self.word = word
        self.count = count
    }

    mutating func run() -> Int {
        if let replaced = exception() { return replaced }
        guard count > 2 else { return count }
        let marked = markConsonantY()
        markRegions()
        step1a()
        step1b()
        step1c()
        step2()
        step3()
        step4()
        step5()
        if marked { unmarkConsonantY() }
        return count
    }
}

// MARK: - Letters and suffixes

extension Stemming {
    private static func isVowel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            true
        default: false
        }
    }

    private func isVowel(at index: Int) -> Bool { Self.isVowel(word[index]) }

    private func ends(with suffix: StaticString) -> Bool { matches(suffix, endingAt: count) }

    private func matches(_ text: StaticString, endingAt end: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard length <= end else { return false }
        let place = word + (end - length)
        for index in 0..<length where place[index] != text.utf8Start[index] { return false }
        return true
    }

    /// Whether the last letter is one of `letters`: it spares most words the search through a list of suffixes.
    private func mayEnd(in letters: StaticString) -> Bool {
        guard count > 0 else { return false }
        let last = word[count - 1]
        for index in 0..<letters.utf8CodeUnitCount where last == letters.utf8Start[index] { return true }
        return false
    }

    /// Whether the word before `end` is exactly `text`.
    private func isWhole(_ text: StaticString, before end: Int) -> Bool {
        end == text.utf8CodeUnitCount && matches(text, endingAt: end)
    }

    /// Replaces the last `length` bytes by `replacement`, which is never longer.
    private mutating func replaceLast(_ length: Int, by replacement: StaticString) {
        count -= length
        for index in 0..<replacement.utf8CodeUnitCount { word[count + index] = replacement.utf8Start[index] }
        count += replacement.utf8CodeUnitCount
    }

    private func hasVowel(before end: Int) -> Bool {
        for index in 0..<max(end, 0) where isVowel(at: index) { return true }
        return false
    }

    /// A short syllable at the end of the first `end` bytes.
    private func endsInShortSyllable(_ end: Int) -> Bool {
        guard end >= 2 else { return false }
        if !isVowel(at: end - 1), isVowel(at: end - 2) {
            if end == 2 { return true }
            let last = word[end - 1]
            let isOpen = last == UInt8(ascii: "w") || last == UInt8(ascii: "x") || last == UInt8(ascii: "Y")
            if !isOpen, !isVowel(at: end - 3) { return true }
        }
        return matches("past", endingAt: end)
    }
}

// MARK: - Preparation

extension Stemming {
    private static let changed: [(word: StaticString, stem: StaticString)] = [
        ("skis", "ski"), ("skies", "sky"), ("idly", "idl"), ("gently", "gentl"), ("ugly", "ugli"),
        ("early", "earli"), ("only", "onli"), ("singly", "singl"),
    ]

    private static let unchanged: [StaticString] = ["sky", "news", "howe", "atlas", "cosmos", "bias", "andes"]

    private static let r1Prefixes: [StaticString] = [
        "gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter",
    ]

    /// The length of the stem when the word is one of the listed exceptions.
    private mutating func exception() -> Int? {
        guard (3...6).contains(count) else { return nil }
        for pair in Self.changed where isWhole(pair.word, before: count) {
            replaceLast(count, by: pair.stem)
            return count
        }
        for kept in Self.unchanged where isWhole(kept, before: count) { return count }
        return nil
    }

    /// Drops a leading apostrophe and writes each y that acts as a consonant as Y. Returns whether there is one.
    private mutating func markConsonantY() -> Bool {
        if word[0] == UInt8(ascii: "'") {
            for index in 1..<count { word[index - 1] = word[index] }
            count -= 1
        }
        var found = false
        for index in 0..<count where word[index] == UInt8(ascii: "y") {
            guard index == 0 || isVowel(at: index - 1) else { continue }
            word[index] = UInt8(ascii: "Y")
            found = true
        }
        return found
    }

    private func unmarkConsonantY() {
        for index in 0..<count where word[index] == UInt8(ascii: "Y") { word[index] = UInt8(ascii: "y") }
    }

    private mutating func markRegions() {
        (r1, r2) = (count, count)
        if let prefix = Self.r1Prefixes.first(where: { isPrefix($0) }) {
            r1 = prefix.utf8CodeUnitCount
        } else if let start = afterVowelAndConsonant(from: 0) {
            r1 = start
        } else {
            return
        }
        r2 = afterVowelAndConsonant(from: r1) ?? count
    }

    private func isPrefix(_ text: StaticString) -> Bool {
        text.utf8CodeUnitCount <= count && matches(text, endingAt: text.utf8CodeUnitCount)
    }

    /// The place after the first consonant that follows a vowel.
    private func afterVowelAndConsonant(from start: Int) -> Int? {
        var index = start
        while index < count, !isVowel(at: index) { index += 1 }
        while index < count, isVowel(at: index) { index += 1 }
        return index < count ? index + 1 : nil
    }
}

// MARK: - Step 1: plurals and participles

extension Stemming {
    private mutating func step1a() {
        for ending in ["'s'", "'s", "'"] as [StaticString] where ends(with: ending) {
            count -= ending.utf8CodeUnitCount
            break
        }
        if ends(with: "sses") {
            count -= 2
        } else if ends(with: "ied") || ends(with: "ies") {
            replaceLast(3, by: count >= 5 ? "i" : "ie")
        } else if ends(with: "us") || ends(with: "ss") {
            return
        } else if ends(with: "s"), hasVowel(before: count - 2) {
            count -= 1
        }
    }

    private mutating func step1b() {
        if ends(with: "eed") {
            step1bWithE(3)
        } else if ends(with: "eedly") {
            step1bWithE(5)
        } else if ends(with: "ingly") {
            removeParticiple(5)
        } else if ends(with: "edly") {
            removeParticiple(4)
        } else if ends(with: "ed") {
            removeParticiple(2)
        } else if ends(with: "ing") {
            step1bWithIng()
        }
    }

    private mutating func step1bWithE(_ length: Int) {
        let start = count - length
        for kept in ["proc", "exc", "succ"] as [StaticString] where isWhole(kept, before: start) { return }
        if start >= r1 { replaceLast(length, by: "ee") }
    }

    private mutating func step1bWithIng() {
        let start = count - 3
        if start == 2, word[1] == UInt8(ascii: "y"), !isVowel(at: 0) {
            replaceLast(4, by: "ie")
            return
        }
        for kept in ["inn", "out", "cann", "herr", "earr", "even"] as [StaticString] {
            guard !isWhole(kept, before: start) else { return }
        }
        removeParticiple(3)
    }

    /// Removes `ed`, `ing` and their kin after a vowel and mends what is left.
    private mutating func removeParticiple(_ length: Int) {
        guard hasVowel(before: count - length) else { return }
        count -= length
        if ends(with: "at") || ends(with: "bl") || ends(with: "iz") {
            appendE()
        } else if endsInDouble() {
            let isKept = count == 3 && ["a", "e", "o"].contains(Unicode.Scalar(word[0]))
            if !isKept { count -= 1 }
        } else if count == r1, endsInShortSyllable(count) {
            appendE()
        }
    }

    /// There is room: a longer suffix has just been removed.
    private mutating func appendE() {
        word[count] = UInt8(ascii: "e")
        count += 1
    }

    private func endsInDouble() -> Bool {
        guard count >= 2, word[count - 1] == word[count - 2] else { return false }
        return ["b", "d", "f", "g", "m", "n", "p", "r", "t"].contains(Unicode.Scalar(word[count - 1]))
    }

    private mutating func step1c() {
        guard count > 2, word[count - 1] | 0x20 == UInt8(ascii: "y"), !isVowel(at: count - 2) else { return }
        word[count - 1] = UInt8(ascii: "i")
    }
}

// MARK: - Steps 2 to 5: derivational suffixes

extension Stemming {
    private typealias Rule = (suffix: StaticString, replacement: StaticString)

    /// Longest suffixes first: only the longest that matches is looked at.
    private static let rules2: [Rule] = [
        ("ational", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ousness", "ous"), ("ization", "ize"),
        ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"),
        ("entli", "ent"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"),
        ("fulli", "ful"), ("ogist", "og"),
        ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"),
        ("bli", "ble"), ("ogi", "og"), ("li", ""),
    ]

    private static let rules3: [Rule] = [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ative", ""),
        ("ical", "ic"), ("ness", ""), ("ful", ""),
    ]

    private static let suffixes4: [StaticString] = [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
        "ion", "al", "er", "ic",
    ]

    private mutating func step2() {
        guard mayEnd(in: "ilmnrst") else { return }
        guard let rule = Self.rules2.first(where: { ends(with: $0.suffix) }) else { return }
        let length = rule.suffix.utf8CodeUnitCount
        let start = count - length
        guard start >= r1 else { return }
        if length == 2, !isBeforeLi(start) { return }
        if length == 3, rule.suffix.utf8Start[0] == UInt8(ascii: "o"), !matches("l", endingAt: start) { return }
        replaceLast(length, by: rule.replacement)
    }

    private func isBeforeLi(_ end: Int) -> Bool {
        guard end > 0 else { return false }
        return ["c", "d", "e", "g", "h", "k", "m", "n", "r", "t"].contains(Unicode.Scalar(word[end - 1]))
    }

    private mutating func step3() {
        guard mayEnd(in: "eils") else { return }
        guard let rule = Self.rules3.first(where: { ends(with: $0.suffix) }) else { return }
        let length = rule.suffix.utf8CodeUnitCount
        let isInR2Only = length == 5 && rule.replacement.utf8CodeUnitCount == 0
        guard count - length >= (isInR2Only ? r2 : r1) else { return }
        replaceLast(length, by: rule.replacement)
    }

    private mutating func step4() {
        guard mayEnd(in: "ceilmnrst") else { return }
        guard let suffix = Self.suffixes4.first(where: { ends(with: $0) }) else { return }
        let start = count - suffix.utf8CodeUnitCount
        guard start >= r2 else { return }
        let needsSOrT = matches("ion", endingAt: count)
        guard !needsSOrT || matches("s", endingAt: start) || matches("t", endingAt: start) else { return }
        count = start
    }

    private mutating func step5() {
        let start = count - 1
        if ends(with: "e") {
            if start >= r2 || (start >= r1 && !endsInShortSyllable(start)) { count = start }
        } else if ends(with: "ll"), start >= r2 {
            count = start
        }
    }
}
