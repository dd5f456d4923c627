/// A block of numbers of a fixed length, shared without being copied and read without checks in release builds.
///
/// Whoever makes one fills it before anybody else sees it; after that it is only read, or each thread writes places of
/// its own. That is what makes it sendable.
final class FixedArray<Element: BitwiseCopyable>: @unchecked Sendable {
    /// The first element.
    let base: UnsafeMutablePointer<Element>
    /// How many there are.
    let count: Int

    /// `count` times the same value.
    init(repeating value: Element, count: Int) {
        base = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
        base.initialize(repeating: value, count: max(count, 1))
        self.count = count
    }

    /// The elements of an array.
    convenience init(_ array: [Element], or empty: Element) {
        self.init(repeating: array.first ?? empty, count: array.count)
        for index in array.indices { base[index] = array[index] }
    }

    deinit {
        base.deallocate()
    }

    /// The element at `index`; checked in debug builds only.
    subscript(index: Int) -> Element {
        @inline(__always) get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        @inline(__always) set {
            assert(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    /// The elements as an array of their own.
    var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
