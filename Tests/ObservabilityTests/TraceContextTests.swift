import Testing

@testable import Observability

@Suite("Trace context")
struct TraceContextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"
    private static let parent = "00-\(trace)-\(span)-01"

    @Test
    func readsAndWrites() throws {
        let context = try #require(TraceContext(parent: Self.parent, state: ["congo=t61rcWkgMzE"]))
        #expect("\(context.traceID)" == Self.trace)
        #expect(context.spanText == Self.span)
        #expect(context.isSampled)
        #expect(context.parent == Self.parent)
        #expect(context.state.text == "congo=t61rcWkgMzE")
    }

    private static let refusedTexts: [String] = [
        "", "00", "00-\(trace)-\(span)", "ff-\(trace)-\(span)-01", "00-\(trace.uppercased())-\(span)-01",
        "00-00000000000000000000000000000000-\(span)-01", "00-\(trace)-0000000000000000-01", "00-\(trace)-\(span)-0g",
        "00-\(trace)-\(span)-01-extra", "00-\(trace)-\(span)-01 ", " 00-\(trace)-\(span)-01", "0-\(trace)-\(span)-01",
        "cc-\(trace)-\(span)-01x", "00_\(trace)-\(span)-01", "00-\(trace)-\(span)-1", "0A-\(trace)-\(span)-01",
        "00-\(trace)-\(span)-ä1", "00-" + String(repeating: "0", count: 5000),
    ]

    @Test(arguments: refusedTexts)
    func refuses(text: String) {
        #expect(TraceContext(parent: text) == nil)
    }

    @Test(arguments: [("00", "00"), ("01", "01"), ("02", "00"), ("ff", "01"), ("fe", "00")])
    func onlyTheFlagOfSamplingIsKept(flags: String, kept: String) {
        #expect(TraceContext(parent: "00-\(Self.trace)-\(Self.span)-\(flags)")?.parent.suffix(2) == kept[...])
    }

    @Test
    func laterVersionsMaySayMore() {
        #expect(TraceContext(parent: "cc-\(Self.trace)-\(Self.span)-01")?.parent == Self.parent)
        #expect(TraceContext(parent: "cc-\(Self.trace)-\(Self.span)-01-what-comes-later")?.parent == Self.parent)
    }

    private static let stateCases: [([String], String)] = [
        (["a=1", "b=2"], "a=1,b=2"), (["a=1,b=2"], "a=1,b=2"), ([" a=1 ,\tb=2 , ,"], "a=1,b=2"),
        (["fw529a3039@dt=FfAfAfAf"], "fw529a3039@dt=FfAfAfAf"), (["a= x"], "a= x"), (["a=1,a=2"], ""), (["A=1"], ""),
        (["a"], ""), (["a="], ""), (["=1"], ""), (["a=b=c"], ""), (["a@=1"], ""), (["@b=1"], ""), (["a@1b=1"], ""),
        (["1a=1"], ""), (["1a@b=1"], "1a@b=1"), (["a=ä"], ""), (["a=\u{1}"], ""), (["a@b@c=1"], ""),
        (["a=" + String(repeating: "x", count: 257)], ""), ([], ""),
        ([(0..<33).map { "k\($0)=1" }.joined(separator: ",")], ""),
    ]

    @Test(arguments: stateCases)
    func states(fields: [String], kept: String) {
        #expect(TraceState(fields: fields).text == kept)
        #expect(TraceContext(parent: Self.parent, state: fields)?.state.text == kept)
    }

    @Test
    func anyTextIsRead() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed)
        let alphabet = Array("0123456789abcdef-00 =,@Zä\u{0}")
        for _ in 0..<3000 {
            var text = Array(Self.parent)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = text.indices.randomElement(using: &random)!
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text[place] = alphabet.randomElement(using: &random)!
                case 1: text.remove(at: place)
                default: text.insert(alphabet.randomElement(using: &random)!, at: place)
                }
            }
            let context = TraceContext(parent: String(text), state: [String(text.reversed())])
            if let context { #expect(TraceContext(parent: context.parent) != nil, "seed \(seed)") }
        }
    }

    @Test
    func childrenStayInTheTrace() throws {
        let context = try #require(TraceContext(parent: Self.parent, state: ["a=1"]))
        let child = context.child()
        #expect(child.traceID == context.traceID && child.spanID != context.spanID)
        #expect(child.isSampled && child.state == context.state)
        let root = TraceContext.root()
        #expect(TraceContext(parent: root.parent) == root)
        #expect(root.traceID != TraceContext.root().traceID)
    }

    @Test
    func workTakesItAlong() async throws {
        #expect(WorkContext.current.headers.isEmpty)
        let context = WorkContext(requestID: "r", trace: TraceContext(parent: Self.parent, state: ["a=1"]))
        let headers = await context.run { await Task { WorkContext.current.headers }.value }
        #expect(headers.map(\.name) == ["traceparent", "tracestate"])
        let carried = try #require(TraceContext(parent: headers[0].value))
        #expect("\(carried.traceID)" == Self.trace && carried.spanText != Self.span)
    }

    @Test
    func jobsTakeItAlong() throws {
        let context = try #require(TraceContext(parent: Self.parent, state: ["a=\"1\""]))
        for payload in ["{}", " { }", "{\"identifiers\":[\"hep-th/9711200\"],\"n\":{\"a\":1}}"] {
            let traced = TracedPayload.adding(context, to: payload)
            #expect(TracedPayload.trace(in: traced) == context)
            #expect(TracedPayload.adding(context.child(), to: traced) == traced)
        }
        for payload in ["", "[]", "[{}]", "nonsense {", "{"] {
            #expect(TracedPayload.adding(context, to: payload) == payload)
            #expect(TracedPayload.trace(in: payload) == nil)
        }
        #expect(TracedPayload.adding(nil, to: "{}") == "{}")
        #expect(TracedPayload.trace(in: "{\"traceparent\":7}") == nil)
        #expect(TracedPayload.trace(in: "{\"traceparent\":\"00-x\"}") == nil)
    }
}
