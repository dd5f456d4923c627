public import BatchProcessing
import Literature
import Upstreams

/// Fetches papers by their identifiers, many in one request, and puts them into every store.
public struct FetchPapers: Sendable {
    /// A service does not know a paper, or cannot be asked for it.
    public struct Refusal: ClassifiedError, Hashable, CustomStringConvertible {
        /// Why.
        public var description: String

        /// Trying again cannot help.
        public var failureClass: FailureClass { .permanent }
    }

    private let clients: UpstreamClients
    private let ingester: PaperBatchIngester
    private let tally: StoreTally
    private let options: FetchOptions

    /// A fetcher.
    ///
    /// - Parameter tally: where the results of the stores are added up.
    public init(clients: UpstreamClients, ingester: PaperBatchIngester, tally: StoreTally, options: FetchOptions) {
        self.clients = clients
        self.ingester = ingester
        self.tally = tally
        self.options = options
    }

    /// Fetches a group of papers and ingests what came.
    ///
    /// - Returns: what became of each, in the order given; a failure of a service counts for the papers it was asked for.
    /// - Throws: `CancellationError`; the error of the library, which concerns the whole run.
    public func fetch(_ identifiers: [String]) async throws -> [Result<ItemOutcome, any Error>] {
        var group = Group(identifiers)
        switch options.source {
        case .arxiv:
            try await askArxiv(&group)
        case .semanticScholar:
            try await askSemanticScholar(group.open, &group)
        case .openAlex:
            try await askOpenAlex(&group)
        case .automatic:
            try await askArxiv(&group, leavingOthers: true)
            let links = options.withCitations || options.withReferences
            try await askSemanticScholar(links ? group.unfailed : group.open, &group)
        }
        tally.add(try await ingester.ingestPapersFull(group.records))
        return group.results
    }

    // MARK: arXiv

    private func askArxiv(_ group: inout Group, leavingOthers: Bool = false) async throws {
        let ids = group.open.compactMap(\.arxivID)
        if !leavingOthers {
            for other in group.open where other.arxivID == nil {
                group.fail(other, Refusal(description: "\(other) is no article of arXiv; leave out --source arxiv"))
            }
        }
        guard !ids.isEmpty else { return }
        do {
            let batch = try await clients.arxiv.papers(ids)
            group.take(batch.pages)
            for id in batch.found { group.succeed(PaperIdentifier(id)) }
            for id in batch.missing {
                group.fail(PaperIdentifier(id), Refusal(description: "arXiv does not know \(id)"))
            }
            for (id, error) in batch.refused { group.fail(PaperIdentifier(id), error) }
        } catch let error as UpstreamError {
            for id in ids { group.fail(PaperIdentifier(id), error) }
        }
    }

    // MARK: Semantic Scholar

    private func askSemanticScholar(_ ids: [PaperIdentifier], _ group: inout Group) async throws {
        guard !ids.isEmpty else { return }
        let client = clients.semanticScholar
        let fields = SemanticScholarFields.paper.including(
            references: options.withReferences,
            citations: options.withCitations
        )
        do {
            let batch = try await client.papers(ids, fields: fields)
            group.take(batch.pages)
            for id in batch.found { group.succeed(id) }
            for id in batch.missing {
                group.miss(id, "Semantic Scholar does not know \(id)")
            }
            for (id, error) in batch.refused { group.fail(id, error) }
            for id in batch.withoutLists { try await askForLinks(of: id, &group) }
        } catch let error as UpstreamError {
            for id in ids { group.fail(id, error) }
        }
    }

    /// Asks for lists that are too long to come with the paper.
    private func askForLinks(of id: PaperIdentifier, _ group: inout Group) async throws {
        do {
            if options.withReferences {
                for try await links in clients.semanticScholar.references(of: id) { group.take([links.page]) }
            }
            if options.withCitations {
                for try await links in clients.semanticScholar.citations(of: id) { group.take([links.page]) }
            }
        } catch let error as UpstreamError {
            group.fail(id, error)
        }
    }

    // MARK: OpenAlex

    private func askOpenAlex(_ group: inout Group) async throws {
        let ids = group.open
        guard !ids.isEmpty else { return }
        do {
            let batch = try await clients.openAlex.works(ids)
            group.take(batch.pages)
            for id in batch.found { group.succeed(id) }
            for id in batch.missing { group.miss(id, "OpenAlex does not know \(id)") }
            for (id, error) in batch.refused { group.fail(id, error) }
            if options.withCitations { try await askForCitingWorks(batch, &group) }
        } catch let error as UpstreamError {
            for id in ids { group.fail(id, error) }
        }
    }

    /// OpenAlex gives what cites a work only as a search by the work's number.
    private func askForCitingWorks(_ batch: OpenAlexBatch, _ group: inout Group) async throws {
        for paper in batch.pages.flatMap(\.papers) {
            for case .openAlex(let number) in [paper.identifier] + paper.aliases {
                for try await page in clients.openAlex.works(filter: "cites:W\(number)") { group.take([page]) }
            }
        }
    }
}

/// A group of papers on its way: what is asked for, what came, what became of each.
private struct Group {
    private let asked: [PaperIdentifier?]
    private let texts: [String]
    private var outcomes: [PaperIdentifier: Result<ItemOutcome, any Error>] = [:]
    private(set) var records: [SourceRecord] = []

    init(_ texts: [String]) {
        self.texts = texts
        asked = texts.map { PaperIdentifier($0) }
    }

    /// Those of which nothing is known yet.
    var open: [PaperIdentifier] { asked.compactMap { $0 }.filter { outcomes[$0] == nil } }

    /// Those that have not failed.
    var unfailed: [PaperIdentifier] {
        asked.compactMap { $0 }.filter { id in
            if case .failure = outcomes[id] { false } else { true }
        }
    }

    mutating func take(_ pages: [UpstreamPage]) {
        for page in pages { records += page.records }
    }

    mutating func succeed(_ id: PaperIdentifier) {
        if outcomes[id] == nil { outcomes[id] = .success(.done()) }
    }

    mutating func fail(_ id: PaperIdentifier, _ error: any Error) {
        outcomes[id] = .failure(error)
    }

    /// A service does not know a paper: that fails it unless another service knew it.
    mutating func miss(_ id: PaperIdentifier, _ reason: String) {
        if case .success = outcomes[id] {
            outcomes[id] = .success(.done(note: reason))
        } else {
            outcomes[id] = .failure(FetchPapers.Refusal(description: reason))
        }
    }

    /// What became of each, in the order asked.
    var results: [Result<ItemOutcome, any Error>] {
        zip(texts, asked).map { text, id in
            guard let id else {
                return .failure(FetchPapers.Refusal(description: "'\(text)' is no identifier of a paper"))
            }
            return outcomes[id] ?? .failure(FetchPapers.Refusal(description: "no service was asked for \(id)"))
        }
    }
}
