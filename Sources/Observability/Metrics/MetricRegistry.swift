internal import Synchronization

/// All metrics of a process: those that are counted as things happen, and those that collectors read when asked.
public final class MetricRegistry: Sendable {
    private struct State {
        var families: [String: any AnyMetricFamily] = [:]
        var collectors: [CollectorSlot] = []
        /// Which family writes a sample of that name.
        var samples: [String: String] = [:]
        var declared: Set<String> = []
    }

    private let state = Mutex(State())
    private let patience: Duration
    private let own: OwnMetrics

    /// A registry without metrics of others.
    ///
    /// - Parameter patience: how long one collector may take.
    public init(patience: Duration = .seconds(2)) {
        self.patience = patience
        own = OwnMetrics()
        state.withLock { state in
            for family in own.families {
                state.families[family.definition.name] = family
                Self.reserve(family.definition, in: &state)
                state.declared.insert(family.definition.name)
            }
        }
    }

    // MARK: Metrics

    /// The counter with this definition; a second call with the same name gives the same counter.
    ///
    /// When something of another kind has the name, it counts but is not shown, and the conflict is.
    public func counter(_ definition: MetricDefinition) -> CounterMetric {
        CounterMetric(family: family(definition, .counter, isDeclared: true))
    }

    /// The gauge with this definition; see ``counter(_:)``.
    public func gauge(_ definition: MetricDefinition) -> GaugeMetric {
        GaugeMetric(family: family(definition, .gauge, isDeclared: true))
    }

    /// The histogram with this definition; see ``counter(_:)``.
    public func histogram(_ definition: MetricDefinition) -> HistogramMetric {
        HistogramMetric(family: family(definition, .histogram, isDeclared: true))
    }

    /// Reads further metrics whenever all are asked for. They are read in the order in which they are added here; a series that
    /// two give is taken from the first.
    ///
    /// - Returns: names the collector for ``remove(_:)``.
    @discardableResult
    public func add(_ collector: any MetricCollector) -> CollectorID {
        let slot = CollectorSlot(collector)
        state.withLock { $0.collectors.append(slot) }
        return CollectorID(slot: ObjectIdentifier(slot))
    }

    /// Reads a collector no more, and lets go of it.
    public func remove(_ collector: CollectorID) {
        state.withLock { state in state.collectors.removeAll { ObjectIdentifier($0) == collector.slot } }
    }

    func family<Series: MetricSeries>(
        _ definition: MetricDefinition,
        _ kind: MetricKind,
        isDeclared: Bool
    ) -> MetricFamily<Series> {
        let definition = definition.kind == kind ? definition : definition.converted(to: kind)
        let found = state.withLock { state -> MetricFamily<Series>? in
            if let family = state.families[definition.name] {
                if isDeclared { state.declared.insert(definition.name) }
                return family as? MetricFamily<Series>
            }
            guard definition.sampleNames.allSatisfy({ state.samples[$0] == nil }) else { return nil }
            let family = MetricFamily<Series>(definition, refused: own.refuse)
            state.families[definition.name] = family
            Self.reserve(definition, in: &state)
            if isDeclared {
                state.declared.insert(definition.name)
                // A metric without labels is there from the start, with zero.
                if definition.labels.isEmpty { _ = family.series(.none) }
            }
            return family
        }
        if let found { return found }
        own.conflicts.increment()
        return MetricFamily(definition, refused: own.refuse)
    }

    /// What was declared under this name; nil when nothing was.
    func definition(_ name: String) -> MetricDefinition? { state.withLock { $0.families[name]?.definition } }

    /// Takes a series out of its family, and a family that nobody declared with its last series.
    func removeSeries(_ series: AnyObject) {
        state.withLock { state in
            for (name, family) in state.families {
                let (wasHere, isEmpty) = family.remove(series)
                guard wasHere else { continue }
                if isEmpty, !state.declared.contains(name) {
                    state.families[name] = nil
                    for sample in family.definition.sampleNames { state.samples[sample] = nil }
                }
                return
            }
        }
    }

    private static func reserve(_ definition: MetricDefinition, in state: inout State) {
        for sample in definition.sampleNames { state.samples[sample] = definition.name }
    }

    // MARK: Reading

    /// All metrics now, by name, each with its series in order.
    public func snapshot() async -> [MetricSnapshot] {
        let (families, collectors) = state.withLock { (Array($0.families.values), $0.collectors) }
        let collected = await collect(collectors)
        var union = MetricUnion()
        // After the collectors, so that their failures are counted in the same answer.
        for family in families { union.add(family.snapshot()) }
        for metric in collected { union.add(metric) }
        if union.conflicts > 0 { own.conflicts.increment(by: Int64(union.conflicts)) }
        return union.metrics
    }

    private func collect(_ collectors: [CollectorSlot]) async -> [MetricSnapshot] {
        let patience = patience
        let answers = await withTaskGroup(of: (Int, [MetricSnapshot]?).self) { group in
            for (index, slot) in collectors.enumerated() {
                group.addTask { (index, await slot.collect(within: patience)) }
            }
            var answers = [[MetricSnapshot]?](repeating: nil, count: collectors.count)
            for await (index, answer) in group { answers[index] = answer }
            return answers
        }
        for (slot, answer) in zip(collectors, answers) where answer == nil {
            own.failures.series(values: [slot.collector.name]).increment()
        }
        return answers.flatMap { $0 ?? [] }
    }
}
