public import Formats
import Foundation
import Literature

/// What a replay server has to give: recorded answers, real papers with their citations, and files.
public struct ReplayContent: Sendable {
    /// The papers, by the day of their last change, then by identifier.
    var papers: [PaperRecord] = []
    /// Where a paper stands in ``papers``.
    var index: [ArxivID: Int] = [:]
    /// The papers that each cites, and is cited by, as positions in ``papers``.
    var references: [Int: [Int]] = [:]
    var citations: [Int: [Int]] = [:]
    var recordings = RecordingStore()
    /// A folder with files named like their articles.
    var filesFolder: String?
    /// The size of files that are made up where the folder has none, in bytes; nil makes none up.
    var madeUpFileSize: Int?

    /// Nothing.
    public init() {}

    /// How many papers there are.
    public var paperCount: Int { papers.count }

    /// How many citations there are.
    public var citationCount: Int { references.values.reduce(0) { $0 + $1.count } }

    /// How many recorded answers there are.
    public var recordingCount: Int { recordings.count }

    /// Adds the papers of a file in the form of the arXiv metadata snapshot; gzip is recognised.
    ///
    /// - Parameter limit: the most papers to take.
    /// - Throws: when the file cannot be read; single records that cannot be are left out.
    public mutating func addLibrary(_ path: String, limit: Int = .max) throws(ReadIssue) {
        let input = try ByteInput(path: path)
        var reader = SnapshotReader(input)
        var byID: [ArxivID: PaperRecord] = [:]
        for paper in papers { if let id = paper.identifier.arxivID { byID[id] = paper } }
        while byID.count < limit, let item = reader.next() {
            switch item {
            case .record(.paper(let paper)):
                if let id = paper.identifier.arxivID { byID[id] = paper }
            case .issue(let issue) where issue.extent == .restOfInput:
                throw issue
            default:
                break
            }
        }
        papers = byID.sorted { left, right in
            let (one, other) = (left.value.datestamp, right.value.datestamp)
            return one != other ? one < other : left.key < right.key
        }.map(\.value)
        index = [:]
        for (position, paper) in papers.enumerated() {
            if let id = paper.identifier.arxivID { index[id] = position }
        }
        references = [:]
        citations = [:]
    }

    /// Adds citations between the papers: two identifiers a line. Papers must be added before.
    ///
    /// - Throws: when the file cannot be read.
    public mutating func addCitations(_ path: String) throws(ReadIssue) {
        var reader = CitationListReader(try ByteInput(path: path))
        while let item = reader.next() {
            guard case .record(.citation(let citation)) = item, let citing = citation.citing.arxivID,
                let cited = citation.cited.arxivID, let from = index[citing], let to = index[cited]
            else {
                if case .issue(let issue) = item, issue.extent == .restOfInput { throw issue }
                continue
            }
            references[from, default: []].append(to)
            citations[to, default: []].append(from)
        }
    }

    /// Adds all recorded answers below a folder.
    public mutating func addRecordings(_ folder: String) {
        recordings.add(folder: folder)
    }

    /// Serves files from a folder: `hep-th/9901001.pdf` or `hep-th_9901001.pdf`, `2401.12345v2.pdf`, sources as `.tar.gz`, `.gz`.
    ///
    /// - Parameter madeUpSize: where there is no file for a paper of the library, one of this size is made up; nil: not found.
    public mutating func serveFiles(_ folder: String?, madeUpSize: Int? = nil) {
        filesFolder = folder
        madeUpFileSize = madeUpSize
    }
}

extension PaperRecord {
    /// The day of the last change, as OAI-PMH gives it.
    var datestamp: String {
        (updated ?? versions.last?.created ?? submitted ?? Timestamp(secondsSince1970: 0)).day
    }
}
