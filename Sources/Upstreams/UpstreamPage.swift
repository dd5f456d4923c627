public import Formats
public import Literature

/// One answer of a service as facts, ready to be written to a library.
public struct UpstreamPage: Sendable {
    /// The papers and citations of the answer, in its order.
    public var records: [SourceRecord] = []
    /// Records of the answer that cannot be read, with the reasons.
    public var issues: [ReadIssue] = []
    /// What the answer tells besides (totals, cursors, dates).
    public var notices: [ReadNotice] = []
    /// The answer as received (decompressed), for those who keep it.
    public var bytes: [UInt8] = []
    /// The address that was asked, without secrets.
    public var url = ""

    /// An empty page.
    public init() {}

    /// The papers alone.
    public var papers: [PaperRecord] {
        records.compactMap { if case .paper(let paper) = $0 { paper } else { nil } }
    }

    /// The citations alone.
    public var citations: [CitationRecord] {
        records.compactMap { if case .citation(let citation) = $0 { citation } else { nil } }
    }

    /// How many results the whole query has, if the service says so.
    public var total: Int? {
        notices.lazy.compactMap { if case .totalResults(let total, _) = $0 { total } else { nil } }.first
    }

    /// The cursor, offset or token of the page that follows, if the service gives one.
    public var next: String? {
        notices.lazy.compactMap { if case .next(let next) = $0 { next } else { nil } }.first
    }

    /// Reads an answer.
    init(_ answer: UpstreamAnswer, as format: SourceFormat, about: PaperIdentifier? = nil) {
        var reader = ReaderFactory.makeReader(for: format, input: ByteInput(answer.body), about: about)
        self.init(answer)
        while let item = reader.next() { take(item) }
    }

    /// An answer of which nothing is read yet.
    init(_ answer: UpstreamAnswer) {
        bytes = answer.body
        url = RequestURL.redacted(answer.url)
    }

    mutating func take(_ item: ReadItem) {
        switch item {
        case .record(let record): records.append(record)
        case .issue(let issue): issues.append(issue)
        case .notice(let notice): notices.append(notice)
        }
    }

    /// The damage that makes the rest of the answer unreadable, if there is any.
    var damage: ReadIssue? { issues.first { $0.extent == .restOfInput } }

    /// This page, unless it is damaged.
    ///
    /// - Parameter isJSON: whether the answer has to be an object or array of JSON.
    /// - Throws: ``UpstreamError/Kind/malformed`` for an answer that is cut off or of another form.
    func checked(api: String, isJSON: Bool = false) throws -> UpstreamPage {
        if let damage { throw UpstreamError(.malformed, api: api, url: url, detail: damage.description) }
        let first = bytes.first { $0 > 0x20 }
        guard !isJSON || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            throw UpstreamError(.malformed, api: api, url: url, detail: "the answer is no JSON")
        }
        return self
    }
}

/// Pages one after the other, asked for only when they are wanted: whoever is slow makes no request early.
public struct PageSequence<State: Sendable, Page: Sendable>: AsyncSequence, Sendable {
    /// A page.
    public typealias Element = Page

    private let initial: State
    private let advance: @Sendable (inout State) async throws -> Page?

    /// Pages made by `advance` from a state, until it gives nil or throws.
    init(_ initial: State, advance: @escaping @Sendable (inout State) async throws -> Page?) {
        self.initial = initial
        self.advance = advance
    }

    /// Starts from the first page.
    public func makeAsyncIterator() -> Iterator {
        Iterator(state: initial, advance: advance)
    }

    /// Gives the pages.
    public struct Iterator: AsyncIteratorProtocol {
        private var state: State
        private let advance: @Sendable (inout State) async throws -> Page?
        private var isEnded = false

        init(state: State, advance: @escaping @Sendable (inout State) async throws -> Page?) {
            self.state = state
            self.advance = advance
        }

        /// The next page; nil at the end. After an error there is no further page.
        public mutating func next() async throws -> Page? {
            guard !isEnded else { return nil }
            do {
                if let page = try await advance(&state) { return page }
                isEnded = true
                return nil
            } catch {
                isEnded = true
                throw error
            }
        }
    }
}
