internal import TextAnalysis

/// The terms of texts as numbers, counted per text.
struct TermCounts {
    /// The terms that were kept, in the order of their bytes.
    private(set) var terms: [[UInt8]] = []
    /// In how many texts each term occurs.
    private(set) var frequencies: [Int] = []
    /// Where each text's entries start in ``columns``; one more than texts.
    private(set) var starts: [Int] = [0]
    /// The terms of all texts.
    private(set) var columns: [UInt32] = []
    /// How often each occurs in its text.
    private(set) var counts: [Float] = []

    /// Counts the terms of `texts`, and keeps those that at least `least` texts have, the `limit` most frequent ones.
    init(_ texts: [String], least: Int, limit: Int) {
        var numbers: [ArraySlice<UInt8>: UInt32] = [:]
        var all: [[UInt8]] = []
        var seenIn: [Int] = []
        var analyzer = TextAnalyzer()
        for text in texts {
            var counted: [UInt32: Float] = [:]
            for term in Self.terms(of: text, &analyzer).split(separator: UInt8(ascii: " ")) {
                if let number = numbers[term] {
                    counted[number, default: 0] += 1
                } else {
                    let bytes = Array(term)
                    numbers[bytes[...]] = UInt32(all.count)
                    counted[UInt32(all.count)] = 1
                    all.append(bytes)
                    seenIn.append(0)
                }
            }
            for (number, count) in counted.sorted(by: { $0.key < $1.key }) {
                columns.append(number)
                counts.append(count)
                seenIn[Int(number)] += 1
            }
            starts.append(columns.count)
        }
        let common = all.indices.filter { seenIn[$0] >= least }
            .sorted { (seenIn[$0], $1) > (seenIn[$1], $0) }
            .prefix(limit)
            .sorted { all[$0].lexicographicallyPrecedes(all[$1]) }
        terms = common.map { all[$0] }
        frequencies = common.map { seenIn[$0] }
        renumber(common, outOf: all.count)
    }

    /// The terms of a text, stemmed, separated by blanks.
    static func terms(of text: String, _ analyzer: inout TextAnalyzer) -> [UInt8] {
        var text = text
        var out: [UInt8] = []
        text.withUTF8 { analyzer.analyze($0, stemming: true, into: &out) }
        return out
    }

    /// Gives the kept terms their places as numbers and drops the entries of others.
    private mutating func renumber(_ kept: [Int], outOf count: Int) {
        var places = [UInt32](repeating: .max, count: count)
        for (place, number) in kept.enumerated() { places[number] = UInt32(place) }
        var end = 0
        var entry = 0
        for text in 1..<starts.count {
            while entry < starts[text] {
                let place = places[Int(columns[entry])]
                if place != .max {
                    columns[end] = place
                    counts[end] = counts[entry]
                    end += 1
                }
                entry += 1
            }
            starts[text] = end
        }
        columns.removeLast(columns.count - end)
        counts.removeLast(counts.count - end)
    }
}
