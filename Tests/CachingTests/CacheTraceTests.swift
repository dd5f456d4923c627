import Testing

@testable import Caching

@Suite struct CacheTraceTests {
    private func keys(_ bytes: [UInt8], _ format: CacheTraceFormat, piece: Int) -> (keys: [UInt64], skipped: Int) {
        var reader = CacheTraceReader(format: format)
        var keys: [UInt64] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            Array(bytes[start..<min(bytes.count, start + piece)]).withUnsafeBytes {
                reader.read($0) { keys.append($0) }
            }
        }
        reader.finish { keys.append($0) }
        return (keys, reader.skipped)
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func linesOfBlocks(piece: Int) {
        let text =
            "10 3 0 0\r\n\n7 1 0 1\nnonsense\n18446744073709551615 2 0 0\n-1 1\n5 2097153 0 0\n99999999999999999999 1 0 0\n4 2"
        let read = keys(Array(text.utf8), .arc, piece: piece)
        #expect(read.keys == [10, 11, 12, 7, 4, 5])
        #expect(read.skipped == 5)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 1000])
    func numbersOfFourBytes(piece: Int) {
        let read = keys([0, 0, 1, 2, 255, 255, 255, 255, 0, 0, 0, 7, 9, 9], .cache2k, piece: piece)
        #expect(read.keys == [258, 0xffff_ffff, 7])
        #expect(read.skipped == 2)
    }

    @Test(arguments: [1, 2, 3, 1000])
    func oneKeyPerLine(piece: Int) {
        let read = keys(Array("a\nb\r\n\na\nlast".utf8), .keys, piece: piece)
        #expect(read.keys.count == 4)
        #expect(read.keys[0] == read.keys[2])
        #expect(Set(read.keys).count == 3)
    }

    @Test func linesWithoutAnEndTakeBoundedMemory() {
        let long = [UInt8](repeating: UInt8(ascii: "1"), count: 3 * CacheTraceReader.longestLine)
        for piece in [1000, long.count + 10] {
            let read = keys(long + Array("\n5 1\n".utf8), .arc, piece: piece)
            #expect(read.keys == [5])
            #expect(read.skipped == 1)
        }
        #expect(keys(long, .keys, piece: 1000).skipped == 1)
        #expect(keys(long, .keys, piece: long.count).skipped == 1)
    }

    @Test(arguments: CacheTraceFormat.allCases)
    func anyBytesAreRead(format: CacheTraceFormat) {
        var random = SplitMix64(seed: 77)
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : Array("0123456789 \n\t".utf8).randomElement(using: &random) ?? 0
            }
            let whole = keys(bytes, format, piece: 1000)
            let pieces = keys(bytes, format, piece: Int.random(in: 1...9, using: &random))
            #expect(whole == pieces)
        }
    }

    @Test func replayCountsRequestsAndHits() {
        var simulation = CacheSimulation(policy: .lru, capacity: 2)
        var reader = CacheTraceReader(format: .arc)
        Array("1 2 0 0\n1 1 0 1\n3 1 0 2\n2 1".utf8).withUnsafeBytes { simulation.replay($0, from: &reader) }
        simulation.finish(&reader)
        #expect(simulation.requests == 5)
        #expect(simulation.hits == 1)
        #expect(simulation.hitRatio == 0.2)
    }
}
