import CAllocator
import ServiceLifecycle

/// Gives memory that is free back to the system, once a minute.
///
/// Answers are made on some threads and freed on others. The C library keeps a heap for each thread and shrinks it only from its end, so
/// that after an hour of mixed load three quarters of what a server held would be free and still its own.
struct MemoryService: Service {
    func run() async throws {
        // Ends by being cancelled when the server is asked to stop.
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(60))
                cosci_return_free_memory()
            }
        }
    }
}
