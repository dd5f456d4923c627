/// What an OAI-PMH repository says about itself: the answers to `Identify` and `ListSets` (OAI-PMH 2.0, 4.2 and 4.6).
public struct OAIRepository: Hashable, Sendable {
    /// A set of records.
    public struct RecordSet: Hashable, Sendable {
        /// The name to ask with, as in `physics:hep-th`.
        public var spec: String
        /// The name for people.
        public var name: String
    }

    /// The name of the repository; empty when the answer is about something else.
    public var name = ""
    /// The earliest datestamp of any record, as given.
    public var earliestDatestamp: String?
    /// `YYYY-MM-DD`, or with a time.
    public var granularity: String?
    /// The sets, in the order of the answer.
    public var sets: [RecordSet] = []
    /// The token with which a list of sets goes on.
    public var resumptionToken: String?
    /// The code of an `error` element.
    public var errorCode: String?

    /// More sets than any repository has.
    private static let setLimit = 100_000

    /// Reads one answer.
    ///
    /// - Throws: when it is no OAI-PMH answer or is cut off.
    public init(reading input: ByteInput) throws(ReadIssue) {
        let stream = XMLStream(input)
        var isRootSeen = false
        while true {
            switch stream.next() {
            case .end:
                if isRootSeen { return }
                throw ReadIssue(line: 0, byte: 0, message: "the answer is empty", extent: .restOfInput)
            case .failure(let issue):
                throw issue
            case .event(let event):
                if !isRootSeen, event.name != "OAI-PMH" {
                    let message = "not an OAI-PMH answer: the outermost element is '\(event.name)'"
                    throw ReadIssue(line: event.line, byte: event.byte, message: message, extent: .restOfInput)
                }
                isRootSeen = true
                take(event)
            }
        }
    }

    private mutating func take(_ event: XMLEvent) {
        if event.kind == .start {
            if event.name == "error" { errorCode = event["code"] }
            if event.name == "set", event.parent == "ListSets", sets.count < Self.setLimit {
                sets.append(RecordSet(spec: "", name: ""))
            }
            return
        }
        switch (event.parent, event.name) {
        case ("Identify", "repositoryName"): name = event.text
        case ("Identify", "earliestDatestamp"): earliestDatestamp = event.text
        case ("Identify", "granularity"): granularity = event.text
        case ("set", "setSpec"): if !sets.isEmpty { sets[sets.count - 1].spec = event.text }
        case ("set", "setName"): if !sets.isEmpty { sets[sets.count - 1].name = event.text }
        case ("ListSets", "resumptionToken"): resumptionToken = event.text.isEmpty ? nil : event.text
        default: break
        }
    }
}
