import Testing

@testable import Literature

@Suite struct RecordTests {
    private static let identifiers = ["hep-th/9711200", "doi:10.1/a", "s2:649def34f8be52c8b66281af98ae884c09aef38b"]
        .compactMap { PaperIdentifier($0) }

    private static func record(_ random: inout SplitMix, source: RecordSource, identifier: PaperIdentifier)
        -> PaperRecord
    {
        func some<Value>(_ values: [Value]) -> Value? {
            Bool.random(using: &random) ? values.randomElement(using: &random) : nil
        }
        var record = PaperRecord(source: source, identifier: identifier)
        record.aliases = identifiers.filter { $0 != identifier && Bool.random(using: &random) }
        record.isMention = Int.random(in: 0..<4, using: &random) == 0
        record.title = some(["A", "B", "A  b"])
        record.abstract = some([" x", "y"])
        record.authorsText = some(["A. A and B. B", "C"])
        record.authors = AuthorList(some([[Author(family: "A")], [Author(family: "B", given: "C")]]) ?? [])
        record.categories = some(["hep-th", "hep-th math.QA"])
        record.comments = some(["c", "d"])
        record.doi = some(["10.1/A", "10.1/b"])
        record.venue = some(["V", "W"])
        record.submitted = some([Timestamp(secondsSince1970: 0), Timestamp(secondsSince1970: 86400)])
        record.updated = some([1, 2, 3].map { Timestamp(secondsSince1970: $0) })
        record.year = some([1997, 1998])
        record.isWithdrawn = Bool.random(using: &random)
        record.reportedCitations = some([1, 10])
        for number in 1...3 where Bool.random(using: &random) {
            record.versions.append(
                PaperVersion(
                    number: number,
                    created: some([5, 6].map { Timestamp(secondsSince1970: $0) }),
                    isWithdrawn: Bool.random(using: &random)
                )
            )
        }
        return record
    }

    @Test func joiningIsASemilattice() {
        var random = SplitMix(seed: 11)
        for round in 0..<3000 {
            let source: RecordSource = round.isMultiple(of: 2) ? .snapshot : .semanticScholar
            let (a, b, c) = (
                Self.record(&random, source: source, identifier: Self.identifiers[0]),
                Self.record(&random, source: source, identifier: Self.identifiers[0]),
                Self.record(&random, source: source, identifier: Self.identifiers[0])
            )
            #expect(a.joined(with: a) == a, "seed 11, round \(round)")
            #expect(a.joined(with: b) == b.joined(with: a), "seed 11, round \(round)")
            #expect(a.joined(with: b).joined(with: c) == a.joined(with: b.joined(with: c)), "seed 11, round \(round)")
            #expect(a.joined(with: b).joined(with: a) == a.joined(with: b), "seed 11, round \(round)")
        }
    }

    @Test func mergingDoesNotDependOnOrder() {
        var random = SplitMix(seed: 12)
        for round in 0..<2000 {
            var records: [PaperRecord] = []
            for source in RecordSource.allCases {
                for identifier in Self.identifiers where Int.random(in: 0..<6, using: &random) == 0 {
                    records.append(Self.record(&random, source: source, identifier: identifier))
                }
            }
            let paper = Paper(identifier: Self.identifiers[0], merging: records)
            let shuffled = Paper(identifier: Self.identifiers[0], merging: records.shuffled(using: &random))
            #expect(paper == shuffled, "seed 12, round \(round)")
            #expect(paper.isStub == records.allSatisfy(\.isMention))
            #expect(!paper.aliases.contains(paper.identifier))
        }
    }

    @Test func authorListsRoundTrip() {
        var random = SplitMix(seed: 13)
        let parts = ["", "Bal\\'azs", "C.", "van der Bar", "É", "Jr.", "a b"]
        for _ in 0..<2000 {
            let authors = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                Author(
                    family: parts.randomElement(using: &random) ?? "",
                    given: parts.randomElement(using: &random) ?? "",
                    suffix: parts.randomElement(using: &random) ?? ""
                )
            }
            let kept = authors.filter { !($0.family.isEmpty && $0.given.isEmpty) }
            let list = AuthorList(authors)
            #expect(list.authors == kept)
            #expect(list.count == kept.count)
            #expect(AuthorList(packed: list.packed) == list)
        }
        #expect(
            AuthorList([Author(family: "A\u{1E}B", given: "C\u{1F}D")]).authors == [Author(family: "A B", given: "C D")]
        )
        #expect(Author(family: "Gates", given: "S. James", suffix: "Jr.").name == "S. James Gates Jr.")
    }

    @Test func recordsTakeTheStrongestIdentifier() {
        let record = PaperRecord(source: .bibtex, identifiers: Self.identifiers.reversed() + Self.identifiers)
        #expect(record?.identifier == Self.identifiers[0])
        #expect(record?.aliases == Array(Self.identifiers.dropFirst()))
        #expect(PaperRecord(source: .bibtex, identifiers: []) == nil)
    }
}
