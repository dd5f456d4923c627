#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A fixed number of values at one place on the heap, for graphs that are built in memory.
final class HeapBuffer<Value: BitwiseCopyable>: @unchecked Sendable {
    // Unchecked: written only while it is built, by one thread, and constant afterwards.

    let pointer: UnsafeMutablePointer<Value>
    let count: Int

    init(count: Int, repeating value: Value) {
        self.count = count
        pointer = Self.allocate(count)
        pointer.initialize(repeating: value, count: count)
    }

    /// Memory of which every value is going to be written before it is read.
    init(uninitializedCount count: Int) {
        self.count = count
        pointer = Self.allocate(count)
    }

    /// Memory in large pages where it is large: algorithms jump around in it, and looking up small pages costs them much.
    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Value> {
        let size = Swift.max(count, 1) * MemoryLayout<Value>.stride
        var memory: UnsafeMutableRawPointer?
        let largePage = 1 << 21
        guard posix_memalign(&memory, size >= 2 * largePage ? largePage : 64, size) == 0, let memory else {
            fatalError("out of memory")
        }
        #if canImport(Glibc)
            if size >= 2 * largePage { madvise(memory, size, MADV_HUGEPAGE) }
        #endif
        return memory.bindMemory(to: Value.self, capacity: Swift.max(count, 1))
    }

    convenience init(_ values: [Value]) {
        self.init(uninitializedCount: values.count)
        values.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { pointer.initialize(from: base, count: values.count) }
        }
    }

    deinit { free(pointer) }

    var buffer: UnsafeBufferPointer<Value> { UnsafeBufferPointer(start: pointer, count: count) }
}
