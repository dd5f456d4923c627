import Foundation
import Logging
import Testing

@testable import Observability

@Suite("Logs")
struct LogTests {
    /// The lines that `body` logs.
    private func lines(
        _ style: LineLogHandler.Style,
        level: Logger.Level = .info,
        secrets: [String] = [],
        _ body: (Logger) throws -> Void
    ) rethrows -> [String] {
        // A file, since a pipe that nobody reads meanwhile would be full.
        let path = FileManager.default.temporaryDirectory.path + "/log-\(UUID()).txt"
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND, 0o600)
        defer {
            close(descriptor)
            unlink(path)
        }
        let configuration = LogConfiguration(level: level, style: style, secrets: secrets)
        try body(configuration.logger("api", sink: LogSink(descriptor: descriptor)))
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    private func object(_ line: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    private struct Broken: Error {}

    @Test
    func jsonLines() throws {
        let trace = try #require(TraceContext(parent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        let lines = lines(.json) { logger in
            logger.debug("not this")
            WorkContext.$current.withValue(WorkContext(requestID: "r-1", jobID: "j-2", trace: trace)) {
                logger.warning(
                    "slow \"query\"\n\u{1B}[31m",
                    metadata: [
                        "seconds": .stringConvertible(1.5), "list": ["a", ["x": "y", "token": "abc"]], "message": "m",
                        "api_key": "abc",
                    ]
                )
            }
        }
        #expect(lines.count == 1)
        #expect(lines[0].contains("\\u001b") && !lines[0].contains("\u{1B}"))
        let object = try object(lines[0])
        #expect(object["level"] as? String == "warning")
        #expect(object["logger"] as? String == "api")
        #expect(object["message"] as? String == "slow \"query\"\n\u{1B}[31m")
        #expect(object["_message"] as? String == "m")
        #expect(object["request_id"] as? String == "r-1" && object["job_id"] as? String == "j-2")
        #expect(object["trace_id"] as? String == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(object["span_id"] as? String == "00f067aa0ba902b7")
        #expect(object["seconds"] as? String == "1.5")
        #expect(object["api_key"] as? String == Redaction.mark)
        let list = try #require(object["list"] as? [Any])
        #expect(list[0] as? String == "a")
        #expect(list[1] as? [String: String] == ["x": "y", "token": Redaction.mark])
        let time = try #require(object["time"] as? String)
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }

    @Test
    func textLines() {
        let lines = lines(.text, secrets: ["my-secret"]) { logger in
            var logger = logger
            logger[metadataKey: "part"] = "x"
            logger.error("cut\r\noff \u{202E} my-secret", metadata: ["b": "two words", "a": "1", "c": ["k": "v"]])
        }
        #expect(lines.count == 1)
        let line = lines[0].drop { $0 != " " }
        #expect(line == " error api: cut\\r\\noff \\u202e [redacted] a=1 b=\"two words\" c={\"k\":\"v\"} part=x")
    }

    @Test
    func anyTextBecomesOneLine() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed)
        let texts = (0..<200).map { _ in
            String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0..<40, using: &random)).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &random))
                    }
                )
            )
        }
        for style in LineLogHandler.Style.allCases {
            let lines = lines(style) { logger in
                for text in texts { logger.info("\(text)", metadata: [text: "\(text)"]) }
            }
            #expect(lines.count == texts.count, "seed \(seed)")
            #expect(lines.allSatisfy { !$0.unicodeScalars.contains(where: ControlCharacters.contains) })
            if style == .json {
                for (line, text) in zip(lines, texts) where Redaction().text(text) == text {
                    let message = try object(line)["message"] as? String
                    #expect(message.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars), "seed \(seed)")
                }
            }
        }
    }

    @Test
    func longTextsAreCut() throws {
        let lines = lines(.json) { $0.info("\(String(repeating: "ä", count: 100_000))") }
        #expect(lines[0].utf8.count < LogLine.longestText + 500)
        _ = try object(lines[0])
    }

    @Test
    func errorsAreTold() throws {
        let lines = lines(.json) { $0.error("failed", error: Broken()) }
        #expect(try object(lines[0])["error"] as? String == "Broken()")
    }

    @Test
    func linesOfManyThreadsStayWhole() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/log-\(UUID()).txt"
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        defer {
            close(descriptor)
            unlink(path)
        }
        let logger = LogConfiguration(style: .json).logger("x", sink: LogSink(descriptor: descriptor))
        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask { @concurrent in
                    let text = String(repeating: "\(task)", count: 9000)
                    for _ in 0..<30 { logger.info("\(text)") }
                }
            }
        }
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 240)
        for line in lines {
            let message = try #require(try object(String(line))["message"] as? String)
            #expect(message.utf8.count == 9000 && Set(message).count == 1)
        }
    }

    @Test
    func times() {
        #expect(LogTime.text(seconds: 0, milliseconds: 7) == "1970-01-01T00:00:00.007Z")
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        // Foundation reckons by the Julian calendar before 1582.
        for _ in 0..<2000 {
            let seconds = Int.random(in: -12_000_000_000...250_000_000_000)
            let date = Date(timeIntervalSince1970: Double(seconds))
            #expect(LogTime.text(seconds: seconds, milliseconds: 0) == date.formatted(style))
        }
    }
}
