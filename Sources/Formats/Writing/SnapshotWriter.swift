public import Literature

/// Writes papers as JSON Lines in the form of the arXiv metadata snapshot (the Kaggle data set), so that whatever reads that
/// reads this, with further keys for what the snapshot has no place for.
///
/// The snapshot's keys are always there, null where nothing is known; the further ones (`identifiers`, `stub`, `venue`, `year`,
/// `submitted`, `updated`, `withdrawn`, `reported_citations`, `references`) only where they say something. Keys stand in a
/// fixed order: the same paper gives the same bytes.
public struct SnapshotWriter {
    private let output: OutputBuffer

    /// A writer into `output`.
    public init(_ output: OutputBuffer) {
        self.output = output
    }

    /// Writes a paper with what it cites as one line.
    public func write(_ paper: Paper, references: [PaperReference] = []) throws(OutputError) {
        var json = JSONOutput(output)
        json.object { json in
            Self.writeSnapshotKeys(paper, &json)
            Self.writeFurtherKeys(paper, &json)
            Self.write(references, &json)
        }
        output.append(0x0A)
        try output.flushIfFull()
    }

    private static func writeSnapshotKeys(_ paper: Paper, _ json: inout JSONOutput) {
        json.member("id", orNull: paper.identifier.description)
        json.member("submitter", orNull: paper.submitter)
        json.member("authors", orNull: paper.authorsText)
        json.member("title", orNull: paper.title)
        json.member("comments", orNull: paper.comments)
        json.member("journal-ref", orNull: paper.journalReference)
        json.member("doi", orNull: paper.doi)
        json.member("report-no", orNull: paper.reportNumber)
        json.member("categories", orNull: paper.categories.isEmpty ? nil : paper.categories.joined(separator: " "))
        json.member("license", orNull: paper.license)
        json.member("abstract", orNull: paper.abstract)
        json.key("versions")
        json.array { json in for version in paper.versions { write(version, &json) } }
        json.member("update_date", orNull: paper.updated?.day)
        json.key("authors_parsed")
        json.array { json in
            for author in paper.authors {
                json.array { json in
                    json.string(author.family)
                    json.string(author.given)
                    json.string(author.suffix)
                }
            }
        }
    }

    private static func write(_ version: PaperVersion, _ json: inout JSONOutput) {
        json.object { json in
            json.member("version", orNull: "v\(version.number)")
            json.member("created", orNull: version.created?.mailDate)
            json.member("size", ifAny: version.size)
            json.member("source_type", ifAny: version.sourceType)
            if version.isWithdrawn {
                json.key("withdrawn")
                json.bool(true)
            }
        }
    }

    private static func writeFurtherKeys(_ paper: Paper, _ json: inout JSONOutput) {
        json.key("identifiers")
        json.array { json in for identifier in paper.identifiers { json.string(identifier.description) } }
        if paper.isStub {
            json.key("stub")
            json.bool(true)
        }
        json.member("venue", ifAny: paper.venue)
        json.member("year", ifAny: paper.year)
        json.member("submitted", ifAny: paper.submitted?.description)
        json.member("updated", ifAny: paper.updated?.description)
        if paper.isWithdrawn {
            json.key("withdrawn")
            json.bool(true)
        }
        json.member("reported_citations", ifAny: paper.reportedCitations)
    }

    private static func write(_ references: [PaperReference], _ json: inout JSONOutput) {
        guard !references.isEmpty else { return }
        json.key("references")
        json.array { json in
            for reference in references {
                json.object { json in
                    json.member("id", orNull: reference.identifier.description)
                    json.key("sources")
                    json.array { json in for source in reference.sources { json.string(source.name) } }
                }
            }
        }
    }
}
