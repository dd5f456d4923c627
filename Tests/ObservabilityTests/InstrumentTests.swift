import Testing

@testable import Observability

@Suite("Instruments")
struct InstrumentTests {
    private struct Broken: Error {}

    @Test
    func requestsAreMeasured() async {
        let registry = MetricRegistry()
        let http = HTTPInstruments(registry)
        http.began()
        http.began()
        http.ended(method: "GET", route: "/api/papers/{id}", status: 200, seconds: 0.02, responseBytes: 100)
        http.refused(.rateLimited)
        http.streamOpened()
        let text = NaiveExposition(await registry.exposition())
        #expect(text.errors == [])
        let labels = "code=\"200\",method=\"GET\",route=\"/api/papers/{id}\""
        #expect(text.samples["http_server_request_duration_seconds_bucket{\(labels),le=\"0.025\"}"] == 1)
        #expect(text.samples["http_server_request_duration_seconds_bucket{\(labels),le=\"0.01\"}"] == 0)
        #expect(text.samples["http_server_active_requests"] == 1)
        #expect(text.samples["http_server_response_body_bytes_total{route=\"/api/papers/{id}\"}"] == 100)
        #expect(text.samples["cosci_http_refused_requests_total{reason=\"rate_limited\"}"] == 1)
        #expect(text.samples["cosci_http_refused_requests_total{reason=\"deadline\"}"] == 0)
        #expect(text.samples["cosci_http_open_streams"] == 1)
        for index in 0..<2000 {
            http.began()
            http.ended(method: "M\(index)", route: "\(index)", status: 404, seconds: 1, responseBytes: -1)
        }
        let bounded = NaiveExposition(await registry.exposition())
        #expect(bounded.samples.keys.filter { $0.hasPrefix("http_server_request_duration_seconds_count") }.count == 501)
    }

    @Test
    func callsAreMeasured() async {
        let registry = MetricRegistry()
        let call = StoreInstruments(registry).call("papers", "paper")
        #expect(call { 5 } == 5)
        #expect(await call { await Task { 6 }.value } == 6)
        #expect(throws: Broken.self) { try call { throw Broken() } }
        await #expect(throws: CancellationError.self) {
            try await call { () async throws in throw CancellationError() }
        }
        let text = NaiveExposition(await registry.exposition())
        let labels = "operation=\"paper\",store=\"papers\""
        #expect(text.samples["cosci_store_call_duration_seconds_count{\(labels)}"] == 4)
        #expect(text.samples["cosci_store_errors_total{\(labels)}"] == 1)
    }
}
