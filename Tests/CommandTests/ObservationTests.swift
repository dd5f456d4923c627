import BatchProcessing
import Caching
import Foundation
import Observability
import Testing
import Upstreams

@testable import arxiv_cosci

@Suite("What the program measures")
struct ObservationTests {
    private func text(_ metrics: [MetricSnapshot]) -> String {
        String(decoding: ExpositionWriter.text(metrics, .prometheusText), as: UTF8.self)
    }

    @Test("what a batch counts becomes metrics")
    func batches() {
        let ledger = ProgressLedger()
        let meter = ledger.meter(pipeline: "fetch")
        meter.started()
        meter.finished(.done, seconds: 0.02)
        meter.started()
        meter.finished(.dead, seconds: 700, failure: .permanent)
        let text = text(BatchMetrics.metrics(ledger.snapshots()))
        for line in [
            "cosci_batch_items_total{outcome=\"ok\",pipeline=\"fetch\"} 1",
            "cosci_batch_items_total{outcome=\"dead\",pipeline=\"fetch\"} 1",
            "cosci_batch_attempts_total{class=\"permanent\",pipeline=\"fetch\"} 1",
            "cosci_batch_item_duration_seconds_bucket{pipeline=\"fetch\",le=\"0.025\"} 1",
            "cosci_batch_item_duration_seconds_count{pipeline=\"fetch\"} 2",
            "cosci_batch_inflight{pipeline=\"fetch\"} 0.0",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        withExtendedLifetime(meter) {}
    }

    @Test("what a cache and a client count becomes metrics")
    func caches() throws {
        var statistics = CacheStatistics()
        statistics.kinds["search"] = CacheStatistics.Kind()
        statistics.kinds["search"]?.hits = 3
        statistics.kinds["search"]?.loadNanoseconds = 500_000_000
        statistics.kinds["search"]?.loads = 2
        statistics.tier = CacheStatistics.Tier(name: "redis")
        statistics.tier?.breaker = .open
        let counted = """
            {"entries":{"openalex":{"requests":2,"outcomes":{"200":1,"timeout":1},"bytesReceived":10,"seconds":0.25,
            "gateSeconds":1.5,"holdSeconds":0}}}
            """
        let requests = try JSONDecoder().decode(RequestStatistics.self, from: Data(counted.utf8))
        let text = text(CacheMetrics.metrics(statistics) + UpstreamMetrics.metrics(requests))
        for line in [
            "cosci_cache_requests_total{cache=\"search\",result=\"hit\",tier=\"memory\"} 3",
            "cosci_cache_load_duration_seconds_sum{cache=\"search\"} 0.5",
            "cosci_cache_load_duration_seconds_count{cache=\"search\"} 2",
            "cosci_cache_backend_breaker_state{backend=\"redis\"} 2",
            "cosci_upstream_requests_total{api=\"openalex\",code=\"timeout\"} 1",
            "cosci_upstream_throttle_wait_seconds_sum{api=\"openalex\"} 1.5",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
    }
}
