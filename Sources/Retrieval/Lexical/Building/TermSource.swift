/// Postings on their way into a segment, at most 128 of one term at a time.
final class PostingChunk {
    static let capacity = PostingList.blockSize

    /// How many postings.
    var count = 0
    let documents: UnsafeMutablePointer<UInt32>
    /// Counts by field of the group, 128 for each.
    let counts: UnsafeMutablePointer<UInt32>
    /// Of each posting the first place and the distances of the following.
    private(set) var places: UnsafeMutablePointer<UInt32>
    private var placeCapacity = 1 << 12
    var placeCount = 0

    init() {
        documents = .allocate(capacity: Self.capacity)
        counts = .allocate(capacity: Self.capacity * 2)
        places = .allocate(capacity: placeCapacity)
    }

    deinit {
        documents.deallocate()
        counts.deallocate()
        places.deallocate()
    }

    /// Makes room for more places.
    @inline(__always)
    func reservePlaces(_ more: Int) {
        if placeCapacity - placeCount < more { grow(more) }
    }

    private func grow(_ more: Int) {
        placeCapacity = max(placeCapacity * 2, placeCount + more)
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: placeCapacity)
        larger.update(from: places, count: placeCount)
        places.deallocate()
        places = larger
    }

    func removeAll() {
        count = 0
        placeCount = 0
    }
}

/// Terms in ascending order with their postings, from which a segment is written.
protocol TermSource: AnyObject {
    /// The term's key: its group, then its bytes. Valid until ``advance()``.
    var key: UnsafeRawBufferPointer { get }
    /// How many postings the term has at most.
    var postingLimit: Int { get }
    /// Goes to the next term; false when there is none.
    func advance() -> Bool
    /// Fills the chunk with the term's next postings; false when there are none.
    func read(into chunk: PostingChunk) -> Bool
}
