import Engine
import Foundation
import Literature
import Ports
import SQLiteLibrary
import Testing

/// Questions about the citation graph of a small library.
@Suite struct GraphQuestionTests {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "graph-questions-" + UUID().uuidString
        let writer = try Library.open(at: folder, mode: .create).makeWriter()
        _ = try writer.write(Self.records)
        try writer.commit()
        writer.close()
    }

    /// Two groups of eight papers, each citing all before it in its group; one citation between the groups, one stub.
    static var records: [SourceRecord] {
        var records: [SourceRecord] = []
        for group in 0..<2 {
            for place in 0..<8 {
                var record = PaperRecord(source: .snapshot, identifier: id(group, place))
                let subject = group == 0 ? "Loop quantum gravity" : "Conformal field theory"
                record.title = "\(subject) and its part \(place)"
                record.abstract = "About \(subject.lowercased())."
                record.categories = group == 0 ? "gr-qc" : "hep-th"
                record.submitted = Timestamp(year: 1995 + place / 2, month: 3 + group, day: 1 + place)
                records.append(.paper(record))
                for other in 0..<place { records.append(cites(id(group, place), id(group, other))) }
            }
        }
        return records + [cites(id(1, 7), id(0, 7)), cites(id(0, 1), stub)]
    }

    static let stub = PaperIdentifier("10.1103/PhysRevLett.1.1")!

    static func id(_ group: Int, _ place: Int) -> PaperIdentifier {
        PaperIdentifier("\(group == 0 ? "gr-qc" : "hep-th")/9\(5 + place / 2)0\(3 + group)00\(place + 1)")!
    }

    private static func cites(_ citing: PaperIdentifier, _ cited: PaperIdentifier) -> SourceRecord {
        .citation(CitationRecord(citing: citing, cited: cited, source: .semanticScholar))
    }

    func opened() throws -> (papers: any PaperStore, indexes: LibraryIndexes) {
        let library = try Library.open(at: folder, mode: .readWrite)
        let derived = DerivedLibrary(path: folder, feed: library)
        return (library, LibraryIndexes(derived, access: .readWrite, models: EmbeddingModels(.none)))
    }

    @Test func aPathLeadsOverTheOnlyBridge() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (papers, indexes) = try opened()
        var request = FindPaths.Request(from: Self.id(1, 0), to: Self.id(0, 0))
        let answer = try FindPaths(papers: papers, indexes: indexes)(request)
        #expect(answer.length == 3)
        #expect(answer.count == 1)
        let keys = [Self.id(1, 0), Self.id(1, 7), Self.id(0, 7), Self.id(0, 0)].map(\.description)
        #expect(answer.paths.map { $0.map(\.work.key) } == [keys])
        #expect(answer.paths[0].map(\.isCited) == [nil, false, true, true])
        request.isDirected = true
        #expect(try FindPaths(papers: papers, indexes: indexes)(request).length == nil)
        request.isDirected = false
        request.date = SnapshotDate("1997")
        #expect(try FindPaths(papers: papers, indexes: indexes)(request).length == nil, "the bridge is of 1998")
        request.end = Self.id(0, 7)
        #expect(throws: GraphQueryError.later(Self.id(0, 7), SnapshotDate("1997")!)) {
            try FindPaths(papers: papers, indexes: indexes)(request)
        }
    }

    @Test func aMapShowsTheMostCitedWorksAndTheirCommunities() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (papers, indexes) = try opened()
        var request = MapLibrary.Request()
        let whole = try MapLibrary(papers: papers, indexes: indexes)(request)
        #expect(whole.identifiers.count == 17, "all papers and the stub are connected")
        #expect(whole.identifiers.first == Self.id(0, 0).description)
        #expect(whole.citations == whole.citations.sorted(by: >))
        #expect(whole.edges.count == 2 * 58)
        #expect(Set(whole.categories) == ["gr-qc", "hep-th"])
        #expect([whole.x, whole.y].allSatisfy { $0.count == 17 && $0.allSatisfy(\.isFinite) })
        for (place, category) in whole.category.enumerated() {
            for (other, second) in whole.category.enumerated() where category != nil && second != nil {
                #expect((category == second) == (whole.community[place] == whole.community[other]))
            }
        }
        request.edgeLimit = 20
        let drawn = try MapLibrary(papers: papers, indexes: indexes)(request)
        #expect(drawn.edges.count == 40)
        #expect(drawn.x == whole.x && drawn.y == whole.y, "places depend on all citations, not on those drawn")
        let inside = stride(from: 0, to: 40, by: 2).filter {
            drawn.community[Int(drawn.edges[$0])] == drawn.community[Int(drawn.edges[$0 + 1])]
        }
        #expect(inside.count == 20, "those within a community come first")
        request.limit = 3
        #expect(try MapLibrary(papers: papers, indexes: indexes)(request).identifiers.count == 3)
    }

    @Test func aNeighbourhoodIsThatOfItsTime() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (papers, indexes) = try opened()
        var request = ExploreNeighbourhood.Request(around: [Self.id(0, 0)])
        request.depth = 2
        request.hasLayout = true
        let now = try ExploreNeighbourhood(papers: papers, indexes: indexes)(request)
        #expect(now.found == [1, 7, 2])
        #expect(Set(now.members.suffix(2).map(\.work.key)) == [Self.stub.description, Self.id(1, 7).description])
        #expect(now.edges.count == 30)
        #expect(now.members.allSatisfy { $0.place != nil })
        request.date = SnapshotDate("1995-03-02")
        let then = try ExploreNeighbourhood(papers: papers, indexes: indexes)(request)
        // The stub is dated by the paper of 2 March 1995 that cites it.
        #expect(then.members.map(\.work.key) == [Self.id(0, 0), Self.id(0, 1), Self.stub].map(\.description))
        #expect(then.members.map(\.work.citationCount) == [1, 0, 1])
    }

    @Test func communitiesAreTheGroups() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (papers, indexes) = try opened()
        let answer = try FindCommunities(papers: papers, indexes: indexes)(FindCommunities.Request())
        #expect(answer.communities.map(\.size) == [9, 8])
        #expect(answer.communities[0].phrases.first?.contains("quantum") == true)
        #expect(answer.communities[1].phrases.first?.contains("conformal") == true)
        #expect(answer.communities[1].years == 1995...1998)
        #expect(answer.communities[1].works.first?.key == Self.id(1, 0).description)
        #expect(answer.communities[1].works.first?.citationCount == 7)
        var request = FindCommunities.Request()
        request.member = Self.id(1, 3)
        #expect(try FindCommunities(papers: papers, indexes: indexes)(request).communities.map(\.size) == [8])
    }

    @Test func trendsCountByTime() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (papers, indexes) = try opened()
        var request = FindTrends.Request()
        request.phrase = "conformal field theories"
        let answer = try FindTrends(papers: papers, indexes: indexes)(request)
        #expect(answer.papers == 8)
        #expect(answer.series.entries.map(\.period) == ["1995", "1996", "1997", "1998"])
        #expect(answer.series.entries.map(\.papers) == [2, 2, 2, 2])
        #expect(answer.series.entries.map(\.total) == [4, 4, 4, 4])
        #expect(answer.series.slope == 0)
        request.category = "Hep-th"
        request.date = SnapshotDate("1996")
        let part = try FindTrends(papers: papers, indexes: indexes)(request)
        #expect(part.series.entries.map(\.total) == [2, 2])
        request = FindTrends.Request()
        request.communityOf = Self.id(0, 2)
        request.period = .month
        let community = try FindTrends(papers: papers, indexes: indexes)(request)
        #expect(community.series.entries.first?.period == "1995-03")
        #expect(community.papers == 8)
    }

    @Test func recommendationsAreNearWhatIsLiked() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (papers, indexes) = try opened()
        var request = RecommendPapers.Request(likes: [Self.id(0, 2), Self.id(0, 5)])
        request.limit = 6
        let answer = try RecommendPapers(papers: papers, indexes: indexes)(request)
        #expect(answer.results.allSatisfy { $0.work.key.hasPrefix("gr-qc/") })
        #expect(answer.results.count == 6)
        let first = try #require(answer.results.first { $0.work.key == Self.id(0, 0).description })
        #expect(first.citedByLikes == 2)
        #expect(first.citedTogether == 5)
        request.date = SnapshotDate("1990")
        #expect(throws: GraphQueryError.self) { try RecommendPapers(papers: papers, indexes: indexes)(request) }
    }

    @Test func dates() {
        #expect(SnapshotDate("1999")?.last.description == "1999-12-31T23:59:59Z")
        #expect(SnapshotDate("1999-12")?.last.description == "1999-12-31T23:59:59Z")
        #expect(SnapshotDate("1996-02")?.last.description == "1996-02-29T23:59:59Z")
        #expect(SnapshotDate("1999-06-30")?.last.description == "1999-06-30T23:59:59Z")
        for text in ["", "99", "1999-13", "1999-02-30", "1999-06-30T00:00:00Z", "yesterday"] {
            #expect(SnapshotDate(text) == nil)
        }
    }
}
