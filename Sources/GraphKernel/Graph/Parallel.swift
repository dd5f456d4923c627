internal import Dispatch

/// Runs `body` with each of `0..<count`, on as many threads of the system as it has processors, or in turn when `threads`
/// is 1. The parts must not write to the same place.
func forEachPart(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    if threads <= 1 || count <= 1 {
        for part in 0..<count { body(part) }
    } else {
        DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
}

/// A pointer that parts of parallel work share, each writing to places of its own.
struct SharedPointer<Value>: @unchecked Sendable {
    // Unchecked: whoever shares it writes to places that do not overlap.

    let pointer: UnsafeMutablePointer<Value>

    init(_ pointer: UnsafeMutablePointer<Value>) { self.pointer = pointer }

    subscript(index: Int) -> Value {
        @inline(__always) get { pointer[index] }
        @inline(__always) nonmutating set { pointer[index] = newValue }
    }
}

/// The bounds of part `index` of `count` items in `parts` parts of nearly the same size.
func partRange(_ index: Int, of parts: Int, count: Int) -> Range<Int> {
    count * index / parts..<count * (index + 1) / parts
}

/// A place for the result of each part of parallel work.
final class ResultSlots<Value: Sendable>: @unchecked Sendable {
    // Unchecked: each part writes to its own place, and they are read when all are done.

    private let pointer: UnsafeMutablePointer<Value>
    private let count: Int

    init(count: Int, initial: Value) {
        self.count = count
        pointer = .allocate(capacity: max(count, 1))
        pointer.initialize(repeating: initial, count: count)
    }

    deinit {
        pointer.deinitialize(count: count)
        pointer.deallocate()
    }

    subscript(index: Int) -> Value {
        get { pointer[index] }
        set { pointer[index] = newValue }
    }

    var values: [Value] { (0..<count).map { pointer[$0] } }
}
