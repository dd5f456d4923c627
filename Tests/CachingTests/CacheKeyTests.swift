import Testing

@testable import Caching

@Suite struct CacheKeyTests {
    @Test func joinedTextsDiffer() {
        let kind = CacheKind("joined")
        #expect(CacheKey(kind, "a", "b") != CacheKey(kind, "ab"))
    }
}
