#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Zeros, of which the system provides only the pages that are touched: a query that reaches a few hundred of a million
/// nodes does not pay for the rest.
final class ZeroedBuffer<Value: BitwiseCopyable>: @unchecked Sendable {
    // Unchecked: used by one thread at a time, or on parts that do not overlap.

    let pointer: UnsafeMutablePointer<Value>
    let count: Int

    init(count: Int) {
        self.count = count
        guard let memory = calloc(max(count, 1), MemoryLayout<Value>.stride) else { fatalError("out of memory") }
        pointer = memory.bindMemory(to: Value.self, capacity: max(count, 1))
    }

    deinit { free(pointer) }

    subscript(node: Int32) -> Value {
        @inline(__always) get { pointer[Int(node)] }
        @inline(__always) set { pointer[Int(node)] = newValue }
    }
}
