/// Gives strings numbers, in the order in which they first come.
struct Vocabulary: Sendable {
    private var numbers: [String: Int32] = [:]
    private(set) var strings: [String] = []

    /// How many strings have a number.
    var count: Int { strings.count }

    /// The number of a string, a new one if it has none.
    mutating func number(of string: String) -> Int32 {
        if let number = numbers[string] { return number }
        let number = Int32(strings.count)
        numbers[string] = number
        strings.append(string)
        return number
    }

    /// The number of a string that has one.
    func known(_ string: String) -> Int32? { numbers[string] }
}
