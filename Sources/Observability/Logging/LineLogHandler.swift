public import Logging

/// Writes log events as lines: JSON objects for programs, or text for people.
///
/// Every line carries the identifiers of ``WorkContext/current``. Secrets are redacted, control characters escaped.
public struct LineLogHandler: LogHandler {
    /// How lines look.
    public enum Style: String, Hashable, Sendable, CaseIterable {
        /// One JSON object.
        case json
        /// Time, level, logger, message, `name=value`.
        case text
    }

    /// The logger's name.
    public let label: String
    /// What is less important is not written.
    public var logLevel: Logger.Level
    /// Goes into every line.
    public var metadata: Logger.Metadata = [:]
    /// Asked for more that goes into every line.
    public var metadataProvider: Logger.MetadataProvider?
    private let style: Style
    private let redaction: Redaction
    private let sink: LogSink

    /// A handler.
    public init(
        label: String,
        style: Style,
        level: Logger.Level = .info,
        redaction: Redaction = Redaction(),
        metadataProvider: Logger.MetadataProvider? = nil,
        sink: LogSink = .standardError
    ) {
        self.label = label
        self.style = style
        self.redaction = redaction
        self.metadataProvider = metadataProvider
        self.sink = sink
        logLevel = level
    }

    /// One entry of ``metadata``.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes an event.
    public func log(event: LogEvent) {
        var line = LogLine(style, redaction)
        line.head(time: LogTime.now(), level: event.level, label: label, message: event.message.description)
        line.add(WorkContext.current)
        if let error = event.error { line.add("error", .string("\(error)")) }
        for (key, value) in merged(event.metadata) { line.add(key, value) }
        sink.write(line.finished())
    }

    /// All metadata in the order of their names; what is closer to the event counts.
    private func merged(_ own: Logger.Metadata?) -> [(key: String, value: Logger.Metadata.Value)] {
        var all = metadataProvider?.get() ?? [:]
        all.merge(metadata) { $1 }
        if let own { all.merge(own) { $1 } }
        return all.sorted { $0.key < $1.key }
    }
}

/// How a process logs.
public struct LogConfiguration: Sendable {
    /// What is less important is not written.
    public var level: Logger.Level
    /// How lines look.
    public var style: LineLogHandler.Style
    /// Secrets that must not be written, whatever field they turn up in.
    public var secrets: [String]

    /// A configuration.
    public init(level: Logger.Level = .info, style: LineLogHandler.Style = .text, secrets: [String] = []) {
        self.level = level
        self.style = style
        self.secrets = secrets
    }

    /// A logger of its own, whatever the process does otherwise.
    public func logger(_ label: String, sink: LogSink = .standardError) -> Logger {
        let redaction = Redaction(secrets: secrets)
        return Logger(label: label) { label in
            LineLogHandler(label: label, style: style, level: level, redaction: redaction, sink: sink)
        }
    }

    /// Makes this the way in which all loggers of the process write. Only the first call in a process counts.
    public func install() {
        guard Self.installed.raise() else { return }
        let redaction = Redaction(secrets: secrets)
        LoggingSystem.bootstrap(
            { [level, style] label, provider in
                LineLogHandler(
                    label: label,
                    style: style,
                    level: level,
                    redaction: redaction,
                    metadataProvider: provider
                )
            },
            metadataProvider: nil
        )
    }

    private static let installed = Flag()
}
