/// Where the values of features are cut into at most 256 bins, about equally full.
struct FeatureBins: Sendable {
    /// For each feature, the greatest value of every bin but the last, ascending.
    let bounds: [[Float]]

    /// Cuts chosen from at most 50,000 evenly spaced rows.
    init(rows: RankingRows) {
        let step = max(1, rows.count / 50_000)
        var bounds: [[Float]] = []
        for column in 0..<rows.width {
            var values: [Float] = []
            values.reserveCapacity(rows.count / step + 1)
            rows.features.withUnsafeBufferPointer { all in
                for row in stride(from: 0, to: rows.count, by: step) { values.append(all[row * rows.width + column]) }
            }
            values.sort()
            bounds.append(Self.cuts(values))
        }
        self.bounds = bounds
    }

    private static func cuts(_ sorted: [Float]) -> [Float] {
        var cuts: [Float] = []
        var place = 0
        let perBin = max(1, sorted.count / 255)
        while place < sorted.count, cuts.count < 254 {
            let value = sorted[min(place + perBin - 1, sorted.count - 1)]
            var next = place + perBin
            while next < sorted.count, sorted[next] == value { next += 1 }
            guard next < sorted.count else { break }
            cuts.append((value + sorted[next]) / 2)
            place = next
        }
        return cuts
    }

    /// The bin of a value.
    func bin(of value: Float, feature: Int) -> UInt8 {
        bounds[feature].withUnsafeBufferPointer { cuts in
            var (low, high) = (0, cuts.count)
            while low < high {
                let middle = (low + high) / 2
                if value > cuts[middle] { low = middle + 1 } else { high = middle }
            }
            return UInt8(low)
        }
    }

    /// The bins of all rows, row by row.
    func binned(_ rows: RankingRows) -> FixedArray<UInt8> {
        let width = rows.width
        let result = FixedArray<UInt8>(repeating: 0, count: rows.count * width)
        let (features, count) = (rows.features, rows.count)
        Threads.ranges(of: count, size: 16384) { range in
            features.withUnsafeBufferPointer { all in
                for row in range {
                    for column in 0..<width {
                        result[row * width + column] = bin(of: all[row * width + column], feature: column)
                    }
                }
            }
        }
        return result
    }
}
