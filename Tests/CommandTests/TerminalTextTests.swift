import Testing

@testable import arxiv_cosci

@Suite("Text on a terminal")
struct TerminalTextTests {
    @Test("escape sequences and direction overrides of paper texts never reach the terminal")
    func printable() {
        #expect("a\u{1B}[31mb\u{7}\u{9B}c\u{202E}d\n".printable == "a [31mb  c d ")
        #expect("Erdős, Σ, 弦".printable == "Erdős, Σ, 弦")
    }

    @Test("text is wrapped at spaces, and styles take no room")
    func wrapped() {
        #expect("one two three".wrapped(width: 9, indent: "  ") == "  one two\n  three")
        #expect("\u{1B}[1mone\u{1B}[0m two".wrapped(width: 7, indent: "") == "\u{1B}[1mone\u{1B}[0m two")
        #expect("  a \n b ".wrapped(width: 80, indent: "") == "a b")
        #expect("".wrapped(width: 80, indent: "> ") == "")
    }

    @Test("a word longer than a line stands on a line of its own")
    func longWords() {
        #expect("a verylongword b".wrapped(width: 4, indent: "") == "a\nverylongword\nb")
    }
}
