import BatchProcessing
import Foundation
import Testing

@Suite struct BatchProcessorTests {
    private static func processor(
        _ configuration: BatchConfiguration,
        run: BatchRun? = nil,
        clock: any BatchClock = FastClock(factor: 1000)
    ) -> BatchProcessor {
        BatchProcessor(
            pipeline: "test",
            configuration: configuration,
            run: run,
            progress: ProgressMeter(pipeline: "test"),
            clock: clock
        )
    }

    private static func configuration(_ change: (inout BatchConfiguration) -> Void = { _ in }) -> BatchConfiguration {
        var configuration = BatchConfiguration()
        configuration.floors.memory = 0
        // On a fast clock a busy machine would be taken for a slow service.
        configuration.itemTimeout = nil
        change(&configuration)
        return configuration
    }

    @Test func everyItemIsDoneOnceWithinTheWidth() async throws {
        let tally = Tally()
        let watch = Watch()
        let result = try await Self.processor(Self.configuration { $0.maximumConcurrency = 7 })
            .process((0..<500).asAsync, key: { "\($0)" }) { item in
                tally.count("\(item)")
                watch.begin()
                try await Task.sleep(for: .microseconds(200))
                watch.end()
                return item % 5 == 0 ? .skipped("nothing to do") : .done()
            }
        #expect(result.total == 500)
        #expect(result.successful == 400)
        #expect(result.skipped == 100)
        #expect(result.calls == 500)
        #expect((0..<500).allSatisfy { tally["\($0)"] == 1 })
        #expect(watch.width <= 7 && watch.width > 1)
    }

    @Test func stragglersHoldOneSlotOnly() async throws {
        let finishedBeforeStraggler = Tally()
        _ = try await Self.processor(Self.configuration { $0.maximumConcurrency = 4 })
            .process((0..<100).asAsync, key: { "\($0)" }) { item in
                if item == 0 {
                    // Would wait for ever if the others waited for it.
                    while finishedBeforeStraggler["others"] < 99 { try await Task.sleep(for: .milliseconds(1)) }
                } else {
                    finishedBeforeStraggler.count("others")
                }
                return .done()
            }
        #expect(finishedBeforeStraggler["others"] == 99)
    }

    @Test func passingErrorsAreTriedAgainPermanentOnesOnce() async throws {
        let tally = Tally()
        let configuration = Self.configuration {
            $0.attempts = 3
            $0.freeRetries = 1000
            $0.breaker.threshold = 1000
        }
        let result = try await Self.processor(configuration).process((0..<40).asAsync, key: { "item \($0)" }) { item in
            let attempt = tally.count("\(item)")
            switch item % 4 {
            case 0: throw Failing(failureClass: .permanent)
            case 1: throw Failing(failureClass: .transient)
            case 2 where attempt < 3: throw Failing(failureClass: .transient)
            default: return .done()
            }
        }
        #expect(result.successful == 20)
        #expect(result.dead == 10)
        #expect(result.failed == 10)
        #expect((0..<40).allSatisfy { tally["\($0)"] == [1, 3, 3, 1][$0 % 4] })
        #expect(result.errors.count == 20)
        let dead = try #require(result.errors.first { $0.item == "item 0" })
        #expect(dead.attempts == 1 && dead.outcome == "dead" && dead.failure == "permanent")
        #expect(dead.message == "failing: permanent")
        let failed = try #require(result.errors.first { $0.item == "item 1" })
        #expect(failed.attempts == 3 && failed.outcome == "failed")
        #expect(result.retries == 40)
    }

    @Test func waitsAsLongAsTheFarSideAsks() async throws {
        let clock = FastClock(factor: 1000)
        let watch = Watch()
        let result = try await Self.processor(Self.configuration { $0.backoff.cap = .seconds(1) }, clock: clock)
            .process([1].asAsync, key: { "\($0)" }) { _ in
                if watch.begin(at: clock.now()) == 1 { throw Failing(failureClass: .throttled(after: .seconds(30))) }
                return .done()
            }
        let seen = watch.times
        #expect(result.successful == 1)
        #expect(seen.count == 2 && seen[1] - seen[0] >= .seconds(30))
    }

    @Test func aFullOutageIsNotAskedMuchMoreThanOnce() async throws {
        let items = 500
        let configuration = Self.configuration {
            $0.maximumConcurrency = 10
            $0.breaker.threshold = .max
        }
        let result = try await Self.processor(configuration).process((0..<items).asAsync, key: { "\($0)" }) { _ in
            throw Failing(failureClass: .transient)
        }
        #expect(result.failed == items)
        #expect(result.calls <= items + items / 10)
    }

    @Test func aServiceThatStaysAwayStopsTheBatchBeforeAllIsAsked() async throws {
        let configuration = Self.configuration {
            $0.maximumConcurrency = 4
            $0.attempts = 2
        }
        let result = try await Self.processor(configuration, clock: FastClock(factor: 5000))
            .process((0..<10_000).asAsync, key: { "\($0)" }) { _ in throw Failing(failureClass: .transient) }
        #expect(result.wasStopped)
        #expect(result.stopReason != nil)
        #expect(result.calls < 200)
    }

    @Test func anItemThatTakesTooLongIsCancelled() async throws {
        let configuration = Self.configuration {
            $0.itemTimeout = .seconds(600)
            $0.attempts = 2
        }
        let tally = Tally()
        let result = try await Self.processor(configuration).process(["slow", "quick"].asAsync, key: { $0 }) { item in
            tally.count(item)
            if item == "slow" { try await Task.sleep(for: .seconds(3600)) }
            return .done()
        }
        #expect(result.successful == 1 && result.failed == 1)
        #expect(tally["slow"] == 2)
    }

    @Test func groupsShareACallAndEndOneByOne() async throws {
        let tally = Tally()
        let configuration = Self.configuration {
            $0.batchSize = 10
            $0.freeRetries = 100
        }
        let result = try await Self.processor(configuration).processGroups((0..<95).asAsync, key: { "\($0)" }) {
            group in
            tally.raise("size", to: group.count)
            return group.map { item in
                if item % 10 == 3 { return .failure(Failing(failureClass: .permanent)) }
                if item % 10 == 4, tally.count("\(item)") == 1 {
                    return .failure(Failing(failureClass: .transient))
                }
                return .success(.done())
            }
        }
        #expect(tally["size"] == 10)
        #expect(result.dead == 10)
        #expect(result.successful == 85)
        #expect(result.failed == 0)
    }

    @Test func resumingSkipsWhatIsDone() async throws {
        let folder = TemporaryFolder()
        let catalogue = BatchCatalogue(directory: folder.path)
        let items = (0..<200).map { "item \($0)" }
        let run = try catalogue.create(pipeline: "test", arguments: ["a": "b"], items: items)
        let stop = StopSignal()
        let tally = Tally()
        let configuration = Self.configuration { $0.maximumConcurrency = 3 }
        let work: @Sendable (String) async throws -> ItemOutcome = { item in
            tally.count(item)
            if tally.count("all") == 50 { stop.request() }
            await Task.yield()
            return .done()
        }
        let first = try await Self.processor(configuration, run: run).process(
            run.items(),
            key: { $0 },
            stop: stop,
            work: work
        )
        #expect(first.wasStopped)
        #expect(first.total < 60)
        run.release()
        #expect(try run.summary().state == .interrupted)

        let again = try catalogue.open(run.id)
        let second = try await Self.processor(configuration, run: again).process(again.items(), key: { $0 }, work: work)
        #expect(!second.wasStopped)
        #expect(items.allSatisfy { tally[$0] == 1 })
        #expect(second.total == 200 && second.alreadyDone == first.total)
        try again.conclude(second)
        again.release()
        #expect(try again.summary().state == .finished)
        #expect(try again.summary().done == 200)
    }

    @Test func aHardStopLetsGo() async throws {
        let stop = StopSignal()
        let result = try await Self.processor(Self.configuration(), clock: SystemBatchClock())
            .process((0..<100).asAsync, key: { "\($0)" }, stop: stop) { item in
                if item == 5 { stop.raise(to: .hard) }
                if item == 0 { try await Task.sleep(for: .seconds(3600)) }
                return .done()
            }
        #expect(result.wasStopped)
        #expect(result.failed == 0 && result.dead == 0)
    }
}
