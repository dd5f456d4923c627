import Answers
import Foundation
import Testing

@testable import MCPServer

/// Whatever the bytes, there is an answer or nothing to answer.
@Suite struct AnyBytesTests {
    /// A generator whose numbers follow from its seed.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state ^ (state >> 31)) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    private static let seeds = [
        #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"library","arguments":{}}}"#,
        #"{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"search","arguments":{"query":"\ud835\udd38 x","limit":2}}}"#,
        #"{"jsonrpc":"2.0","id":2,"method":"resources/read","params":{"uri":"arxiv://paper/gr-qc%2F9503001"}}"#,
        #"[{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}},[-1.5e3,null,true]]"#,
        #"{"jsonrpc":"2.0","id":3,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"#,
    ]

    private static func mutated(_ numbers: inout Numbers) -> [UInt8] {
        var bytes = Array(seeds.randomElement(using: &numbers)!.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &numbers) {
            let place = Int.random(in: 0..<max(1, bytes.count), using: &numbers)
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0 where !bytes.isEmpty: bytes[place % bytes.count] = UInt8.random(in: 0...255, using: &numbers)
            case 1 where !bytes.isEmpty: bytes.remove(at: place % bytes.count)
            case 2:
                bytes.insert(Array(#"{}[]",:\0-e"#.utf8).randomElement(using: &numbers)!, at: min(place, bytes.count))
            case 3: bytes = Array(bytes.prefix(place))
            default: bytes.insert(contentsOf: bytes.dropFirst(place).prefix(20), at: min(place, bytes.count))
            }
        }
        return bytes
    }

    @Test func `Changed messages are answered with messages`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let talk = Conversation(library.server)
        _ = try await talk.greet("2025-03-26")
        let seed = UInt64.random(in: .min ... .max)
        var numbers = Numbers(state: seed)
        for _ in 0..<1500 {
            let bytes = Self.mutated(&numbers)
            for answer in try await talk.send(bytes) {
                let messages = answer.items.isEmpty ? [answer] : answer.items
                #expect(
                    messages.allSatisfy { $0["jsonrpc"] == "2.0" },
                    "seed \(seed): \(String(decoding: bytes, as: UTF8.self))"
                )
            }
            let request = MCPHTTPRequest(method: "POST", headers: [:], body: bytes, caller: MCPCaller())
            #expect([200, 202, 400, 404].contains(await library.server.exchange(request).status), "seed \(seed)")
        }
    }

    @Test func `What is read is what Foundation reads, and is written as it was read`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var numbers = Numbers(state: seed)
        for _ in 0..<20_000 {
            let bytes = Self.mutated(&numbers)
            guard let value = try? JSONReader.read(bytes) else { continue }
            #expect(try JSONReader.read(value.bytes) == value, "seed \(seed)")
            let foundation = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(foundation != nil, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test(arguments: [
        "01", "1.", ".5", "+1", "-", "1e", "\"\u{1}\"", #""\x""#, #""\ud800""#, #""\udc00\ud800""#, "tru", "nulll",
        "[1,]", "{\"a\":1,}",
        "{a:1}", "[1 2]", "{\"a\" 1}", "1 2", "\"", "1e999", "\u{FEFF}1",
    ])
    func `Texts that are no JSON are refused`(_ text: String) {
        #expect(throws: JSONReadError.self) { try JSONReader.read(Array(text.utf8)) }
    }

    @Test func `Deep nesting and bytes that are no UTF-8 are refused`() {
        #expect(throws: JSONReadError.self) {
            try JSONReader.read([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))
        }
        #expect(throws: JSONReadError.self) { try JSONReader.read(Array("\"".utf8) + [0xC3, 0x28] + Array("\"".utf8)) }
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try JSONReader.read(Array(deep.utf8)) }
    }

    @Test func `Whole numbers are whole however they are written`() throws {
        #expect(try JSONReader.read(Array("[10.0,1e1,-0.0,1.5]".utf8)) == [10, 10, 0, .number(1.5)])
    }
}
