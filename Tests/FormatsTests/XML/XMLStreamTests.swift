import Testing

@testable import Formats

/// Documents made to hurt.
@Suite(.timeLimit(.minutes(1))) struct XMLStreamTests {
    private func run(_ text: String) -> (events: [XMLEvent], issue: ReadIssue?) {
        let stream = XMLStream(ByteInput(Array(text.utf8)))
        var events: [XMLEvent] = []
        while true {
            switch stream.next() {
            case .event(let event): events.append(event)
            case .failure(let issue): return (events, issue)
            case .end: return (events, nil)
            }
        }
    }

    @Test func eventsCarryNamesTextAndPlaces() {
        let (events, issue) = run("<a>\n<x:b xmlns:x='u' k='v&amp;w'> one &lt; <![CDATA[two]]> </x:b></a>")
        #expect(issue == nil)
        #expect(events.map(\.name) == ["a", "b", "b", "a"])
        #expect(events[1]["k"] == "v&w")
        #expect(events[1].line == 2)
        #expect(events[2].text == "one < two")
        #expect(events[2].parent == "a")
        #expect(events[3].text.isEmpty)
    }

    @Test func mixedContentStaysWhole() {
        #expect(run("<t>one <i>two</i> three</t>").events.last?.text == "one two three")
    }

    @Test func billionLaughsAreRefused() {
        var text = "<!DOCTYPE lolz [<!ENTITY lol \"lol\">"
        for level in 1...9 {
            text += "<!ENTITY lol\(level) \"" + String(repeating: "&lol\(level - 1);", count: 10) + "\">"
        }
        let (events, issue) = run(text + "]><lolz>&lol9;</lolz>")
        #expect(events.isEmpty)
        #expect(issue?.message.contains("declares entities") == true)
    }

    @Test func externalEntitiesAreRefused() {
        let (events, issue) = run("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")
        #expect(events.allSatisfy { !$0.text.contains("root") })
        #expect(issue?.message.contains("declares entities") == true)
        let external = run("<!DOCTYPE a SYSTEM \"http://localhost:1/x.dtd\"><a>&x;</a>")
        #expect(external.issue?.message.contains("entity") == true)
    }

    @Test func quadraticBlowUpIsRefused() {
        let big = String(repeating: "a", count: 50_000)
        let text = "<!DOCTYPE a [<!ENTITY x \"\(big)\">]><a>\(String(repeating: "&x;", count: 10_000))</a>"
        #expect(run(text).issue?.message.contains("declares entities") == true)
    }

    @Test func depthAndTextAreBounded() {
        let deep = run(String(repeating: "<a>", count: 1_000_000))
        #expect(deep.events.count == XMLStream.depthLimit)
        #expect(deep.issue?.message.contains("nested deeper") == true)
        let long = run("<a>" + String(repeating: "x", count: XMLStream.textLimit + 1) + "</a>")
        #expect(long.issue?.extent == .restOfInput)
    }

    @Test func brokenDocumentsNameTheirPlace() {
        let (events, issue) = run("<a>\n<b>one</b>\n<c></d>\n<e/></a>")
        #expect(events.contains { $0.name == "b" && $0.text == "one" })
        #expect(issue?.line == 3)
        #expect((issue?.byte ?? 0) > 10)
        #expect(issue?.extent == .restOfInput)
        #expect(run("<a>\u{0}</a>").issue != nil)
        #expect(run("").issue != nil)
        let latin = XMLStream(ByteInput(Array("<a>caf".utf8) + [0xE9] + Array("</a>".utf8)))
        var failed = false
        for _ in 0..<10 { if case .failure = latin.next() { failed = true } }
        #expect(failed)
    }
}
