import BatchProcessing
import Testing

@Suite struct FailureTests {
    @Test func backoffDoublesUpToItsCapAndIsDrawnFromTheWholeRange() {
        let backoff = Backoff(base: .seconds(1), cap: .seconds(10))
        #expect((1...6).map { backoff.bound(after: $0) } == [1, 2, 4, 8, 10, 10].map { .seconds($0) })
        #expect(backoff.bound(after: .max) == .seconds(10))
        #expect(backoff.bound(after: -5) == .seconds(1))
        var generator = SystemRandomNumberGenerator()
        let delays = (0..<1000).map { _ in backoff.delay(after: 3, using: &generator).inSeconds }
        #expect(delays.allSatisfy { (0...4).contains($0) })
        #expect(delays.contains { $0 < 1 } && delays.contains { $0 > 3 })
    }

    @Test func retryBudgetIsAPartOfTheFirstCallsAndAFloor() {
        var budget = RetryBudget(ratio: 0.1, free: 3)
        #expect((0..<5).filter { _ in budget.takeRetry() }.count == 3)
        for _ in 0..<100 { budget.noteFirstCall() }
        #expect((0..<20).filter { _ in budget.takeRetry() }.count == 7)
        #expect(budget.retries == 10)
    }

    @Test func breakerOpensProbesAndGivesUp() {
        var rule = CircuitBreaker.Rule()
        rule.threshold = 3
        var breaker = CircuitBreaker(rule)
        for second in 0..<3 {
            #expect(breaker.verdict(at: .seconds(second)) == .go)
            breaker.noteFailure(at: .seconds(second))
        }
        #expect(!breaker.isClosed)
        #expect(breaker.verdict(at: .seconds(3)) == .wait(.seconds(4)))
        #expect(breaker.verdict(at: .seconds(7)) == .go, "one call looks whether it is back")
        #expect(breaker.verdict(at: .seconds(7)) == .wait(.milliseconds(100)), "only one")
        breaker.noteFailure(at: .seconds(8))
        #expect(breaker.verdict(at: .seconds(9)) == .wait(.seconds(9)), "twice as long")
        #expect(breaker.verdict(at: .seconds(20)) == .go)
        breaker.noteSuccess()
        #expect(breaker.isClosed && breaker.verdict(at: .seconds(21)) == .go)

        for second in 30..<33 { breaker.noteFailure(at: .seconds(second)) }
        #expect(breaker.verdict(at: .seconds(400)) == .giveUp)
    }

    @Test func breakerForgetsFailuresAfterASuccess() {
        var breaker = CircuitBreaker(CircuitBreaker.Rule())
        for _ in 0..<5 {
            for _ in 0..<9 { breaker.noteFailure(at: .zero) }
            breaker.noteSuccess()
        }
        #expect(breaker.isClosed)
    }

    @Test func adaptiveLimitHalvesOnceForCallsUnderWayTogetherAndGrowsBack() {
        var limit = AdaptiveLimit(maximum: 16)
        limit.noteThrottling()
        limit.noteThrottling()
        #expect(limit.limit == 8)
        for _ in 0..<1000 { limit.noteSuccess() }
        #expect(limit.limit == 16)
        for _ in 0..<50 {
            limit.noteThrottling()
            limit.noteSuccess()
        }
        #expect(limit.limit >= 1)
    }

    @Test func stopSignalRisesAndNeverFalls() {
        let stop = StopSignal()
        let tally = Tally()
        let observer = stop.observe { tally.count("\($0)") }
        stop.request()
        stop.raise(to: .none)
        #expect(stop.level == .soft)
        stop.request()
        stop.request()
        #expect(stop.level == .hard)
        #expect(tally.all == ["soft": 1, "hard": 1])
        stop.removeObserver(observer)
        #expect(StopSignal().level == .none)
    }
}
