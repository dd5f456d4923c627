public import Literature
public import Ports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a user keeps about papers: collections, tags, notes and watches. The use cases of every face.
///
/// Names and texts come as users type them and are checked here. Reading asks the store; it never waits. Changing takes its turn
/// with other writers of the library.
public struct Shelves: Sendable {
    /// Where shelves are kept.
    public let store: any ShelfStore
    private let papers: any PaperStore
    private let patience: Duration
    let now: @Sendable () -> Timestamp

    /// The shelves of a library.
    ///
    /// - Parameters:
    ///   - store: where they are kept.
    ///   - papers: the papers of the same library.
    ///   - patience: how long a change waits for another program that writes to the library.
    ///   - now: the time; the system's clock.
    public init(
        store: any ShelfStore,
        papers: any PaperStore,
        patience: Duration = .seconds(30),
        now: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        self.store = store
        self.papers = papers
        self.patience = patience
        self.now = now
    }

    // MARK: Changing

    /// Changes shelves in one transaction, as soon as no other program writes to the library.
    ///
    /// - Throws: ``ShelfError/Code/busy`` when that takes longer than the patience; what `body` throws.
    public func edit<Value>(_ body: (any ShelfEditor) throws -> Value) async throws -> Value {
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while true {
            do {
                return try store.editShelves(at: now(), body)
            } catch let error as ShelfError where error.code == .busy && clock.now < deadline {
                // Uneven, so that those who wait do not keep asking in step.
                try await Task.sleep(for: .milliseconds(Int.random(in: 5...50)))
            }
        }
    }

    /// Tells which of some papers the library has.
    ///
    /// - Returns: the papers known and unknown, each in the order given.
    public func sorted(_ identifiers: [PaperIdentifier]) throws -> (
        known: [PaperIdentifier], unknown: [PaperIdentifier]
    ) {
        let found = try papers.papers(identifiers)
        var known: [PaperIdentifier] = []
        var unknown: [PaperIdentifier] = []
        for (identifier, paper) in zip(identifiers, found) {
            if paper == nil { unknown.append(identifier) } else { known.append(identifier) }
        }
        return (known, unknown)
    }

    /// The papers that the library has.
    ///
    /// - Throws: ``ShelfError/Code/unknown`` naming those that it does not have.
    func requireKnown(_ identifiers: [PaperIdentifier]) throws {
        let unknown = try sorted(identifiers).unknown
        guard unknown.isEmpty else {
            let names = unknown.prefix(10).map(\.description).joined(separator: ", ")
            throw ShelfError(.unknown, "not in the library: \(names)")
        }
    }
}

extension Timestamp {
    /// The time of the system's clock.
    public static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(secondsSince1970: Int64(time.tv_sec))
    }
}
