import Testing

@testable import BatchProcessing

@Suite("Progress of many batches")
struct ProgressLedgerTests {
    @Test
    func countsOutliveTheirMeters() {
        let ledger = ProgressLedger()
        for round in 1...3 {
            let meter = ledger.meter(pipeline: "fetch")
            meter.started()
            meter.finished(.done, seconds: 0.02)
            meter.started()
            meter.retried(.throttled(after: nil))
            meter.started()
            meter.finished(.failed, seconds: 400, failure: .transient)
            meter.started()
            if round == 3 { meter.noteSuccess() }
            let sum = ledger.snapshots()[0]
            #expect(sum.done == round && sum.failed == round)
            #expect(sum.inFlight == 1)
        }
        let sums = ledger.snapshots()
        #expect(sums.count == 1)
        #expect(sums[0].done == 3 && sums[0].failed == 3)
        #expect(sums[0].inFlight == 0)
        #expect(sums[0].failedAttempts == ["throttled": 3, "transient": 3])
        #expect(sums[0].retries == ["throttled": 3])
        #expect(sums[0].durationBuckets.reduce(0, +) == 6 && sums[0].durationBuckets.last == 3)
        #expect(sums[0].lastSuccess != nil)
    }

    @Test
    func statesAreThoseOfWorkUnderWay() {
        let ledger = ProgressLedger()
        let one = ledger.meter(pipeline: "a")
        let two = ledger.meter(pipeline: "a")
        let other = ledger.meter(pipeline: "b")
        one.setConcurrency(3)
        two.setConcurrency(4)
        one.note(breaker: .halfOpen, retryBudget: 0.5, hasCheckpoint: true)
        two.note(breaker: .closed, retryBudget: 0.25, hasCheckpoint: false)
        other.begin(total: 7)
        let sums = ledger.snapshots()
        #expect(sums.map(\.pipeline) == ["a", "b"])
        #expect(sums[0].concurrencyLimit == 7)
        #expect(sums[0].breaker == .halfOpen && sums[0].retryBudget == 0.25)
        #expect(sums[0].checkpointAge.map { $0 < 5 } == true)
        #expect(sums[1].total == 7 && sums[1].breaker == nil && sums[1].checkpointAge == nil)
        withExtendedLifetime((one, two, other)) {}
    }

    @Test
    func countsNeverGoBack() async {
        let ledger = ProgressLedger()
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { @concurrent in
                    for _ in 0..<500 { ledger.meter(pipeline: "x").finished(.done, seconds: 1) }
                }
            }
            group.addTask { @concurrent in
                var last = 0
                for _ in 0..<500 {
                    let now = ledger.snapshots().first?.done ?? 0
                    #expect(now >= last)
                    last = now
                }
            }
        }
        #expect(ledger.snapshots()[0].done == 2000)
    }

    @Test
    func retriesLeft() {
        var budget = RetryBudget(ratio: 0.5, free: 2)
        #expect(budget.remaining == 1)
        _ = budget.takeRetry()
        #expect(budget.remaining == 0.5)
        for _ in 0..<8 { budget.noteFirstCall() }
        #expect(budget.remaining == 0.75)
    }
}
