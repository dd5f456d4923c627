import Literature
import Observability
import Ports

/// A store of papers whose calls are measured.
struct MeasuredPaperStore: PaperStore {
    private let store: any PaperStore
    private let meters: Meters

    private struct Meters {
        let changeCounter, paper, papers, neighbours, counts, statistics, export: CallMeter

        init(_ instruments: StoreInstruments) {
            func meter(_ operation: String) -> CallMeter { instruments.call("papers", operation) }
            changeCounter = meter("change_counter")
            paper = meter("paper")
            papers = meter("papers")
            neighbours = meter("neighbours")
            counts = meter("citation_counts")
            statistics = meter("statistics")
            export = meter("export")
        }
    }

    /// The calls of `store`, measured.
    init(_ store: any PaperStore, _ instruments: StoreInstruments) {
        self.store = store
        meters = Meters(instruments)
    }

    func changeCounter() throws -> Int64 { try meters.changeCounter { try store.changeCounter() } }

    func paper(_ identifier: PaperIdentifier) throws -> Paper? { try meters.paper { try store.paper(identifier) } }

    func papers(_ identifiers: [PaperIdentifier]) throws -> [Paper?] {
        try meters.papers { try store.papers(identifiers) }
    }

    func neighbours(
        of identifier: PaperIdentifier,
        _ direction: CitationDirection,
        by order: CitationOrder,
        offset: Int,
        limit: Int
    ) throws -> CitationPage? {
        try meters.neighbours {
            try store.neighbours(of: identifier, direction, by: order, offset: offset, limit: limit)
        }
    }

    func citationCounts(_ identifiers: [PaperIdentifier]) throws -> [Int] {
        try meters.counts { try store.citationCounts(identifiers) }
    }

    func statistics() throws -> LibraryStatistics { try meters.statistics { try store.statistics() } }

    func forEachPaper(in selection: PaperSelection, _ body: (Paper, [PaperReference]) throws -> Void) throws {
        try meters.export { try store.forEachPaper(in: selection, body) }
    }

    func forEachRecord(in selection: PaperSelection, _ body: (SourceRecord) throws -> Void) throws {
        try meters.export { try store.forEachRecord(in: selection, body) }
    }
}
