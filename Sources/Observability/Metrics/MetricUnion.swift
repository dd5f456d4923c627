/// Puts metrics from several sources together: each name and each series once, in the order of the exposition.
struct MetricUnion {
    private var byName: [String: MetricSnapshot] = [:]
    private var seen: [String: Set<LabelSet>] = [:]
    private var samples: [String: String] = [:]
    /// Metrics that had the name of another one.
    private(set) var conflicts = 0

    /// Adds a metric. Of series that are there already the first stays; a metric whose samples would be mistaken for those of
    /// another one is left out.
    mutating func add(_ metric: MetricSnapshot) {
        let name = metric.definition.name
        if let known = byName[name] {
            guard known.definition.kind == metric.definition.kind else { return conflicts += 1 }
        } else {
            let names = metric.definition.sampleNames
            guard names.allSatisfy({ samples[$0] == nil }) else { return conflicts += 1 }
            for sample in names { samples[sample] = name }
            byName[name] = MetricSnapshot(metric.definition)
        }
        for series in metric.series where seen[name, default: []].insert(series.labels).inserted {
            byName[name]?.series.append(series)
        }
    }

    /// All metrics by name, their series by labels.
    var metrics: [MetricSnapshot] {
        byName.values.sorted { $0.definition.name.utf8.lexicographicallyPrecedes($1.definition.name.utf8) }.map {
            var metric = $0
            metric.series.sort { $0.labels < $1.labels }
            return metric
        }
    }
}
