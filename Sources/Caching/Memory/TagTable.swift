internal import Synchronization

/// When a tag was last invalidated. Entries refer to the cells of their tags, so that a look tells whether they still hold.
final class TagCell: Sendable {
    /// The number of the last invalidation that ended the tag's entries, or of one that may have.
    let version: Atomic<UInt64>

    init(version: UInt64) { self.version = Atomic(version) }
}

/// The invalidations of this process, in one order: every invalidation has a number, and an entry whose load began when number `n`
/// was the last one holds as long as none of its tags has a number above `n`.
///
/// A cell exists only while an entry or a load refers to it, so that memory follows the entries and not the invalidations. For
/// tags without a cell a *floor* is kept: the number of the last invalidation of any of them. A new cell begins with the floor,
/// which can end an entry too early but never too late. Floors are kept for parts of the table, so that this is rare.
final class TagTable: Sendable {
    private struct Part {
        var cells: [CacheTag: TagCell] = [:]
        var floor: UInt64 = 0
        var sweepAt = 64
    }

    /// A part with its lock.
    private final class LockedPart: Sendable {
        let state = Mutex(Part())
    }

    /// The number of the last invalidation whose cells are all set.
    private let published = Atomic<UInt64>(1)
    private let order = Mutex(())
    private let parts = (0..<64).map { _ in LockedPart() }

    /// The cell of everything.
    let everything = TagCell(version: 0)

    /// The number of the last invalidation: what a load has to read before it begins.
    var sequence: UInt64 { published.load(ordering: .acquiring) }

    /// The cells of tags, made when missing.
    func cells(of tags: [CacheTag]) -> [TagCell] {
        tags.map { tag in
            part(tag).state.withLock { part in
                if let cell = part.cells[tag] { return cell }
                if part.cells.count >= part.sweepAt { Self.sweep(&part) }
                let cell = TagCell(version: part.floor)
                part.cells[tag] = cell
                return cell
            }
        }
    }

    /// Ends what has one of these tags. When it has returned, every later look at a cell sees it.
    func invalidate(_ tags: [CacheTag]) {
        advance { number in
            for tag in tags {
                part(tag).state.withLock { part in
                    if let cell = part.cells[tag] {
                        cell.version.store(number, ordering: .releasing)
                    } else {
                        part.floor = number
                    }
                }
            }
        }
    }

    /// Ends everything.
    func invalidateEverything() {
        advance { everything.version.store($0, ordering: .releasing) }
    }

    /// How many cells there are.
    var count: Int { parts.reduce(0) { $0 + $1.state.withLock { $0.cells.count } } }

    /// Gives the next number to an invalidation, and publishes it after the cells are set: who reads a number sees all cells that
    /// belong to it.
    private func advance(_ set: (UInt64) -> Void) {
        order.withLock { _ in
            let number = published.load(ordering: .relaxed) + 1
            set(number)
            published.store(number, ordering: .releasing)
        }
    }

    private func part(_ tag: CacheTag) -> LockedPart { parts[tag.hashValue & 63] }

    /// Drops the cells to which nothing else refers. Takes constant time per cell that was made since the last time.
    private static func sweep(_ part: inout Part) {
        let tags = Array(part.cells.keys)
        for tag in tags {
            // Taken out, so that the only reference besides those of entries and loads is the one that is looked at.
            guard var cell = part.cells.removeValue(forKey: tag) else { continue }
            if isKnownUniquelyReferenced(&cell) {
                part.floor = max(part.floor, cell.version.load(ordering: .acquiring))
            } else {
                part.cells[tag] = cell
            }
        }
        part.sweepAt = max(64, 2 * part.cells.count)
    }
}
