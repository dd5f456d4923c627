/// Candidates of many queries with their features: what ranking models are fitted to.
///
/// Rows of one query stand together.
struct RankingRows: Sendable {
    /// How many features a row has.
    let width: Int
    /// The features, row by row.
    private(set) var features: [Float] = []
    /// Whether each row's candidate is cited.
    private(set) var isCited: [Bool] = []
    /// How many candidates of the query each row stands for: 1 where all are there, more where only a sample is.
    private(set) var weights: [Float] = []
    /// The first row of each query, and the number of rows at the end.
    private(set) var starts: [Int] = [0]

    init(width: Int) {
        self.width = width
    }

    /// Rows that were kept.
    init(width: Int, features: [Float], isCited: [Bool], weights: [Float], starts: [Int]) {
        self.width = width
        self.features = features
        self.isCited = isCited
        self.weights = weights
        self.starts = starts
    }

    /// How many rows there are.
    var count: Int { isCited.count }

    /// How many queries there are.
    var queryCount: Int { starts.count - 1 }

    /// The rows of a query.
    func rows(of query: Int) -> Range<Int> { starts[query]..<starts[query + 1] }

    /// Appends a row to the query that is open.
    mutating func append(_ row: UnsafeBufferPointer<Float>, isCited cited: Bool, weight: Float) {
        features.append(contentsOf: row)
        isCited.append(cited)
        weights.append(weight)
    }

    /// Ends the query that is open; one without rows is none.
    mutating func endQuery() {
        if count > starts[starts.count - 1] { starts.append(count) }
    }

    /// Appends the queries of others.
    mutating func append(_ other: RankingRows) {
        let base = count
        features.append(contentsOf: other.features)
        isCited.append(contentsOf: other.isCited)
        weights.append(contentsOf: other.weights)
        starts.append(contentsOf: other.starts.dropFirst().map { $0 + base })
    }

    /// The rows of some of the queries.
    func queries(where isChosen: (Int) -> Bool) -> RankingRows {
        var result = RankingRows(width: width)
        for query in 0..<queryCount where isChosen(query) {
            let range = rows(of: query)
            result.features.append(contentsOf: features[(range.lowerBound * width)..<(range.upperBound * width)])
            result.isCited.append(contentsOf: isCited[range])
            result.weights.append(contentsOf: weights[range])
            result.endQuery()
        }
        return result
    }

    /// The same rows with only some of the features.
    func selecting(_ columns: [Int]) -> RankingRows {
        var result = RankingRows(width: columns.count)
        result.isCited = isCited
        result.weights = weights
        result.starts = starts
        result.features.reserveCapacity(count * columns.count)
        features.withUnsafeBufferPointer { all in
            for row in 0..<count {
                for column in columns { result.features.append(all[row * width + column]) }
            }
        }
        return result
    }
}
