/// The forms in which recorded sequences of requests are published.
public enum CacheTraceFormat: String, CaseIterable, Hashable, Sendable {
    /// Lines of four numbers, `start count ignored number`: a request for `count` consecutive blocks from `start` on. The form of the
    /// traces of N. Megiddo and D. S. Modha (FAST 2003).
    case arc
    /// Keys of four bytes each, most significant byte first; the form of the traces of the cache2k benchmarks.
    case cache2k
    /// One key per line: the bytes before the line feed, without a carriage return; empty lines are none.
    case keys
}
