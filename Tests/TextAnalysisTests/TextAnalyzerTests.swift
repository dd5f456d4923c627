import Testing

@testable import TextAnalysis

@Suite struct TextAnalyzerTests {
    @Test(arguments: [
        // Words, numbers, hyphens.
        ("Anti-de Sitter space", "anti de sitter space"), ("2D gravity, D0-branes", "2d gravity d0 branes"),
        ("SU(2)xU(1)", "su 2 xu 1"), ("c=3.5, 1/2", "c 3 5 1 2"), ("", ""), (" \t\n ", ""),
        // Apostrophes and quotation marks.
        ("Einstein's QFT's Gauss' doesn't", "einstein qft gauss doesnt"),
        ("Einstein’s d’Alembert", "einstein dalembert"),
        ("'t Hooft t'Hooft ’t Hooft's", "t hooft t hooft t hooft"),
        ("Bogomol'nyi Painlev'e Poincare'", "bogomolnyi painleve poincare"),
        (#"K"ahler "dual" ``quoted'' `single'"#, "kahler dual quoted single"), ("L'Huillier's—and", "lhuillier and"),
        ("$D_3$'s (BPS)'s 's", "d 3 bps s"),
        // TeX accents.
        (#"K\"ahler Schr{\"o}dinger Poincar\'{e}'s"#, "kahler schrodinger poincare"),
        (#"\'Alvarez-Gaum\'e"#, "alvarez gaume"),
        (#"Mart\'{\i}n \L ukasz Bj\o rn Stra\ss e \AE ther"#, "martin lukasz bjorn strasse aether"),
        (#"multi\-plet of\/f"#, "multiplet off"),
        // Mathematics.
        (#"$\mathcal{N}=4$ and {\cal N}=2"#, "n 4 and n 2"), (#"AdS$_5\times S^5$"#, "ads 5 s 5"), ("H$_2$O", "h 2 o"),
        (#"$\alpha'$-corrections to $\Lambda_{\rm QCD}$"#, "alpha corrections to lambda qcd"),
        (#"$W_{\infty}$, $\varphi^4$, \hbar"#, "w infinity phi 4 hbar"), (#"$\frac{a}{b}$ \sqrt{x}"#, "a b x"),
        (#"$x_{a}b$ $\lambda\phi^4$"#, "x a b lambda phi 4"), (#"\cite{Witten:1995} and \label x"#, "and x"),
        (#"\textbf{bold} \Z_2 \IR^4"#, "bold z 2 ir 4"), (#"a\,b\\c~d"#, "a b c d"),
        // Braces that protect case.
        ("{B}lack {H}oles, {BPS} mc{D}onald", "black holes bps mcdonald"),
        // Unicode.
        ("Kähler Straße Łódź Ångström Ø Æther", "kahler strasse lodz angstrom o aether"),
        ("ﬁnite eﬃcient", "finite efficient"),
        ("e\u{301}tude soft\u{AD}ly", "etude softly"), ("AdS₅ × S⁵ ℤ₂ 𝒩=4 ＡＢ１", "ads 5 s 5 z 2 n 4 ab1"),
        ("ΛCDM α′ μm ∞ 𝛼", "lambda cdm alpha mu m infinity alpha"), ("αβ Λόγος", "αβ λογοσ"),
        ("Москва Ёлка", "москва елка"),
        ("量子論 カナ", "量 子 論 カ ナ"), ("नियम", "नियम"),
    ])
    func gives(text: String, expected: String) {
        #expect(terms(text) == expected)
    }

    @Test(arguments: [
        ("black holes", "Black Hole"), (#"Poincar\'e algebras"#, "Poincaré algebra"), ("theories", "theory"),
        (#"$\alpha$"#, "α"), ("AdS$_5$", "AdS₅"), (#"$\mathcal{N}=4$"#, "𝒩 = 4"), ("W_\\infty", "W∞"),
        ("{B}lack", "black"),
        ("Ivanenko’s", "Ivanenko"), ("Ｑuantum", "quantum"),
    ])
    func differentSpellingsMeet(one: String, other: String) {
        #expect(terms(one, stemming: true) == terms(other, stemming: true))
    }

    @Test func stemsOnlyAsciiLetters() {
        #expect(terms("theories 2ings λόγος сила branes", stemming: true) == "theori 2ings λογοσ сила brane")
    }

    @Test func appendsAfterASpace() {
        var analyzer = TextAnalyzer()
        var out: [UInt8] = []
        for field in ["Strings", "", " - ", "and Branes"] {
            Array(field.utf8).withUnsafeBufferPointer { analyzer.analyze($0, stemming: false, into: &out) }
        }
        #expect(String(decoding: out, as: UTF8.self) == "strings and branes")
        out.append(UInt8(ascii: " "))
        Array("x".utf8).withUnsafeBufferPointer { analyzer.analyze($0, stemming: false, into: &out) }
        #expect(String(decoding: out, as: UTF8.self) == "strings and branes x")
    }

    @Test func cutsLongTerms() {
        #expect(terms(String(repeating: "aB", count: 40) + " c") == String(repeating: "ab", count: 32) + " c")
        #expect(terms("x" + String(repeating: "я", count: 40)) == "x" + String(repeating: "я", count: 31))
        #expect(terms(String(repeating: "a", count: 63) + "ff c") == String(repeating: "a", count: 63) + "f c")
    }

    @Test func invalidBytesSeparate() {
        var analyzer = TextAnalyzer()
        for broken in [[0xFF], [0xC3], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80]]
            as [[UInt8]]
        {
            let out = analyzed(Array("ab".utf8) + broken + Array("cd".utf8), with: &analyzer)
            #expect(String(decoding: out, as: UTF8.self) == "ab cd")
        }
    }

    @Test func rangesNameTheBytesOfEachTerm() {
        var analyzer = TextAnalyzer()
        let text = #"K\"ahler's ΛCDM, {B}lack \alpha$_5$"#
        let bytes = Array(text.utf8)
        let found = analyzer.spans(of: text, stemming: false)
        #expect(found.map(\.term) == ["kahler", "lambda", "cdm", "black", "alpha", "5"])
        let sources = found.map { String(decoding: bytes[$0.bytes], as: UTF8.self) }
        #expect(sources == [#"K\"ahler"#, "Λ", "CDM", "{B}lack", #"\alpha"#, "5"])
    }

    @Test func stopWordsAreTermsOfTheAnalyser() {
        for word in StopWords.english { #expect(terms(word) == word) }
        #expect(StopWords.english.contains("the"))
        #expect(StopWords.english.contains("dont"))
        #expect(!StopWords.english.contains("gravity"))
        #expect(!StopWords.english.contains(""))
    }
}
