import Literature

/// Reads recorded HTTP answers: JSON files with `url`, `status_code` and `body`, and VCR cassettes (YAML, as vcr.py writes
/// them; bodies may be base 64 of gzip).
///
/// Every body goes to the reader that its address and content call for. The whole recording is held in memory, 32 MB at
/// most.
public struct RecordingReader: RecordReader {
    private let input: ByteInput
    private var answers: [RecordedAnswer]?
    private var index = 0
    private var reader: (any RecordReader)?
    private var isFinished = false

    /// A reader of `input`.
    public init(_ input: ByteInput) {
        self.input = input
    }

    /// The next fact, issue or notice of any of the answers; nil at the end.
    public mutating func next() -> ReadItem? {
        while !isFinished {
            if answers == nil, let issue = load() {
                isFinished = true
                return .issue(issue)
            }
            if let item = reader?.next() { return placed(item) }
            reader = nil
            guard let answers, index < answers.count else {
                isFinished = true
                return input.failure.map { .issue($0) }
            }
            index += 1
            if let refusal = open(answers[index - 1]) { return .issue(issue(refusal)) }
        }
        return nil
    }

    private mutating func load() -> ReadIssue? {
        if input.require(RecordingParser.limit + 1) {
            let message = "the recording is too long (at most \(RecordingParser.limit) bytes are read)"
            return ReadIssue(line: 0, byte: 0, message: message, extent: .restOfInput)
        }
        if let failure = input.failure { return failure }
        var bytes = input.window
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = UnsafeRawBufferPointer(rebasing: bytes[3...]) }
        switch RecordingParser.answers(bytes) {
        case .success(let answers):
            self.answers = answers
            input.consume(input.window.count)
            return nil
        case .failure(let issue):
            return issue
        }
    }

    /// Opens the body of an answer.
    ///
    /// - Returns: why it is not read.
    private mutating func open(_ answer: RecordedAnswer) -> String? {
        if answer.status >= 400 {
            let words = UpstreamMessage.find(in: answer.body).map { ": " + FieldText.excerpt($0, limit: 300) }
            return "HTTP status \(answer.status)\(words ?? "")"
        }
        let body = ByteInput(answer.body)
        switch AnswerKind(url: answer.url) {
        case .foreign(let reason):
            return reason
        case .papers(.semanticScholar, let about):
            let asked = Self.askedIdentifiers(answer.requestBody)
            reader = SemanticScholarReader(body, about: about, asked: asked)
            return nil
        case .papers(let format, let about):
            reader = ReaderFactory.makeReader(for: format, input: body, about: about)
            return nil
        case .unknown:
            return openByContent(body)
        }
    }

    private mutating func openByContent(_ body: ByteInput) -> String? {
        switch FormatDetector.detect(body, name: nil) {
        case .success(.recording): return "a recording within a recording is not read"
        case .failure(let issue): return issue.message
        case .success(let format):
            reader = ReaderFactory.makeReader(for: format, input: body, about: nil)
            return nil
        }
    }

    /// The `ids` of a question for a batch.
    private static func askedIdentifiers(_ question: String) -> [String] {
        guard !question.isEmpty else { return [] }
        let value = Array(question.utf8).withUnsafeBytes { bytes -> JSONValue? in
            do throws(JSONError) { return try JSONValue(parsing: bytes) } catch { return nil }
        }
        return (value?["ids"]?.elements ?? []).map { $0.text ?? "" }
    }

    // MARK: Places

    /// Issues within a body are told with the answer they are in.
    private func placed(_ item: ReadItem) -> ReadItem {
        guard case .issue(let inner) = item else { return item }
        return .issue(issue(inner.message))
    }

    private func issue(_ message: String) -> ReadIssue {
        guard let answers, index > 0 else { return ReadIssue(line: 0, byte: 0, message: message) }
        let answer = answers[index - 1]
        let address = answer.url.utf8.split(separator: UInt8(ascii: "?")).first.map { String(Substring($0)) } ?? ""
        let name = "answer \(index) (\(FieldText.excerpt(address, limit: 120)))"
        return ReadIssue(line: answer.line, byte: 0, message: "\(name): \(message)")
    }
}
