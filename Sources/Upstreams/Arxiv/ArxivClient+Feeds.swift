import BatchProcessing
public import Formats

extension ArxivClient {
    /// What arXiv announced last in some archives or categories (`hep-th`, `cs.AI`), at most 2,000 articles.
    ///
    /// - Throws: ``UpstreamError``; invalid without a category.
    public func announcements(of categories: [String]) async throws -> AnnouncementFeed {
        let names = categories.map { RequestURL.encoded($0) }.joined(separator: "+")
        let url = RequestURL.make(endpoints.feeds, "/rss/" + names)
        guard !names.isEmpty else {
            throw UpstreamError(.invalid, api: "arxiv-feed", url: url, detail: "no category was given")
        }
        let answer = try await http.send(UpstreamRequest(api: "arxiv-feed", url: url), gate: apiGate)
        do throws(ReadIssue) {
            return try AnnouncementFeed(reading: ByteInput(answer.body))
        } catch {
            throw UpstreamError(.malformed, api: "arxiv-feed", url: url, detail: error.description)
        }
    }
}
