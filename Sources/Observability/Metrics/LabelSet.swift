/// The labels of one series: names in ascending order, each once, with their values.
///
/// Values are kept short and free of control characters, so that no input can spoil the exposition.
public struct LabelSet: Hashable, Sendable {
    /// The value of every label of the series that takes what exceeds the limit of a metric.
    public static let other = "other"
    /// The longest value, in bytes of UTF-8; longer ones are cut.
    public static let longestValue = 128
    /// No labels.
    public static let none = LabelSet(sortedNames: [], values: [])

    /// The names.
    public let names: [String]
    /// The values, in the order of the names.
    public let values: [String]

    /// Labels from pairs of any names and values; of a name that is given twice the first value counts.
    public init(_ pairs: [(name: String, value: String)]) {
        var names: [String] = []
        var values: [String] = []
        for pair in pairs {
            let name = MetricName.label(pair.name)
            let place = names.firstIndex { $0 >= name } ?? names.endIndex
            guard place == names.endIndex || names[place] != name else { continue }
            names.insert(name, at: place)
            values.insert(Self.fit(pair.value), at: place)
        }
        self.names = names
        self.values = values
    }

    /// Labels whose names are known to be in order and allowed, and whose values are fit.
    init(sortedNames names: [String], values: [String]) {
        self.names = names
        self.values = values
    }

    /// The same names, with ``other`` for every value.
    var overflow: LabelSet { LabelSet(sortedNames: names, values: names.map { _ in Self.other }) }

    /// Whether both have the same names and values. Sets of one metric share the array of names, which makes this quick.
    public static func == (left: LabelSet, right: LabelSet) -> Bool {
        left.values == right.values && left.names == right.names
    }

    /// Hashes the values only: the sets of one metric have the same names.
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }

    /// A value as it is kept.
    static func fit(_ value: String) -> String {
        let isFit = value.utf8.count <= longestValue && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard !isFit else { return value }
        var result = ""
        for scalar in value.unicodeScalars {
            guard result.utf8.count + UTF8.width(scalar) <= longestValue else { break }
            result.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        return result
    }
}

extension LabelSet: Comparable {
    /// The order of the exposition: by names, then by values, byte for byte.
    public static func < (left: LabelSet, right: LabelSet) -> Bool {
        for (own, theirs) in [(left.names, right.names), (left.values, right.values)] where own != theirs {
            return own.lexicographicallyPrecedes(theirs) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        return false
    }
}
