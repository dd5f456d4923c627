/// Hands the items of a sequence to many tasks.
final class ItemSource<Items: AsyncSequence & Sendable>: @unchecked Sendable where Items.Element: Sendable {
    // The iterator is used by one task at a time: whoever has the turn.
    private var iterator: Items.AsyncIterator
    private let turn = AsyncTurn()
    private var isExhausted = false

    init(_ items: Items) {
        iterator = items.makeAsyncIterator()
    }

    /// Up to `count` items for which `isWanted` holds; none at the end.
    func next(_ count: Int, where isWanted: (Items.Element) -> Bool) async throws -> [Items.Element] {
        await turn.take()
        defer { turn.give() }
        var items: [Items.Element] = []
        while items.count < count, !isExhausted {
            guard let item = try await iterator.next() else {
                isExhausted = true
                break
            }
            if isWanted(item) { items.append(item) }
        }
        return items
    }
}
