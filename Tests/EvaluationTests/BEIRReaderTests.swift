import Evaluation
import Foundation
import Testing

@Suite struct BEIRReaderTests {
    private func write(_ text: String, _ name: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "beir-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: name).path
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private let documents = """
        {"_id": "d1", "title": "Black holes", "text": "They evaporate."}
        {"_id": "d2", "title": "", "text": "Strings vibrate in ten dimensions."}

        """

    @Test func readsACollectionAndLeavesOutUnjudgedQueries() throws {
        let queries = #"{"_id":"q1","text":"evaporation"}"# + "\r\n" + #"{"_id":"q2","text":"no judgement"}"#
        let task = try BEIRReader.read(
            corpus: try write(documents, "c"),
            queries: try write(queries, "q"),
            judgements: try write("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n", "j")
        )
        #expect(task.documents.map(\.id) == ["d1", "d2"])
        #expect(task.queries == [.init(id: "q1", text: "evaporation", judgements: ["d1": 1, "d2": 0])])
    }

    @Test(arguments: [
        ("{\"_id\": 7}", "q1\td1\t1", 1), ("{\"_id\":\"d1\",\"text\":\"\"}\nnonsense", "q1\td1\t1", 2),
        ("{\"_id\":\"d1\",\"text\":\"\"}", "h\th\th\nq1 d1 1", 2),
        ("{\"_id\":\"d1\",\"text\":\"\"}\n{\"_id\":\"d1\",\"text\":\"\"}", "q1\td1\t1", 2),
    ]) func namesFileAndLine(corpus: String, judgements: String, line: Int) throws {
        let (corpus, judgements) = (try write(corpus, "c"), try write(judgements, "j"))
        let queries = try write(#"{"_id":"q1","text":"x"}"#, "q")
        let error = #expect(throws: EvaluationInputError.self) {
            try BEIRReader.read(corpus: corpus, queries: queries, judgements: judgements)
        }
        #expect(error?.line == line)
        #expect(error?.path == corpus || error?.path == judgements)
    }

    @Test func ranksACollectionByWords() throws {
        let task = try BEIRReader.read(
            corpus: try write(documents, "c"),
            queries: try write(#"{"_id":"q1","text":"do black holes evaporate?"}"#, "q"),
            judgements: try write("q1\td1\t1\n", "j")
        )
        let folder = FileManager.default.temporaryDirectory.appending(path: "collection-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let index = try CollectionIndex(of: task.documents, in: folder.path, embedder: nil)
        let rankings = try task.queries.map { try index.search($0.text, mode: .lexical) }
        #expect(RetrievalReport(mode: .lexical, rankings: rankings, of: task).ndcg10.mean == 1)
    }
}
