/// Ascending numbers of neighbours, read where they lie; valid as long as the graph is held.
///
/// Every number that it gives is less than the number of nodes of the view it came from, even when the file is damaged: a
/// value out of range is replaced by the greatest valid number. So whoever indexes an array by it stays inside.
@frozen public struct NeighbourList: RandomAccessCollection {
    @usableFromInline let base: UnsafePointer<Int32>
    @usableFromInline let last: UInt32
    /// The number of neighbours.
    public let count: Int

    @inlinable init(base: UnsafePointer<Int32>, count: Int, last: UInt32) {
        self.base = base
        self.count = count
        self.last = last
    }

    /// 0.
    @inlinable public var startIndex: Int { 0 }
    /// ``count``.
    @inlinable public var endIndex: Int { count }

    /// The neighbour at `position`, counted from 0.
    @inlinable public subscript(position: Int) -> Int32 {
        assert(position >= 0 && position < count, "position is inside the list")
        return Int32(bitPattern: Swift.min(UInt32(bitPattern: base[position]), last))
    }

    /// The neighbours less than `limit`.
    ///
    /// - Complexity: O(1) when all of them are, else O(log count).
    @inlinable public func prefix(below limit: Int) -> NeighbourList {
        guard limit > 0 else { return NeighbourList(base: base, count: 0, last: 0) }
        let bound = UInt32(limit - 1)
        if count == 0 || self[count - 1] < limit {
            return NeighbourList(base: base, count: count, last: Swift.min(last, bound))
        }
        return NeighbourList(base: base, count: firstIndex(notBelow: Int32(limit)), last: Swift.min(last, bound))
    }

    /// The position of the first neighbour that is `node` or greater; ``count`` when there is none.
    ///
    /// - Complexity: O(log count).
    @inlinable public func firstIndex(notBelow node: Int32) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < node { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether `node` is a neighbour.
    ///
    /// - Complexity: O(log count).
    @inlinable public func contains(_ node: Int32) -> Bool {
        let index = firstIndex(notBelow: node)
        return index < count && self[index] == node
    }

    /// How many numbers stand in both lists.
    ///
    /// - Complexity: O(count + other.count), or O(shorter × log longer) when the lengths differ much.
    @inlinable public func sharedCount(with other: NeighbourList) -> Int {
        var shared = 0
        forEachShared(with: other) { _ in shared += 1 }
        return shared
    }

    /// Calls `body` with each number that stands in both lists, ascending.
    ///
    /// - Complexity: as of ``sharedCount(with:)``.
    @inlinable public func forEachShared(with other: NeighbourList, _ body: (Int32) -> Void) {
        let (short, long) = count <= other.count ? (self, other) : (other, self)
        if long.count / 16 > short.count {
            for node in short where long.contains(node) { body(node) }
            return
        }
        var (left, right) = (0, 0)
        while left < short.count, right < long.count {
            let (one, two) = (short[left], long[right])
            if one == two { body(one) }
            if one <= two { left += 1 }
            if two <= one { right += 1 }
        }
    }
}

// Its memory is never written after it was made.
extension NeighbourList: @unchecked Sendable {
    // Unchecked: it reads memory that never changes.
}
