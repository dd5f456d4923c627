import CKernels
import Synchronization

/// Plain threads that share numbered work. Kernels know no tasks: a task per item would cost more than the item.
enum Workers {
    private struct Shared {
        var count: Int
        var next: UnsafeMutablePointer<Atomic<Int>>
        var body: (Int, Int) -> Void
    }

    /// Calls `body(worker, index)` for each index in 0..<count; a worker (0..<threads) is one thread.
    static func forEach(_ count: Int, threads: Int, _ body: @Sendable (Int, Int) -> Void) {
        let workers = max(1, min(threads, count))
        guard workers > 1 else {
            for index in 0..<count { body(0, index) }
            return
        }
        let next = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: 1)
        next.initialize(to: Atomic(0))
        defer {
            next.deinitialize(count: 1)
            next.deallocate()
        }
        withoutActuallyEscaping(body) { body in
            var shared = Shared(count: count, next: next, body: body)
            withUnsafeMutablePointer(to: &shared) { context in
                ck_parallel(
                    workers,
                    { context, worker in
                        guard let shared = context?.assumingMemoryBound(to: Shared.self).pointee else { return }
                        while true {
                            let index = shared.next.pointee.wrappingAdd(1, ordering: .relaxed).oldValue
                            guard index < shared.count else { return }
                            shared.body(worker, index)
                        }
                    },
                    context
                )
            }
        }
    }
}
