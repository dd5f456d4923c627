import NIOCore
import RESP
import Testing

@Suite struct RESPParserTests {
    private static func bulk(_ text: String) -> RESPValue { .bulk(ByteBuffer(string: text)) }

    /// Every type of both versions, with what it means.
    private static let samples: [(String, RESPValue)] = [
        ("+OK\r\n", .simple("OK")), ("+\r\n", .simple("")),
        ("-ERR no such key\r\n", .error(RedisReplyError("ERR no such key"))),
        (":1000\r\n", .integer(1000)), (":-9223372036854775808\r\n", .integer(.min)), (":+7\r\n", .integer(7)),
        ("$5\r\nhe\r\no\r\n", bulk("he\r\no")), ("$0\r\n\r\n", bulk("")), ("$-1\r\n", .null), ("*-1\r\n", .null),
        ("_\r\n", .null),
        ("#t\r\n", .boolean(true)), ("#f\r\n", .boolean(false)), (",3.25\r\n", .double(3.25)),
        (",-1e-3\r\n", .double(-0.001)),
        (",inf\r\n", .double(.infinity)), (",-inf\r\n", .double(-.infinity)),
        (
            "(-3492890328409238509324850943850943825024385\r\n",
            .bigNumber("-3492890328409238509324850943850943825024385")
        ),
        ("!9\r\nSYNTAX \r\n\r\n", .error(RedisReplyError("SYNTAX \r\n"))),
        ("=8\r\ntxt:Some\r\n", .verbatim(format: "txt", ByteBuffer(string: "Some"))),
        ("*3\r\n:1\r\n$1\r\na\r\n*0\r\n", .array([.integer(1), bulk("a"), .array([])])),
        (
            "%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n_\r\n",
            .map([.init(.simple("a"), .integer(1)), .init(.simple("b"), .array([.null]))])
        ),
        ("~2\r\n:1\r\n:2\r\n", .set([.integer(1), .integer(2)])),
        (">2\r\n+invalidate\r\n*1\r\n$1\r\nk\r\n", .push([.simple("invalidate"), .array([bulk("k")])])),
        ("|1\r\n+ttl\r\n:3\r\n:42\r\n", .integer(42)),
        ("*2\r\n|1\r\n+a\r\n*1\r\n:0\r\n:1\r\n:2\r\n", .array([.integer(1), .integer(2)])),
        ("|0\r\n+x\r\n", .simple("x")),
        ("$?\r\n;4\r\nHell\r\n;1\r\no\r\n;0\r\n", bulk("Hello")),
        ("*?\r\n:1\r\n:2\r\n.\r\n", .array([.integer(1), .integer(2)])),
        ("%?\r\n+a\r\n:1\r\n.\r\n", .map([.init(.simple("a"), .integer(1))])), ("~?\r\n.\r\n", .set([])),
        ("*1\r\n*?\r\n*?\r\n.\r\n.\r\n", .array([.array([.array([])])])),
    ]

    private static func parse(_ bytes: [UInt8], pieces: [Int]) throws -> [RESPValue] {
        var parser = RESPParser()
        var buffer = ByteBuffer()
        var values: [RESPValue] = []
        var start = 0
        for end in pieces + [bytes.count] {
            buffer.writeBytes(bytes[start..<end])
            start = end
            while let value = try parser.next(&buffer) { values.append(value) }
        }
        #expect(!parser.isInsideValue && buffer.readableBytes == 0)
        return values
    }

    @Test func readsEveryTypeCutAtEveryByte() throws {
        for (text, value) in Self.samples {
            let bytes = Array(text.utf8)
            #expect(try Self.parse(bytes, pieces: []) == [value], "\(text)")
            for cut in 0...bytes.count {
                #expect(try Self.parse(bytes, pieces: [cut]) == [value], "\(text) cut at \(cut)")
            }
            #expect(try Self.parse(bytes, pieces: Array(0..<bytes.count)) == [value], "\(text) byte by byte")
        }
    }

    @Test func readsManyCutAnywhere() throws {
        let bytes = Self.samples.flatMap { Array($0.0.utf8) }
        for _ in 0..<300 {
            let pieces = (0..<Int.random(in: 0...40)).map { _ in Int.random(in: 0...bytes.count) }.sorted()
            #expect(try Self.parse(bytes, pieces: pieces) == Self.samples.map(\.1))
        }
    }

    @Test func notANumberIsRead() throws {
        guard case .double(let value)? = try Self.parse(Array(",nan\r\n".utf8), pieces: []).first else {
            Issue.record("no number")
            return
        }
        #expect(value.isNaN)
    }

    @Test(arguments: [
        "x\r\n", "\r\n", "+OK\n", ":12a\r\n", ":\r\n", ":99999999999999999999\r\n", ":9223372036854775808\r\n",
        ",1,5\r\n", ",\r\n",
        ",0x10\r\n", "(12x\r\n", "(\r\n", "#x\r\n", "_x\r\n", "$-2\r\n", "$5\r\nabcdeXX", "=3\r\nabc\r\n",
        "=4\r\ntxt;\r\n",
        "*-2\r\n", "*99999999999\r\n", "$99999999999\r\n", ".\r\n", "*1\r\n.\r\n", "%?\r\n+a\r\n.\r\n", "$?\r\n+x\r\n",
        "$?\r\n;-1\r\n",
    ])
    func refusesWhatIsNoValue(text: String) {
        var parser = RESPParser()
        var buffer = ByteBuffer(string: text)
        #expect(throws: RESPParser.Malformed.self, "\(text)") { while try parser.next(&buffer) != nil {} }
    }

    @Test func depthLengthAndCountsHaveLimits() throws {
        var limits = RESPParser.Limits()
        limits.depth = 8
        limits.line = 100
        limits.string = 1000
        limits.elements = 50
        func refuses(_ text: String) {
            var parser = RESPParser(limits: limits)
            var buffer = ByteBuffer(string: text)
            #expect(throws: RESPParser.Malformed.self) { _ = try parser.next(&buffer) }
        }
        refuses(String(repeating: "*1\r\n", count: 9))
        refuses(String(repeating: "|1\r\n", count: 9))
        refuses("+" + String(repeating: "a", count: 200))
        refuses("+" + String(repeating: "a", count: 200) + "\r\n")
        refuses("$1001\r\n")
        refuses("$?\r\n" + String(repeating: ";500\r\n" + String(repeating: "a", count: 500) + "\r\n", count: 3))
        refuses("*51\r\n")
        refuses("*?\r\n" + String(repeating: ":1\r\n", count: 101))
        var parser = RESPParser(limits: limits)
        var buffer = ByteBuffer(string: String(repeating: "*1\r\n", count: 8) + ":1\r\n")
        #expect(try parser.next(&buffer) != nil)
        // Deeply nested with the default limits: an error, no overflow of the stack.
        var deep = RESPParser()
        var bytes = ByteBuffer(string: String(repeating: "*1\r\n", count: 1_000_000))
        #expect(throws: RESPParser.Malformed.self) { _ = try deep.next(&bytes) }
    }

    @Test func anyBytesAreReadOrRefused() {
        let letters = Array("+-:$*_#,(!=%~>|.;?\r\n0123456789tfinaex \r\n\r\n".utf8)
        for _ in 0..<30_000 {
            var parser = RESPParser()
            var buffer = ByteBuffer()
            do {
                for _ in 0..<3 {
                    buffer.writeBytes(
                        (0..<Int.random(in: 0...20)).map { _ in letters[Int.random(in: 0..<letters.count)] }
                    )
                    while try parser.next(&buffer) != nil {}
                }
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }
}
