import MappedFiles

/// What an index run is to do.
public struct IndexRequest: Sendable {
    /// The parts to build.
    public var parts: Set<IndexPart> = Set(IndexPart.allCases)
    /// Whether to build them from nothing, even where they stand for the library's present state.
    public var isAnew = false

    /// What is stale.
    public init() {}
}

/// How far an index run is.
public struct IndexProgress: Sendable {
    /// The part that is built.
    public var part: IndexPart
    /// Works done.
    public var done: Int
    /// Works to do.
    public var total: Int

    /// A state of a run.
    public init(part: IndexPart, done: Int, total: Int) {
        self.part = part
        self.done = done
        self.total = total
    }
}

/// What an index run did to a part.
public struct IndexOutcome: Hashable, Sendable {
    /// The part.
    public var part: IndexPart
    /// Whether it stood for the library's present state already.
    public var wasCurrent: Bool
    /// How many works, or citations, were taken in.
    public var count: Int
    /// How long it took.
    public var duration: Duration
    /// Whether there is nothing to build it with.
    public var isMissing = false
}

/// Builds what is stale of the derived files that searching needs.
///
/// Each part becomes live as a whole: whenever the process ends, readers find the state before or after. A run takes up
/// where one that was killed left off.
public struct IndexLibrary: Sendable {
    private let library: DerivedLibrary
    private let models: EmbeddingModels
    private let report: @Sendable (IndexProgress) -> Void

    /// A builder of the derived files of `library`.
    ///
    /// - Parameters:
    ///   - models: where the model is that embeds texts.
    ///   - progress: called every few hundred works.
    public init(
        _ library: DerivedLibrary,
        models: EmbeddingModels,
        progress: @escaping @Sendable (IndexProgress) -> Void = { _ in }
    ) {
        self.library = library
        self.models = models
        report = progress
    }

    /// Builds the parts asked for.
    ///
    /// - Parameter patience: how long to wait for another process that builds.
    /// - Throws: ``IndexError``, `MappedFileError`, the store's errors, and `CancellationError`; what was built before is kept.
    public func callAsFunction(
        _ request: IndexRequest = IndexRequest(),
        patience: Duration = .seconds(600)
    ) throws -> [IndexOutcome] {
        let lock = try BuilderLock(folder: library.folder.path, patience: patience)
        defer { withExtendedLifetime(lock) {} }
        try library.claim()
        return try IndexPart.allCases.filter(request.parts.contains).map { part in
            let clock = ContinuousClock()
            let start = clock.now
            var outcome = try build(part, isAnew: request.isAnew)
            outcome.duration = clock.now - start
            return outcome
        }
    }

    private func build(_ part: IndexPart, isAnew: Bool) throws -> IndexOutcome {
        func progress(_ done: Int, _ total: Int) throws {
            try Task.checkCancellation()
            report(IndexProgress(part: part, done: done, total: total))
        }
        let isCurrent = try !isAnew && library.state(of: part) == .current
        var outcome = IndexOutcome(part: part, wasCurrent: isCurrent, count: 0, duration: .zero)
        switch part {
        case .lexical:
            outcome.count = try LexicalBuilder(library: library, progress: progress).refresh(isAnew: isAnew)
        case .graph:
            outcome.count = try GraphBuilder(library: library).refresh(isAnew: isAnew) ?? 0
        case .vectors:
            guard let embedder = try models.embedder(making: library, isAnew: isAnew) else {
                outcome.isMissing = true
                break
            }
            let builder = VectorBuilder(library: library, embedder: embedder, progress: progress)
            outcome.count = try builder.refresh(isAnew: isAnew)
        }
        return outcome
    }
}
