import Testing

@testable import Observability

@Suite("Exposition")
struct ExpositionTests {
    private func metrics() -> [MetricSnapshot] {
        var requests = MetricSnapshot(
            MetricDefinition(
                "cosci_requests_total",
                .counter,
                help: "Requests\\ and\nanswers.",
                labels: ["code", "api"]
            )
        )
        requests.add(["200", "a\"b\\c"], count: 3)
        requests.add(["500", ""], number: 1.5)
        var seconds = MetricSnapshot(
            MetricDefinition("cosci_wait_seconds", .histogram, help: "Waits.", bounds: [1, 0.25])
        )
        seconds.add([], .histogram(HistogramValue(bounds: [0.25, 1], counts: [2, 1, 1], sum: 9.75)))
        var build = MetricSnapshot(MetricDefinition("cosci_build", .info, help: "Build.", labels: ["version"]))
        build.add(["0.1"], .count(1))
        var level = MetricSnapshot(MetricDefinition("cosci_level", .gauge, help: "Level."))
        level.add(number: -.infinity)
        var load = MetricSnapshot(MetricDefinition("cosci_load_bytes", .summary, help: "Loads.", labels: ["cache"]))
        load.add(["x"], .summary(count: 2, sum: 1e21))
        return [build, level, load, requests, seconds]
    }

    @Test
    func prometheusText() {
        let text = String(decoding: ExpositionWriter.text(metrics(), .prometheusText), as: UTF8.self)
        #expect(
            text == #"""
                # HELP cosci_build_info Build.
                # TYPE cosci_build_info gauge
                cosci_build_info{version="0.1"} 1
                # HELP cosci_level Level.
                # TYPE cosci_level gauge
                cosci_level -Inf
                # HELP cosci_load_bytes Loads.
                # TYPE cosci_load_bytes summary
                cosci_load_bytes_sum{cache="x"} 1e+21
                cosci_load_bytes_count{cache="x"} 2
                # HELP cosci_requests_total Requests\\ and\nanswers.
                # TYPE cosci_requests_total counter
                cosci_requests_total{api="a\"b\\c",code="200"} 3
                cosci_requests_total{api="",code="500"} 1.5
                # HELP cosci_wait_seconds Waits.
                # TYPE cosci_wait_seconds histogram
                cosci_wait_seconds_bucket{le="0.25"} 2
                cosci_wait_seconds_bucket{le="1.0"} 3
                cosci_wait_seconds_bucket{le="+Inf"} 4
                cosci_wait_seconds_sum 9.75
                cosci_wait_seconds_count 4

                """#
        )
    }

    @Test
    func openMetrics() {
        let text = String(decoding: ExpositionWriter.text(metrics(), .openMetrics), as: UTF8.self)
        #expect(
            text == #"""
                # HELP cosci_build Build.
                # TYPE cosci_build info
                cosci_build_info{version="0.1"} 1
                # HELP cosci_level Level.
                # TYPE cosci_level gauge
                cosci_level -Inf
                # HELP cosci_load_bytes Loads.
                # TYPE cosci_load_bytes summary
                # UNIT cosci_load_bytes bytes
                cosci_load_bytes_sum{cache="x"} 1e+21
                cosci_load_bytes_count{cache="x"} 2
                # HELP cosci_requests Requests\\ and\nanswers.
                # TYPE cosci_requests counter
                cosci_requests_total{api="a\"b\\c",code="200"} 3
                cosci_requests_total{api="",code="500"} 1.5
                # HELP cosci_wait_seconds Waits.
                # TYPE cosci_wait_seconds histogram
                # UNIT cosci_wait_seconds seconds
                cosci_wait_seconds_bucket{le="0.25"} 2
                cosci_wait_seconds_bucket{le="1.0"} 3
                cosci_wait_seconds_bucket{le="+Inf"} 4
                cosci_wait_seconds_sum 9.75
                cosci_wait_seconds_count 4
                # EOF

                """#
        )
    }

    @Test
    func nothing() {
        #expect(ExpositionWriter.text([], .prometheusText) == [])
        #expect(ExpositionWriter.text([], .openMetrics) == Array("# EOF\n".utf8))
        let empty = MetricSnapshot(MetricDefinition("cosci_none", .counter, help: "None.", labels: ["x"]))
        #expect(ExpositionWriter.text([empty], .prometheusText) == [])
    }

    @Test(
        arguments: [
            (nil, ExpositionFormat.prometheusText), ("", .prometheusText), ("*/*", .prometheusText),
            ("text/plain", .prometheusText), ("application/openmetrics-text", .openMetrics),
            (
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;"
                    + "version=0.0.1;q=0.4,text/plain;version=1.0.0;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
                .openMetrics
            ),
            ("text/plain;version=0.0.4;q=0.9, application/openmetrics-text;version=1.0.0;q=0.2", .prometheusText),
            ("application/openmetrics-text;version=2.0.0", .prometheusText),
            ("APPLICATION/OpenMetrics-Text ; Version=\"1.0.0\"", .openMetrics),
            ("application/openmetrics-text;q=0", .prometheusText),
            ("application/openmetrics-text;q=x", .prometheusText),
            ("application/openmetrics-text;q=nan, */*", .prometheusText), ("application/*", .prometheusText),
            ("text/html, application/openmetrics-text;q=0.5, */*;q=0.8", .prometheusText),
            ("text/plain;q=0.1, */*;q=0.9, application/openmetrics-text;q=0.5", .openMetrics),
            (";;;,,,///==", .prometheusText),
        ] as [(String?, ExpositionFormat)]
    )
    func formatByAccept(accept: String?, format: ExpositionFormat) {
        #expect(ExpositionFormat.preferred(by: accept) == format)
    }

    @Test
    func anyAcceptIsRead() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed)
        let alphabet = Array("application/openmetrics-text;q=0.1,*\"\\ \t\u{0}ä".unicodeScalars)
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<Int.random(in: 0..<60, using: &random) {
                text.unicodeScalars.append(alphabet.randomElement(using: &random)!)
            }
            _ = ExpositionFormat.preferred(by: text)
        }
    }

    @Test(
        arguments: [
            (0, "0.0"), (1, "1.0"), (0.005, "0.005"), (1e-7, "1e-07"), (1e21, "1e+21"), (-.infinity, "-Inf"),
            (.infinity, "+Inf"), (.nan, "NaN"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
        ] as [(Double, String)]
    )
    func numbers(value: Double, text: String) {
        #expect(ExpositionWriter.number(value) == text)
    }
}
