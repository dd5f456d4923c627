public import Formats
import Literature
public import Ports

/// A format that can be written.
public enum ExportFormat: String, CaseIterable, Hashable, Sendable {
    /// JSON Lines in the form of the arXiv snapshot, with everything the library knows; can be imported again.
    case snapshot
    /// BibTeX.
    case bibtex
    /// RIS.
    case ris
    /// CSL-JSON.
    case cslJSON = "csl-json"
    /// The citation graph as GraphML.
    case graphml
    /// Two columns: citing and cited identifier.
    case citations

    /// A line for help texts.
    public var summary: String {
        switch self {
        case .snapshot: "JSON Lines in the form of the arXiv snapshot, everything the library knows"
        case .bibtex: "BibTeX"
        case .ris: "RIS"
        case .cslJSON: "CSL-JSON"
        case .graphml: "GraphML: papers and the citations between them"
        case .citations: "two columns: citing and cited identifier"
        }
    }

    /// Whether works that are only known as cited are part of an export unless the user says otherwise: a bibliography has
    /// no use for entries without a title.
    public var includesStubsByDefault: Bool {
        switch self {
        case .snapshot, .graphml, .citations: true
        case .bibtex, .ris, .cslJSON: false
        }
    }
}

/// Writes papers of the library in a format that other programs read.
public struct ExportPapers {
    private let papers: any PaperStore

    /// An export from this store.
    public init(papers: any PaperStore) {
        self.papers = papers
    }

    /// Writes the papers selected, in the order of their keys. The same library gives the same bytes.
    ///
    /// - Returns: how many papers were written (for citations: how many citations).
    /// - Throws: the store's errors; ``OutputError`` when the output fails.
    public func callAsFunction(
        _ format: ExportFormat,
        of selection: PaperSelection,
        to output: OutputBuffer
    ) throws -> Int {
        let count =
            switch format {
            case .snapshot: try snapshot(selection, output)
            case .bibtex: try bibtex(selection, output)
            case .ris: try ris(selection, output)
            case .cslJSON: try csl(selection, output)
            case .graphml: try graph(selection, output)
            case .citations: try citations(selection, output)
            }
        try output.flush()
        return count
    }

    private func snapshot(_ selection: PaperSelection, _ output: OutputBuffer) throws -> Int {
        let writer = SnapshotWriter(output)
        var count = 0
        try papers.forEachPaper(in: selection) { paper, references in
            try writer.write(paper, references: references)
            count += 1
        }
        return count
    }

    private func bibtex(_ selection: PaperSelection, _ output: OutputBuffer) throws -> Int {
        var writer = BibTeXWriter(output)
        var count = 0
        try papers.forEachPaper(in: selection) { paper, _ in
            try writer.write(paper)
            count += 1
        }
        return count
    }

    private func ris(_ selection: PaperSelection, _ output: OutputBuffer) throws -> Int {
        let writer = RISWriter(output)
        var count = 0
        try papers.forEachPaper(in: selection) { paper, _ in
            try writer.write(paper)
            count += 1
        }
        return count
    }

    private func csl(_ selection: PaperSelection, _ output: OutputBuffer) throws -> Int {
        var writer = CSLWriter(output)
        var count = 0
        try papers.forEachPaper(in: selection) { paper, _ in
            try writer.write(paper)
            count += 1
        }
        try writer.finish()
        return count
    }

    /// GraphML wants the nodes before the edges, so the papers are walked twice.
    private func graph(_ selection: PaperSelection, _ output: OutputBuffer) throws -> Int {
        let writer = GraphMLWriter(output)
        var nodes: Set<PaperIdentifier> = []
        try papers.forEachPaper(in: selection) { paper, _ in
            if nodes.insert(paper.identifier).inserted { try writer.write(paper) }
        }
        try papers.forEachPaper(in: selection) { paper, references in
            guard nodes.contains(paper.identifier) else { return }
            for reference in references where nodes.contains(reference.identifier) {
                try writer.write(citing: paper.identifier, cited: reference.identifier)
            }
        }
        try writer.finish()
        return nodes.count
    }

    private func citations(_ selection: PaperSelection, _ output: OutputBuffer) throws -> Int {
        let writer = CitationListWriter(output)
        var count = 0
        try papers.forEachPaper(in: selection) { paper, references in
            for reference in references {
                try writer.write(citing: paper.identifier, cited: reference.identifier)
                count += 1
            }
        }
        return count
    }
}
