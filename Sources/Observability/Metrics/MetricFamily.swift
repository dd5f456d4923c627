internal import Synchronization

/// A series that a family makes on demand.
protocol MetricSeries: AnyObject, Sendable {
    init(bounds: [Double])
    /// The value at this moment.
    var value: MetricValue { get }
}

/// A metric and its series, whatever their kind.
protocol AnyMetricFamily: AnyObject, Sendable {
    var definition: MetricDefinition { get }
    func snapshot() -> MetricSnapshot
    /// Takes a series out. Returns whether it was here, and whether none is left.
    func remove(_ series: AnyObject) -> (wasHere: Bool, isEmpty: Bool)
}

/// A metric: makes its series on demand, up to its limit. What is beyond the limit shares one series.
final class MetricFamily<Series: MetricSeries>: AnyMetricFamily {
    private struct State {
        var series: [LabelSet: Series] = [:]
        var overflow: (labels: LabelSet, series: Series)?
    }

    let definition: MetricDefinition
    private let sortedNames: [String]
    /// Where the value of each name in order stands among those given.
    private let places: [Int]
    private let refused: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - Parameter refused: called with the name of the metric when labels go to the shared series.
    init(_ definition: MetricDefinition, refused: @escaping @Sendable (String) -> Void) {
        self.definition = definition
        self.refused = refused
        places = definition.labels.indices.sorted { definition.labels[$0] < definition.labels[$1] }
        sortedNames = places.map { definition.labels[$0] }
    }

    /// The series with these values, in the order of the definition's labels; missing ones are empty.
    func series(values: [String]) -> Series {
        series(
            LabelSet(sortedNames: sortedNames, values: places.map { $0 < values.count ? LabelSet.fit(values[$0]) : "" })
        )
    }

    /// The series with these labels.
    func series(_ labels: LabelSet) -> Series {
        let (series, isRefused) = state.withLock { state -> (Series, Bool) in
            if let series = state.series[labels] { return (series, false) }
            if state.series.count < definition.seriesLimit {
                let series = Series(bounds: definition.bounds)
                state.series[labels] = series
                return (series, false)
            }
            if let overflow = state.overflow { return (overflow.series, true) }
            // There may be one of that name already, which then takes both.
            let shared = labels.overflow
            let series = state.series[shared] ?? Series(bounds: definition.bounds)
            state.overflow = (shared, series)
            return (series, true)
        }
        if isRefused { refused(definition.name) }
        return series
    }

    func remove(_ series: AnyObject) -> (wasHere: Bool, isEmpty: Bool) {
        state.withLock { state in
            if state.overflow?.series === series { return (true, false) }
            guard let key = state.series.first(where: { $0.value === series })?.key else { return (false, false) }
            state.series[key] = nil
            return (true, state.series.isEmpty && state.overflow == nil)
        }
    }

    func snapshot() -> MetricSnapshot {
        let all = state.withLock { state in
            var all = state.series.map { ($0.key, $0.value) }
            if let overflow = state.overflow, state.series[overflow.labels] == nil {
                all.append((overflow.labels, overflow.series))
            }
            return all
        }
        var snapshot = MetricSnapshot(definition)
        snapshot.series = all.map { SeriesSnapshot(labels: $0.0, value: $0.1.value) }
        return snapshot
    }
}
