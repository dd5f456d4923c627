import Foundation
import Testing

@testable import TextAnalysis

@Suite struct LetterFoldingTests {
    /// Foundation's canonical decomposition is the oracle: a letter that decomposes to an ASCII letter folds to it.
    @Test func agreesWithCanonicalDecomposition() throws {
        var compared = 0
        for value in Array(0xC0...0x24F) + Array(0x1E00...0x1EFF) as [UInt32] {
            let scalar = try #require(Unicode.Scalar(value))
            let decomposed = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            guard let base = decomposed.first, base.isASCII, decomposed.count > 1 else { continue }
            guard case .ascii(let folded) = LetterFolding.fold(value) else {
                Issue.record("U+\(String(value, radix: 16)) is not folded")
                continue
            }
            #expect(folded == base.value | 0x20, "U+\(String(value, radix: 16))")
            compared += 1
        }
        #expect(compared > 400)
    }

    @Test func tablesCoverTheirRanges() {
        #expect(LetterFoldingTables.latin.utf8CodeUnitCount == 2 * (0x250 - 0xC0))
        #expect(LetterFoldingTables.latinAdditional.utf8CodeUnitCount == 2 * 0x100)
    }

    /// Greek, Cyrillic and mathematical letters against Foundation's decompositions and lower case.
    @Test func foldsOtherScriptsAsUnicodeDoes() throws {
        for value in Array(0x386...0x3CE) + Array(0x400...0x45F) + Array(0x1D6A8...0x1D7C9) as [UInt32] {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else { continue }
            let plain = String(scalar).decomposedStringWithCompatibilityMapping.lowercased()
                .decomposedStringWithCompatibilityMapping
            let base = try #require(plain.unicodeScalars.first?.value)
            switch LetterFolding.fold(value) {
            case .greek(let folded): #expect(folded == (base == 0x3C2 ? 0x3C3 : base), "U+\(String(value, radix: 16))")
            case .letter(let folded): #expect(folded == base, "U+\(String(value, radix: 16))")
            default: Issue.record("U+\(String(value, radix: 16)) is no letter")
            }
        }
    }

    @Test func encodesAndDecodesEveryScalar() throws {
        var buffer = [UInt8](repeating: 0, count: 4)
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 7) where Unicode.Scalar(value) != nil {
            let scalar = try #require(Unicode.Scalar(value))
            let length = try buffer.withUnsafeMutableBufferPointer {
                UTF8Scalar.encode(value, to: try #require($0.baseAddress))
            }
            #expect(Array(buffer[..<length]) == Array(String(scalar).utf8))
            let decoded = try buffer.withUnsafeBufferPointer {
                UTF8Scalar.decode(try #require($0.baseAddress), at: 0, end: length)
            }
            #expect(decoded.value == value)
            #expect(decoded.length == length)
        }
    }

    @Test func wordRunsMatchTheTableOfBytes() throws {
        #expect(ByteKind.tableSize == 256)
        var generator = SeededGenerator(seed: 31)
        let likely = Array("abzAZ09@[`{/:".utf8) + [0x80, 0xE1, 0xFF, 0, 0x10]
        for _ in 0..<20_000 {
            let bytes = (0..<8).map { _ in
                Int.random(in: 0..<4, using: &generator) == 0
                    ? UInt8.random(in: 0...255, using: &generator) : likely.randomElement(using: &generator) ?? 0
            }
            let run = try bytes.withUnsafeBytes { WordRun(try #require($0.baseAddress)) }
            let expected = bytes.prefix { ByteKind.table[Int($0)] >= ByteKind.firstWordByte }
                .map { ByteKind.table[Int($0)] }
            #expect(run.count == expected.count, "\(bytes)")
            let folded = withUnsafeBytes(of: run.folded) { Array($0.prefix(run.count)) }
            #expect(folded == expected, "\(bytes)")
            #expect(run.hasDigit == expected.contains { $0 < ByteKind.firstLetter }, "\(bytes)")
        }
    }
}
