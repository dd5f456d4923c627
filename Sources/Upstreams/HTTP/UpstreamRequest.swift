/// One request to a service.
public struct UpstreamRequest: Sendable {
    /// The part of the service, as statistics and errors name it: `arxiv-query`.
    public var api: String
    /// The address.
    public var url: String
    /// The body of a POST; nil makes it a GET.
    public var body: [UInt8]?
    /// Header fields besides those that every request has.
    public var headers: [(name: String, value: String)]
    /// How many tokens of the gate it takes.
    public var cost: Double = 1
    /// The largest answer that is taken, in bytes after decompression; nil takes the settings'.
    public var bodyLimit: Int?
    /// Whether the service answers 403 to requests that come too fast (else it means that they are not allowed).
    public var isForbiddenThrottling = false

    /// A request.
    public init(api: String, url: String, body: [UInt8]? = nil, headers: [(name: String, value: String)] = []) {
        self.api = api
        self.url = url
        self.body = body
        self.headers = headers
    }
}

/// The answer to a request that succeeded.
public struct UpstreamAnswer: Sendable {
    /// The address that answered.
    public var url: String
    /// The HTTP status.
    public var status: Int
    /// The header fields, names in lower case; of equal ones the last.
    public var headers: [String: String]
    /// The body, decompressed.
    public var body: [UInt8]
}
