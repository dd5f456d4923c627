public import BatchProcessing

/// Why a request to a service did not give what was asked for.
///
/// The text says what failed, on what, and what to do next. It never holds a key: addresses are shown without secrets.
public struct UpstreamError: ClassifiedError, Hashable, Sendable {
    /// What went wrong.
    public enum Kind: Hashable, Sendable {
        /// The service does not know what was asked for.
        case notFound
        /// The service refuses the request as wrong.
        case invalid
        /// The service wants a key, or another one.
        case unauthorised
        /// The service asks to wait; nil when it does not say how long.
        case throttled(after: Duration?)
        /// The service cannot be reached, or fails on its side.
        case unavailable
        /// The answer cannot be read, or contradicts itself.
        case malformed
        /// The answer is larger than is taken.
        case tooLarge
        /// The service sends the request on to another host.
        case redirected(to: String)
        /// No answer, or not all of it, within the time limit.
        case timedOut
        /// The answer cannot be kept: disk full, no right to write.
        case storage
    }

    /// What went wrong.
    public var kind: Kind
    /// Which part of which service was asked, as in statistics: `arxiv-query`, `semantic-scholar-batch`.
    public var api: String
    /// The address that was asked, without secrets.
    public var url: String
    /// The HTTP status of the answer; nil when there was none.
    public var status: Int?
    /// What the service or the system said.
    public var detail: String

    /// An error.
    ///
    /// - Parameter url: the address; secrets in it are struck out here.
    public init(_ kind: Kind, api: String, url: String, status: Int? = nil, detail: String) {
        self.kind = kind
        self.api = api
        self.url = RequestURL.redacted(url)
        self.status = status
        self.detail = detail
    }

    /// Whether and when to try again.
    public var failureClass: FailureClass {
        switch kind {
        case .throttled(let delay): .throttled(after: delay)
        case .unavailable, .timedOut, .malformed: .transient
        case .notFound, .invalid, .unauthorised, .tooLarge, .redirected, .storage: .permanent
        }
    }

    /// Whether the service could not be reached or did not do its part, so that a command ends with the exit code for failed
    /// services rather than for bad input.
    public var isServiceFailure: Bool {
        switch kind {
        case .throttled, .unavailable, .timedOut, .malformed, .redirected, .unauthorised: true
        case .notFound, .invalid, .tooLarge, .storage: false
        }
    }
}

extension UpstreamError: CustomStringConvertible {
    /// What failed, on what, and what to do next, in one line.
    public var description: String {
        let answer = status.map { " (HTTP \($0))" } ?? ""
        return "\(summary)\(answer): \(url): \(detail). \(advice)"
    }

    private var summary: String {
        switch kind {
        case .notFound: "not found"
        case .invalid: "the request was refused"
        case .unauthorised: "not authorised"
        case .throttled: "too many requests"
        case .unavailable: "the service is not available"
        case .malformed: "the answer cannot be read"
        case .tooLarge: "the answer is too large"
        case .redirected(let target): "the service sends on to \(RequestURL.redacted(target))"
        case .timedOut: "no answer in time"
        case .storage: "cannot be saved"
        }
    }

    private var advice: String {
        switch kind {
        case .notFound: "Check the identifier"
        case .invalid: "Check the identifiers and options of the request"
        case .unauthorised: "Check the key of this service in the configuration"
        case .throttled(let delay):
            if let delay {
                "Try again in \(Int(delay.inSeconds.rounded(.up))) s; no earlier request is sent meanwhile"
            } else {
                "Try again later, with fewer programs at the same time or with a key of your own"
            }
        case .unavailable: "Check the network and the proxy settings, then try again; what is done is kept"
        case .malformed: "Try again later; if it stays, the service has changed its answers"
        case .tooLarge: "Ask for fewer records or fields at a time"
        case .redirected: "Set the address of the service in the configuration if it has moved"
        case .timedOut: "Try again, or raise the time limits in the configuration"
        case .storage: "Free space or choose another folder, then run the command again"
        }
    }
}
