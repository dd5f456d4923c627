import Foundation
import Testing

@testable import Caching

@Suite struct CacheKeyTests {
    private let kind = CacheKind("key tests")

    private func key<each Parameter: CacheParameter>(_ parameters: repeat each Parameter) -> CacheKey {
        CacheKey(kind, repeat each parameters)
    }

    @Test func whatTheOriginalConfusedDiffers() {
        // Two functions of one name, texts that are only joined, and the rest of what went wrong there.
        #expect(CacheKey(CacheKind("a.search"), "x") != CacheKey(CacheKind("b.search"), "x"))
        #expect(key("a", "b") != key("ab"))
        #expect(key("a", "b") != key("ab", ""))
        #expect(key("query", "{\"a\":1}") != key("query{\"a\":1}"))
        #expect(key(1) != key("1"))
        #expect(key(1) != key(true))
        #expect(key(0) != key(false))
        #expect(key(1) != key(1.0))
        #expect(key("None") != key(nil as String?))
        #expect(key("") != key(nil as String?))
        #expect(key("") != key())
        #expect(key([1, 2]) != key(1, 2))
        #expect(key([[1], [2]]) != key([[1, 2]]))
        #expect(key([] as [Int]) != key([[]] as [[Int]]))
        #expect(key(["a", "b"]) != key(["a, b"]))
        #expect(key(["b", "a"]) != key(["a", "b"]))
        #expect(key(Set(["a", "b"])) != key(["a", "b"]))
        #expect(key(Date(timeIntervalSinceReferenceDate: 5)) != key(5.0))
        #expect(key(Float(0.1)) != key(0.1))
        #expect(key(.some(nil) as Int??) != key(nil as Int??))
    }

    @Test func equalParametersAreEqual() {
        #expect(key(Set(["a", "b", "c"])) == key(Set(["c", "b", "a"])))
        #expect(key(["x": 1, "y": 2]) == key(["y": 2, "x": 1]))
        #expect(key(0.0) == key(-0.0))
        #expect(key(5) == key(UInt8(5)))
        #expect(key("ab") == key("abc".dropLast()))
        #expect(CacheKey(kind, schema: 2, 1) != CacheKey(kind, schema: 1, 1))
        #expect(key(1).digest == key(1).digest)
        #expect(key(1).digest != key(2).digest)
    }

    /// The kinds of values from which random parameters are made.
    private enum Parameter: Hashable, Codable, CacheParameter {
        case int(Int)
        case text(String)
        case bool(Bool)
        case double(Double)
        case absent
        case list([Parameter])
        case set(Set<Parameter>)
        case pairs([String: Parameter])

        static func random(_ random: inout SplitMix64, depth: Int) -> Parameter {
            func texts() -> String {
                ["", "a", "b", "ab", "1", "true", "nil", "[]", "é", "a,b", "\u{0}", "\u{10}a"].randomElement(
                    using: &random
                ) ?? ""
            }
            switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
            case 0: return .int([0, 1, -1, 127, 128, .max, .min].randomElement(using: &random) ?? 0)
            case 1: return .text(texts())
            case 2: return .bool(.random(using: &random))
            case 3: return .double([0, -0.0, 1, -1, 0.5, .infinity].randomElement(using: &random) ?? 0)
            case 4: return .absent
            case 5:
                return .list(
                    (0..<Int.random(in: 0...3, using: &random)).map { _ in .random(&random, depth: depth - 1) }
                )
            case 6:
                return .set(
                    Set((0..<Int.random(in: 0...3, using: &random)).map { _ in .random(&random, depth: depth - 1) })
                )
            default:
                var pairs: [String: Parameter] = [:]
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    pairs[texts()] = .random(&random, depth: depth - 1)
                }
                return .pairs(pairs)
            }
        }

        func encodeParameter(into encoder: inout CacheKeyEncoder) {
            switch self {
            case .int(let value): value.encodeParameter(into: &encoder)
            case .text(let value): value.encodeParameter(into: &encoder)
            case .bool(let value): value.encodeParameter(into: &encoder)
            case .double(let value): value.encodeParameter(into: &encoder)
            case .absent: encoder.appendNil()
            case .list(let values): values.encodeParameter(into: &encoder)
            case .set(let values): values.encodeParameter(into: &encoder)
            case .pairs(let pairs): pairs.encodeParameter(into: &encoder)
            }
        }
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func equalExactlyWhenParametersAreEqual(seed: UInt64) {
        print("CacheKeyTests seed \(seed)")
        var random = SplitMix64(seed: seed)
        let lists = (0..<250).map { _ in
            (0..<Int.random(in: 0...3, using: &random)).map { _ in Parameter.random(&random, depth: 2) }
        }
        let keys = lists.map { list in
            var encoder = CacheKeyEncoder(kind: kind, schema: 1)
            for parameter in list { parameter.encodeParameter(into: &encoder) }
            return CacheKey(kind: kind, encoder: encoder)
        }
        var differing = 0
        for left in lists.indices {
            for right in lists.indices where (lists[left] == lists[right]) != (keys[left] == keys[right]) {
                differing += 1
            }
        }
        #expect(differing == 0)
    }

    private struct Plain: Encodable, Hashable {
        var text: String
        var limit: Int?
        var inner: [Point]
        var points: Set<Point>
        var table: [Point: String]
    }

    private struct Point: Encodable, Hashable {
        var x: Int
        var y: Double
    }

    @Test func structuresAreEncodedByTheirFields() throws {
        let points = (0..<20).map { Point(x: $0, y: 0.5) }
        let table = Dictionary(uniqueKeysWithValues: points.map { ($0, "\($0.x)") })
        func value() -> Plain {
            Plain(text: "q", limit: nil, inner: points, points: Set(points.shuffled()), table: table)
        }
        let first = try CacheKey(kind, encoding: value())
        for _ in 0..<5 { #expect(try CacheKey(kind, encoding: value()) == first) }
        var other = value()
        other.limit = 3
        #expect(try CacheKey(kind, encoding: other) != first)
        other = value()
        other.points.remove(points[0])
        #expect(try CacheKey(kind, encoding: other) != first)
        other = value()
        other.table[points[0]] = "other"
        #expect(try CacheKey(kind, encoding: other) != first)
        #expect(try CacheKey(kind, encoding: [1, 2]) == key([1, 2]))
        #expect(try CacheKey(kind, encoding: Date(timeIntervalSinceReferenceDate: 1)) != key(1.0))
    }

    @Test func parametersAreReadBack() throws {
        let made = CacheKey(
            kind,
            schema: 7,
            "text",
            -5,
            Int.min,
            true,
            0.25,
            nil as Int?,
            4 as Int?,
            ["x", "y"],
            Set([3])
        )
        var reader = try #require(CacheKeyReader(made.bytes))
        #expect(reader.kind == kind.name)
        #expect(reader.schema == 7)
        let (text, five, least, yes, quarter) =
            (reader.string(), reader.int(), reader.int(), reader.bool(), reader.double())
        #expect(text == "text")
        #expect(five == -5)
        #expect(least == .min)
        #expect(yes == true)
        #expect(quarter == 0.25)
        let absent = reader.optional { $0.int() }
        let present = reader.optional { $0.int() }
        #expect(absent == .some(nil))
        #expect(present == .some(4))
        let texts = reader.list { $0.string() }
        let numbers = reader.list { $0.int() }
        #expect(texts == ["x", "y"])
        #expect(numbers == [3])
        #expect(reader.isAtEnd)
    }

    @Test func readersAreTotal() {
        var random = SplitMix64(seed: 21)
        let made = CacheKey(kind, "text", [1, 2], nil as String?, 0.5).bytes
        for _ in 0..<5000 {
            var bytes = Array(made.prefix(Int.random(in: 0...made.count, using: &random)))
            if let place = bytes.indices.randomElement(using: &random) {
                bytes[place] = .random(in: 0...255, using: &random)
            }
            guard var reader = CacheKeyReader(bytes) else { continue }
            _ = reader.string()
            _ = reader.list { $0.int() }
            _ = reader.optional { $0.string() }
            _ = reader.double()
        }
    }

    @Test func digestsAreWrittenAndRead() {
        let digest = key("x").digest
        #expect(CacheKeyDigest(digest.description) == digest)
        #expect(CacheKeyDigest("00") == nil)
        #expect(CacheKeyDigest(String(repeating: "g", count: 64)) == nil)
        #expect(CacheKeyDigest(bytes: digest.bytes) == digest)
    }

    @Test func manyKeysHaveDifferentHashes() {
        var seen: Set<UInt64> = []
        for number in 0..<50_000 { seen.insert(key("paper", number).hash) }
        #expect(seen.count == 50_000)
    }
}
