/// Writes metrics as text: Prometheus' format 0.0.4 and OpenMetrics 1.0.0.
///
/// The same metrics give the same bytes.
public struct ExpositionWriter: Sendable {
    /// The text so far, UTF-8.
    private(set) var bytes: [UInt8] = []
    private let format: ExpositionFormat

    /// The text of metrics.
    public static func text(_ metrics: [MetricSnapshot], _ format: ExpositionFormat) -> [UInt8] {
        var writer = ExpositionWriter(format)
        writer.bytes.reserveCapacity(metrics.reduce(64) { $0 + 200 + $1.series.count * 120 })
        for metric in metrics { writer.write(metric) }
        if format == .openMetrics { writer.put("# EOF\n") }
        return writer.bytes
    }

    init(_ format: ExpositionFormat) { self.format = format }

    /// Writes one metric; nothing when it has no series.
    mutating func write(_ metric: MetricSnapshot) {
        guard !metric.series.isEmpty else { return }
        let definition = metric.definition
        writeHead(definition)
        for series in metric.series {
            let name = definition.name
            switch series.value {
            case .count(let count):
                sample(name, Self.suffix(definition.kind), series.labels)
                put("\(count)\n")
            case .number(let number):
                sample(name, Self.suffix(definition.kind), series.labels)
                put(Self.number(number))
                put("\n")
            case .summary(let count, let sum):
                writeTotals(name, series.labels, count: count, sum: sum)
            case .histogram(let histogram):
                writeBuckets(name, series.labels, histogram)
            }
        }
    }

    // MARK: Parts

    private mutating func writeHead(_ definition: MetricDefinition) {
        let name: String
        let type: String
        switch format {
        case .prometheusText:
            // Here the family is named as its samples are, and there are no infos.
            name = definition.name + (definition.isTotalled ? Self.suffix(definition.kind) : "")
            type = definition.kind == .info ? MetricKind.gauge.rawValue : definition.kind.rawValue
        case .openMetrics:
            name = definition.name
            type = definition.kind.rawValue
        }
        put("# HELP \(name) ")
        escape(definition.help, quotes: format == .openMetrics)
        put("\n# TYPE \(name) \(type)\n")
        if format == .openMetrics, definition.kind != .info, let unit = definition.unit {
            put("# UNIT \(name) \(unit)\n")
        }
    }

    private mutating func writeBuckets(_ name: String, _ labels: LabelSet, _ histogram: HistogramValue) {
        var sum: UInt64 = 0
        for (index, count) in histogram.counts.enumerated() {
            sum &+= count
            let bound = index < histogram.bounds.count ? Self.number(histogram.bounds[index]) : "+Inf"
            sample(name, "_bucket", labels, bound: bound)
            put("\(sum)\n")
        }
        writeTotals(name, labels, count: sum, sum: histogram.sum)
    }

    private mutating func writeTotals(_ name: String, _ labels: LabelSet, count: UInt64, sum: Double) {
        sample(name, "_sum", labels)
        put(Self.number(sum))
        put("\n")
        sample(name, "_count", labels)
        put("\(count)\n")
    }

    /// The name and the labels of a sample, and the space behind them.
    private mutating func sample(_ name: String, _ suffix: String, _ labels: LabelSet, bound: String? = nil) {
        put(name)
        put(suffix)
        if !labels.names.isEmpty || bound != nil {
            var separator = "{"
            for (label, value) in zip(labels.names, labels.values) {
                put(separator)
                put(label)
                put("=\"")
                escape(value, quotes: true)
                put("\"")
                separator = ","
            }
            if let bound { put("\(separator)le=\"\(bound)\"") }
            put("}")
        }
        put(" ")
    }

    private mutating func escape(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): put("\\\\")
            case UInt8(ascii: "\n"): put("\\n")
            case UInt8(ascii: "\"") where quotes: put("\\\"")
            default: bytes.append(byte)
            }
        }
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private static func suffix(_ kind: MetricKind) -> String {
        switch kind {
        case .counter: "_total"
        case .info: "_info"
        case .gauge, .histogram, .summary: ""
        }
    }

    /// A number as both formats read it: the shortest text that gives the same number again.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return "\(value)"
    }
}

extension MetricDefinition {
    /// Whether the samples have a name of their own, with a suffix.
    fileprivate var isTotalled: Bool { kind == .counter || kind == .info }
}

extension MetricRegistry {
    /// All metrics now, as text.
    public func exposition(_ format: ExpositionFormat = .prometheusText) async -> [UInt8] {
        ExpositionWriter.text(await snapshot(), format)
    }
}
