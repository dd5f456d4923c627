import Foundation

/// Answers requests from the content, service by service.
struct ReplayServices: Sendable {
    let configuration: ReplayConfiguration
    let state: ReplayState

    init(_ configuration: ReplayConfiguration, state: ReplayState) {
        self.configuration = configuration
        self.state = state
    }

    var content: ReplayContent { configuration.content }

    /// The answer: a recorded one where there is one, else from the list of papers.
    ///
    /// - Parameter isEmpty: whether a page is to come without its records.
    func answer(_ request: ReplayRequest, kind: RequestKind, isEmpty: Bool = false) -> ReplayAnswer {
        if !isEmpty, let recorded = content.recordings.answer(to: request) { return recorded }
        let isHead = request.method == "HEAD"
        var answer: ReplayAnswer
        switch kind {
        case .query: answer = QueryService(content: content).answer(request, isEmpty: isEmpty)
        case .oai: answer = HarvestService(self).answer(request, isEmpty: isEmpty)
        case .feed: answer = FeedService(content: content).answer(request)
        case .pdf, .source: answer = FileService(content: content).answer(request, kind: kind)
        case .batch, .paper, .citations, .references, .search, .bulk, .match, .recommendations:
            answer = GraphService(content: content).answer(request, kind: kind, isEmpty: isEmpty)
        case .openalex: answer = WorksService(content: content).answer(request, isEmpty: isEmpty)
        case .other: answer = .error(404, "nothing is served here")
        }
        if isHead { answer.body = [] }
        return answer
    }

    /// The server's own pages.
    func control(_ request: ReplayRequest) -> ReplayAnswer {
        switch (request.method, request.path) {
        case ("GET", "/__statistics"):
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            // The client is told by the status; numbers and texts can always be written.
            guard let data = try? encoder.encode(state.statistics(withIDs: request["ids"] == "1")) else {
                return .error(500, "the statistics cannot be written")
            }
            return .json(String(decoding: data, as: UTF8.self) + "\n")
        case ("POST", "/__control"):
            do {
                state.apply(try JSONDecoder().decode(ReplayControl.self, from: Data(request.body)))
                return .json("{\"ok\":true}\n")
            } catch {
                return .error(400, "no control message: \(error)")
            }
        default:
            return .error(404, "GET /__statistics, POST /__control")
        }
    }
}
