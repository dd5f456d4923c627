/// How requests are made, whatever the service.
public struct HTTPSettings: Sendable {
    /// The name and version of the program, as in `arxiv-cosci/1.2`.
    public var product: String
    /// How the operator of a service can reach the person who runs the program (a mail address or an address of a page);
    /// nil keeps it out. It comes from the configuration, never from the system.
    public var contact: String?
    /// How long the connection may take.
    public var connectTimeout: Duration = .seconds(10)
    /// How long nothing may arrive.
    public var readTimeout: Duration = .seconds(30)
    /// How long one request may take as a whole, without the wait at the gate.
    public var totalTimeout: Duration = .seconds(120)
    /// How long the transfer of a file may take as a whole.
    public var fileTimeout: Duration = .seconds(1800)
    /// The largest answer that is held in memory, in bytes after decompression.
    public var bodyLimit = 64 << 20
    /// The largest file that is downloaded, in bytes.
    public var fileLimit: Int64 = 512 << 20
    /// Downloads stop while less than this is free on the disk, in bytes.
    public var diskFloor: Int64 = 512 << 20
    /// How often a page in the middle of a list is asked for, before the list ends with the error. Single requests are made
    /// once: whoever makes many knows better when to try again.
    public var pageAttempts = 3
    /// Requests fail at once, instead of waiting, while a service has asked to stay away for longer than this.
    public var longestHold: Duration = .seconds(900)
    /// Which proxies to use.
    public var proxies: ProxyRules
    /// Asked before each request for header fields that tell what it is part of (a trace); those of the request itself win.
    public var contextFields: @Sendable () -> [(name: String, value: String)] = { [] }

    /// Settings with the defaults.
    public init(product: String, contact: String? = nil, proxies: ProxyRules = ProxyRules()) {
        self.product = product
        self.contact = contact
        self.proxies = proxies
    }

    /// The User-Agent field: `arxiv-cosci/1.2 (+mailto:a@example.org)`.
    public var userAgent: String {
        guard let contact = contact.map(Self.fieldSafe), !contact.isEmpty else { return Self.fieldSafe(product) }
        let isMail = contact.contains("@") && !contact.contains(":")
        return "\(Self.fieldSafe(product)) (+\(isMail ? "mailto:" : "")\(contact))"
    }

    /// What may stand in a header: printable ASCII without the characters that end a comment.
    private static func fieldSafe(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0.value > 0x20 && $0.value < 0x7F && !"()\\".unicodeScalars.contains($0) })
    }
}
