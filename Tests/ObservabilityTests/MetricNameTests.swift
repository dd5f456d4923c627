import Testing

@testable import Observability

@Suite("Names of metrics")
struct MetricNameTests {
    @Test(arguments: [
        ("hb.requests", "hb_requests"), ("9lives", "_9lives"), ("", "_"), ("a:b", "a:b"), ("größe", "gr__e"),
        ("a b\nc", "a_b_c"),
    ])
    func metricsAreMadeFit(text: String, name: String) {
        #expect(MetricName.metric(text) == name)
    }

    @Test(arguments: [("le", "label_le"), ("__name__", "_name__"), ("a:b", "a_b"), ("quantile", "label_quantile")])
    func labelsAreMadeFit(text: String, name: String) {
        #expect(MetricName.label(text) == name)
    }

    @Test
    func familiesLoseTheSuffixOfTheirSamples() {
        #expect(MetricName.family("x_total", .counter) == "x")
        #expect(MetricName.family("x_total", .gauge) == "x_total")
        #expect(MetricName.family("_total", .counter) == "_total")
        #expect(MetricName.family("build_info", .info) == "build")
    }
}
