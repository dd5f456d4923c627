/// Something that goes wrong on purpose.
public struct ReplayFault: Codable, Hashable, Sendable {
    /// What goes wrong.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// An answer with ``ReplayFault/status`` (503 unless said) instead of the real one.
        case status
        /// The answer comes in pieces of ``ReplayFault/bytes`` with ``ReplayFault/delay`` between them.
        case slow
        /// The head comes, and then nothing for ``ReplayFault/delay``.
        case stall
        /// The connection is cut behind ``ReplayFault/bytes`` bytes of the body.
        case cut
        /// The connection is closed without an answer.
        case close
        /// A page without records although there are some.
        case empty
        /// A body that is not of its format.
        case garbage
        /// A redirect to another host.
        case redirect
    }

    /// What goes wrong.
    public var kind: Kind
    /// Which requests, by their kind (`query`, `oai`, `pdf`, `source`, `batch`, …); nil for all.
    public var path: String?
    /// How many requests; nil for all from now on.
    public var count: Int?
    /// Every how manieth request.
    public var every: Int?
    /// How many requests go well first.
    public var skip: Int?
    /// The HTTP status.
    public var status: Int?
    /// Seconds for the Retry-After field.
    public var retryAfter: Double?
    /// Whether Retry-After is sent as a date.
    public var retryAsDate: Bool?
    /// How many bytes.
    public var bytes: Int?
    /// How many seconds.
    public var delay: Double?

    private enum CodingKeys: String, CodingKey {
        case kind, path, count, every, skip, status, bytes, delay
        case retryAfter = "retry_after"
        case retryAsDate = "retry_as_date"
    }

    /// A fault.
    public init(
        _ kind: Kind,
        path: String? = nil,
        count: Int? = nil,
        every: Int? = nil,
        skip: Int? = nil,
        status: Int? = nil,
        retryAfter: Double? = nil,
        retryAsDate: Bool? = nil,
        bytes: Int? = nil,
        delay: Double? = nil
    ) {
        self.kind = kind
        self.path = path
        self.count = count
        self.every = every
        self.skip = skip
        self.status = status
        self.retryAfter = retryAfter
        self.retryAsDate = retryAsDate
        self.bytes = bytes
        self.delay = delay
    }

    /// Reads `kind:name=value,name=value`, as in `status:status=503,retry_after=2,path=query,count=3`.
    public init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1)
        guard let kind = parts.first.flatMap({ Kind(rawValue: String($0)) }) else { return nil }
        self.init(kind)
        for pair in parts.dropFirst().first?.split(separator: ",") ?? [] {
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, set(sides[0], sides[1]) else { return nil }
        }
    }

    private mutating func set(_ name: String, _ value: String) -> Bool {
        switch name {
        case "path": path = value
        case "count": count = Int(value)
        case "every": every = Int(value)
        case "skip": skip = Int(value)
        case "status": status = Int(value)
        case "retry_after": retryAfter = Double(value)
        case "retry_as_date": retryAsDate = value == "true" || value == "1"
        case "bytes": bytes = Int(value)
        case "delay": delay = Double(value)
        default: return false
        }
        return true
    }
}

/// The faults that are still to come.
struct FaultPlan: Sendable {
    private var faults: [(fault: ReplayFault, seen: Int, made: Int)] = []

    init(_ faults: [ReplayFault] = []) {
        for fault in faults { add(fault) }
    }

    mutating func add(_ fault: ReplayFault) { faults.append((fault, 0, 0)) }

    mutating func clear() { faults = [] }

    /// The fault for the next request of a kind; counts it as made.
    mutating func next(_ kind: RequestKind) -> ReplayFault? {
        var chosen: ReplayFault?
        for index in faults.indices {
            let fault = faults[index].fault
            guard fault.path ?? kind.rawValue == kind.rawValue else { continue }
            faults[index].seen += 1
            let number = faults[index].seen - (fault.skip ?? 0)
            guard chosen == nil, number > 0, number % max(fault.every ?? 1, 1) == 0,
                faults[index].made < fault.count ?? .max
            else { continue }
            faults[index].made += 1
            chosen = fault
        }
        return chosen
    }
}
