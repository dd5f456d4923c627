/// A fixed number of values at one place on the heap, for graphs that are built in memory.
final class HeapBuffer<Value: BitwiseCopyable>: @unchecked Sendable {
    // Unchecked: written only while it is built, by one thread, and constant afterwards.

    let pointer: UnsafeMutablePointer<Value>
    let count: Int

    init(count: Int, repeating value: Value) {
        self.count = count
        pointer = UnsafeMutablePointer<Value>.allocate(capacity: Swift.max(count, 1))
        pointer.initialize(repeating: value, count: count)
    }

    /// Memory of which every value is going to be written before it is read.
    init(uninitializedCount count: Int) {
        self.count = count
        pointer = UnsafeMutablePointer<Value>.allocate(capacity: Swift.max(count, 1))
    }

    convenience init(_ values: [Value]) {
        self.init(uninitializedCount: values.count)
        values.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { pointer.initialize(from: base, count: values.count) }
        }
    }

    deinit { pointer.deallocate() }

    var buffer: UnsafeBufferPointer<Value> { UnsafeBufferPointer(start: pointer, count: count) }
}
