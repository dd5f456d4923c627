/// Recognises withdrawn articles by what their comments or abstract say.
///
/// arXiv withdraws an article by a new version without text whose reason stands in the comments (arXiv help, "To withdraw
/// an article"); most sources carry no flag. Only statements about the article itself count: "section 2 withdrawn" and
/// "the claim was withdrawn" do not.
public enum Withdrawal {
    /// Whether comments or abstract say that the article is withdrawn.
    ///
    /// Linear in the length of the texts; costs next to nothing when they do not contain the word.
    public static func isStated(comments: String?, abstract: String?) -> Bool {
        if let comments, mentions(comments) {
            let text = words(comments)
            if text.hasPrefix("withdrawn ") || text == "withdrawn" || states(text) { return true }
        }
        if let abstract, mentions(abstract) { return states(words(abstract)) }
        return false
    }

    private static let subjects = [
        "paper", "article", "submission", "manuscript", "preprint", "work", "note", "letter",
    ]
    private static let verbs = [
        "has been withdrawn", "is withdrawn", "was withdrawn", "is being withdrawn", "has been temporarily withdrawn",
        "is temporarily withdrawn", "been withdrawn", "withdrawn",
    ]

    private static func states(_ text: String) -> Bool {
        for subject in subjects {
            for verb in verbs where text.contains("\(subject) \(verb) ") || text.hasSuffix("\(subject) \(verb)") {
                return true
            }
        }
        return text.contains("withdrawn by the author") || text.contains("withdrawn by arxiv")
            || text.contains("withdrawn from publication")
    }

    private static func mentions(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            let tail = Array("ithdrawn".utf8)
            guard bytes.count >= 9 else { return false }
            var at = 1
            while at + 8 <= bytes.count {
                if bytes[at] == tail[0], bytes[at + 7] == tail[7], (0..<8).allSatisfy({ bytes[at + $0] == tail[$0] }),
                    bytes[at - 1] | 0x20 == UInt8(ascii: "w")
                {
                    return true
                }
                at += 1
            }
            return false
        }
    }

    /// Lower-case letters and digits, everything else one space.
    private static func words(_ text: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if lower &- 0x61 < 26 || lower &- 0x30 < 10 {
                output.append(lower)
            } else if let last = output.last, last != 0x20 {
                output.append(0x20)
            }
        }
        if output.last == 0x20 { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }
}
