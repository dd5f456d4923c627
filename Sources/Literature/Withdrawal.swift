/// Recognises withdrawn articles by what their comments or abstract say.
///
/// arXiv withdraws an article by a new version without text whose reason stands in the comments (arXiv help, "To withdraw
/// an article"); most sources carry no flag. Only statements about the article itself count: "section 2 withdrawn",
/// "replaces the withdrawn version" and "withdrawn from the conference" do not.
public enum Withdrawal {
    /// Whether comments or abstract say that the article is withdrawn.
    ///
    /// Linear in the length of the texts; costs next to nothing when they do not contain the word.
    public static func isStated(comments: String?, abstract: String?) -> Bool {
        [comments, abstract].contains { text in
            guard let text, mentions(text) else { return false }
            return WithdrawalText(text).statesIt
        }
    }

    private static func mentions(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count >= 8 else { return false }
            for at in 1...bytes.count - 7
            where bytes[at] == UInt8(ascii: "i") && bytes[at + 6] == UInt8(ascii: "w")
                && bytes[at - 1] | 0x20 == UInt8(ascii: "w") && bytes[at..<at + 7].elementsEqual("ithdraw".utf8)
            {
                return true
            }
            return false
        }
    }
}

/// The words of a text in lower case; a full stop, semicolon, colon or parenthesis is a word of its own, `.`.
private struct WithdrawalText {
    private var words: [String] = []

    init(_ text: String) {
        var word: [UInt8] = []
        for byte in text.utf8 {
            let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if lower &- 0x61 < 26 || lower &- 0x30 < 10 || byte == UInt8(ascii: "'") {
                word.append(lower)
                continue
            }
            flush(&word)
            if Array(".;:()!".utf8).contains(byte) { words.append(".") }
        }
        flush(&word)
    }

    private mutating func flush(_ word: inout [UInt8]) {
        guard !word.isEmpty else { return }
        words.append(String(decoding: word, as: UTF8.self))
        word.removeAll(keepingCapacity: true)
    }

    var statesIt: Bool {
        words.indices.contains { at in
            switch words[at] {
            case "withdrawn": opensSentence(at) || hasSubject(at) || namesWho(at) || hasObject(at)
            case "withdraw", "withdrawing": hasObject(at)
            default: false
            }
        }
    }

    private func word(_ index: Int) -> String { words.indices.contains(index) ? words[index] : "." }

    // MARK: Forms of the statement

    /// "Withdrawn due to an error", "25 pages; withdrawn by the author", "Withdrawn".
    private func opensSentence(_ at: Int) -> Bool {
        guard word(at - 1) == "." else { return false }
        // "arXiv:1801.00539 (now withdrawn)" and "1203.4520 (withdrawn); main result" speak of another article.
        if at == 0 { return isLeftWhere(at) && !["version", "article", "preprint", "text"].contains(word(at + 1)) }
        return Self.reasons.contains(word(at + 1)) && isLeftWhere(at)
    }

    private static let reasons: Set<String> = [
        "due", "by", "because", "since", "for", "as", "from", "pending", "until", "temporarily",
    ]

    /// "This paper has been temporarily withdrawn".
    private func hasSubject(_ at: Int) -> Bool {
        var index = at - 1
        while Self.fillers.contains(word(index)) { index -= 1 }
        let subject = word(index)
        if subject == "this" { return index < at - 1 && isLeftWhere(at) }
        guard Self.subjects.contains(subject), !Self.others.contains(word(index - 1)) else { return false }
        return isLeftWhere(at)
    }

    private static let subjects: Set<String> = [
        "paper", "article", "submission", "manuscript", "preprint", "work", "note", "letter", "posting", "draft",
    ]
    private static let fillers: Set<String> = [
        "has", "have", "is", "was", "been", "being", "now", "currently", "temporarily", "momentarily", "therefore",
        "thus",
        "hence", "hereby", "submitted",
    ]
    /// Words before a subject that make it another article.
    private static let others: Set<String> = [
        "previous", "preceding", "former", "earlier", "latter", "prior", "old", "previously",
    ]

    /// "withdrawn by the authors", unless the sentence is about an earlier version.
    private func namesWho(_ at: Int) -> Bool {
        guard word(at + 1) == "by" else { return false }
        let who = word(at + 2) == "the" ? word(at + 3) : word(at + 2)
        guard ["author", "authors", "arxiv", "submitter", "administrators"].contains(who) else { return false }
        var index = at - 1
        while word(index) != "." {
            if Self.others.contains(word(index)) { return false }
            index -= 1
        }
        return true
    }

    /// "I withdraw this article", "we have withdrawn our paper".
    private func hasObject(_ at: Int) -> Bool {
        guard word(at + 1) == "this" || word(at + 1) == "our", Self.subjects.contains(word(at + 2)) else {
            return false
        }
        return !(at - 4..<at).contains { word($0) == "not" }
    }

    /// Whether it is arXiv that the article is withdrawn from, and not a journal or a conference.
    private func isLeftWhere(_ at: Int) -> Bool {
        guard word(at + 1) == "from" else { return true }
        let place = word(at + 2) == "the" ? word(at + 3) : word(at + 2)
        return ["arxiv", "publication", "submission", "circulation", "this"].contains(place)
    }
}
