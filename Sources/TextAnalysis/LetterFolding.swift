/// What the analyser makes of one scalar outside ASCII.
enum FoldedScalar {
    /// One to three lower-case ASCII letters or digits, first byte lowest, padded with zero bytes: ö -> o, ß -> ss.
    case ascii(UInt32)
    /// A letter or digit of another script, case folded where its script has a simple folding.
    case letter(UInt32)
    /// A Greek letter, lower case and without accents. Greek has a case of its own: a lone letter is a symbol's name.
    case greek(UInt32)
    /// A character that is a term by itself: an ideograph or a kana.
    case ideograph(UInt32)
    /// A superscript or subscript digit (its ASCII byte): `S⁵` is read like `S^5`.
    case script(UInt8)
    /// A symbol with a name: ∞, ℏ, ℓ.
    case named(StaticString)
    /// A vowel sign or another mark that belongs to the letter before it.
    case mark(UInt32)
    /// A diacritical mark, soft hyphen or joiner: it vanishes without ending the word.
    case nothing
    /// A typographic apostrophe or prime.
    case apostrophe
    /// Anything else ends a word.
    case separator
}

/// The folding of scalars above ASCII: diacritics go, case goes, look-alike forms become the plain letter.
enum LetterFolding {
    static func fold(_ scalar: UInt32) -> FoldedScalar {
        switch scalar {
        case 0xC0...0x24F: latin(scalar, in: LetterFoldingTables.latin, from: 0xC0)
        case 0x1E00...0x1EFF: latin(scalar, in: LetterFoldingTables.latinAdditional, from: 0x1E00)
        case 0x80...0xBF: latin1Sign(scalar)
        case 0x300...0x36F: .nothing
        case 0x370...0x3FF, 0x1F00...0x1FFF: greek(scalar)
        case 0x400...0x52F: cyrillic(scalar)
        case 0x2000...0x2BFF: symbol(scalar)
        case 0x3005...0x3007, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD:
            .ideograph(scalar)
        case 0xFB00...0xFB06: ligature(scalar)
        case 0xFF10...0xFF19, 0xFF41...0xFF5A: .ascii(scalar - 0xFEE0)
        case 0xFF21...0xFF3A: .ascii(scalar - 0xFEE0 + 0x20)
        case 0x1D400...0x1D7FF: mathematical(scalar)
        default: byCategory(scalar)
        }
    }

    private static func latin(_ scalar: UInt32, in table: StaticString, from first: UInt32) -> FoldedScalar {
        let place = Int(scalar - first) * 2
        let one = table.utf8Start[place]
        guard one != UInt8(ascii: ".") else { return byCategory(lowercased(scalar)) }
        let two = table.utf8Start[place + 1]
        return .ascii(UInt32(one) | (two == UInt8(ascii: ".") ? 0 : UInt32(two) << 8))
    }

    private static func latin1Sign(_ scalar: UInt32) -> FoldedScalar {
        switch scalar {
        case 0xAA: ascii("a")
        case 0xBA: ascii("o")
        case 0xAD: .nothing
        case 0xB2, 0xB3: .script(UInt8(truncatingIfNeeded: scalar - 0xB0) + UInt8(ascii: "0"))
        case 0xB9: .script(UInt8(ascii: "1"))
        case 0xB4: .apostrophe
        case 0xB5: .greek(0x3BC)
        default: .separator
        }
    }

    private static func greek(_ scalar: UInt32) -> FoldedScalar {
        switch scalar {
        case 0x3C2: .greek(0x3C3)
        case 0x3B1...0x3C9: .greek(scalar)
        case 0x391...0x3A1, 0x3A3...0x3A9: .greek(scalar + 0x20)
        case 0x386, 0x3AC: .greek(0x3B1)
        case 0x388, 0x3AD, 0x3F5: .greek(0x3B5)
        case 0x389, 0x3AE: .greek(0x3B7)
        case 0x38A, 0x390, 0x3AA, 0x3AF, 0x3CA: .greek(0x3B9)
        case 0x38C, 0x3CC: .greek(0x3BF)
        case 0x38E, 0x3AB, 0x3B0, 0x3CB, 0x3CD: .greek(0x3C5)
        case 0x38F, 0x3CE: .greek(0x3C9)
        case 0x3D1, 0x3F4: .greek(0x3B8)
        case 0x3D5: .greek(0x3C6)
        case 0x3D6: .greek(0x3C0)
        case 0x3F0: .greek(0x3BA)
        case 0x3F1: .greek(0x3C1)
        default: byCategory(lowercased(scalar))
        }
    }

    private static func cyrillic(_ scalar: UInt32) -> FoldedScalar {
        let lower =
            switch scalar {
            case 0x410...0x42F: scalar + 0x20
            case 0x430...0x44F: scalar
            default: lowercased(scalar)
            }
        // The letters that canonical decomposition takes apart lose their mark, as Latin letters do.
        switch lower {
        case 0x439: return .letter(0x438)
        case 0x450, 0x451: return .letter(0x435)
        case 0x453: return .letter(0x433)
        case 0x457: return .letter(0x456)
        case 0x45C: return .letter(0x43A)
        case 0x45D: return .letter(0x438)
        case 0x45E: return .letter(0x443)
        default: return byCategory(lower)
        }
    }

    /// General punctuation, super- and subscripts, letter-like symbols, operators.
    private static func symbol(_ scalar: UInt32) -> FoldedScalar {
        switch scalar {
        case 0x2018, 0x2019, 0x201B, 0x2032: .apostrophe
        case 0x200B...0x200D, 0x2060: .nothing
        case 0x2070, 0x2074...0x2079: .script(UInt8(truncatingIfNeeded: scalar - 0x2070) + UInt8(ascii: "0"))
        case 0x2080...0x2089: .script(UInt8(truncatingIfNeeded: scalar - 0x2080) + UInt8(ascii: "0"))
        case 0x210F: .named("hbar")
        case 0x2113: .named("ell")
        case 0x221E: .named("infinity")
        case 0x2126: .greek(0x3C9)
        case 0x212A: ascii("k")
        case 0x212B: ascii("a")
        case 0x2102, 0x212D: ascii("c")
        case 0x2107, 0x2130, 0x212F: ascii("e")
        case 0x2131: ascii("f")
        case 0x210A: ascii("g")
        case 0x210B...0x210D: ascii("h")
        case 0x2110, 0x2111: ascii("i")
        case 0x2112: ascii("l")
        case 0x2133: ascii("m")
        case 0x2115: ascii("n")
        case 0x2134: ascii("o")
        case 0x2119: ascii("p")
        case 0x211A: ascii("q")
        case 0x211B...0x211D: ascii("r")
        case 0x2124, 0x2128: ascii("z")
        case 0x212C: ascii("b")
        default: scalar < 0x2100 ? byCategory(scalar) : .separator
        }
    }

    private static func ligature(_ scalar: UInt32) -> FoldedScalar {
        switch scalar {
        case 0xFB00: ascii("f", "f")
        case 0xFB01: ascii("f", "i")
        case 0xFB02: ascii("f", "l")
        case 0xFB03: ascii("f", "f", "i")
        case 0xFB04: ascii("f", "f", "l")
        default: ascii("s", "t")
        }
    }

    /// Mathematical alphanumeric symbols: alphabets in bold, italic, script and so on, laid out one after the other.
    private static func mathematical(_ scalar: UInt32) -> FoldedScalar {
        switch scalar {
        case 0x1D400...0x1D6A3: return .ascii((scalar - 0x1D400) % 26 + 0x61)
        case 0x1D6A4: return ascii("i")
        case 0x1D6A5: return ascii("j")
        case 0x1D6A8...0x1D7CB: return mathematicalGreek((scalar - 0x1D6A8) % 58)
        case 0x1D7CE...0x1D7FF: return .ascii((scalar - 0x1D7CE) % 10 + 0x30)
        default: return .separator
        }
    }

    /// One alphabet of 58: 25 capitals (the 18th is theta again), nabla, 25 small letters, partial, six variants.
    private static func mathematicalGreek(_ place: UInt32) -> FoldedScalar {
        switch place {
        case 17: return .greek(0x3B8)
        case 0...24: return greek(0x391 + place)
        case 25: return .named("nabla")
        case 26...50: return greek(0x3B1 + place - 26)
        case 51: return .named("partial")
        case 52: return .greek(0x3B5)
        case 53: return .greek(0x3B8)
        case 54: return .greek(0x3BA)
        case 55: return .greek(0x3C6)
        case 56: return .greek(0x3C1)
        default: return .greek(0x3C0)
        }
    }

    private static func byCategory(_ value: UInt32) -> FoldedScalar {
        guard let scalar = Unicode.Scalar(value) else { return .separator }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
            return .letter(value)
        case .nonspacingMark, .spacingMark: return .mark(value)
        default: return .separator
        }
    }

    /// The simple lower-case mapping, or the scalar itself where lower case takes more than one scalar.
    private static func lowercased(_ value: UInt32) -> UInt32 {
        guard let scalar = Unicode.Scalar(value) else { return value }
        let mapped = scalar.properties.lowercaseMapping.unicodeScalars
        guard let first = mapped.first, mapped.count == 1 else { return value }
        return first.value
    }

    private static func ascii(_ one: Unicode.Scalar) -> FoldedScalar { .ascii(one.value) }

    private static func ascii(
        _ one: Unicode.Scalar,
        _ two: Unicode.Scalar,
        _ three: Unicode.Scalar = "\0"
    ) -> FoldedScalar {
        .ascii(one.value | two.value << 8 | three.value << 16)
    }
}
