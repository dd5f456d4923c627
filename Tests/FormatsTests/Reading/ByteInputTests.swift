import Testing

@testable import Formats

@Suite struct ByteInputTests {
    @Test func decompressesWhateverThePieces() throws {
        let packed = try JSONFixture.rawBytes("kaggle-150.jsonl.gz")
        let plain = try JSONFixture.bytes("kaggle-150.jsonl.gz")
        #expect(plain.starts(with: Array("{\"id\":\"0704.0001\"".utf8)))
        for size in [1, 3, 1000] {
            #expect(JSONFixture.drained(ByteInput(DribblingSource(packed, size: size))) == plain)
        }
    }

    @Test func readsSeveralMembersAndPassesOverPadding() throws {
        let packed = try JSONFixture.rawBytes("kaggle-150.jsonl.gz")
        let plain = try JSONFixture.bytes("kaggle-150.jsonl.gz")
        for padding in [[], [0], [0, 0], [UInt8](repeating: 0, count: 512), Array("rubbish".utf8)] {
            for size in [1, 2, 100_000] {
                let input = ByteInput(DribblingSource(packed + packed + padding, size: size))
                let bytes = JSONFixture.drained(input)
                #expect(bytes == plain + plain, "padding of \(padding.count), pieces of \(size)")
                #expect(input.failure == nil, "padding of \(padding.count), pieces of \(size)")
            }
        }
    }

    @Test func deliversWhatStandsBeforeDamage() throws {
        var packed = try JSONFixture.rawBytes("kaggle-150.jsonl.gz")
        let plain = try JSONFixture.bytes("kaggle-150.jsonl.gz")
        for index in packed.count / 2..<packed.count / 2 + 16 { packed[index] ^= 0xFF }
        let input = ByteInput(packed)
        let bytes = JSONFixture.drained(input)
        #expect(bytes.count > plain.count / 4)
        #expect(input.failure?.message.hasPrefix("gzip data is broken") == true)
        #expect(input.failure?.extent == .restOfInput)
    }

    @Test func growsOnlyAsFarAsItIsAsked() {
        let input = ByteInput(RepeatingSource("", "x", times: 10_000_000, ""))
        var total = 0
        while input.fill() || !input.window.isEmpty {
            total += input.window.count
            #expect(input.window.count <= 512 << 10)
            input.consume(input.window.count)
        }
        #expect(total == 10_000_000)
        #expect(input.offset == 10_000_000)
        #expect(input.isAtEnd)
    }

    @Test func tellsWhatCannotBeOpened() {
        #expect(throws: ReadIssue.self) { try ByteInput(path: "/nonexistent/file") }
        let issue = #expect(throws: ReadIssue.self) { try ByteInput(path: "/tmp") }
        #expect(issue?.message == "is a folder")
    }
}

@Suite struct LineReaderTests {
    private func lines(_ source: any ByteSource, limit: Int = LineReader.defaultLimit) -> [String] {
        var reader = LineReader(ByteInput(source), limit: limit)
        var found: [String] = []
        while true {
            switch reader.next() {
            case .line(let bytes):
                found.append("\(reader.number)@\(reader.offset):" + String(decoding: bytes, as: UTF8.self))
            case .tooLong(let length): found.append("\(reader.number)@\(reader.offset):too long \(length)")
            case .end: return found
            }
        }
    }

    @Test(arguments: [1, 2, 5, 100])
    func cutsLines(_ size: Int) {
        let source = DribblingSource(Array("one\r\n\ntwo\nlast".utf8), size: size)
        #expect(lines(source) == ["1@0:one", "2@5:", "3@6:two", "4@10:last"])
    }

    @Test(arguments: [1, 3, 100])
    func passesOverLongLines(_ size: Int) {
        let source = DribblingSource(Array("ab\nabcdefghij\ncd\nabcdefg".utf8), size: size)
        #expect(lines(source, limit: 4) == ["1@0:ab", "2@3:too long 10", "3@14:cd", "4@17:too long 7"])
    }

    @Test func givesNoTornLineWhenTheSourceFails() throws {
        let packed = try JSONFixture.rawBytes("kaggle-150.jsonl.gz")
        var reader = LineReader(ByteInput(Array(packed.prefix(packed.count / 2))))
        while true {
            switch reader.next() {
            case .line(let bytes): #expect(bytes.last == UInt8(ascii: "}"))
            case .tooLong: Issue.record("no line is too long")
            case .end(let failure):
                #expect(failure?.message == "gzip data is cut off")
                return
            }
        }
    }
}
