import Embedding
import Foundation

/// Measures the sentence encoder; prints one JSON object. Benchmarks/encoder/run.sh runs it beside its peers.
@main
struct EncoderBenchmark {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count >= 6, let precision = EncoderPrecision(rawValue: words[4]), let threads = Int(words[5]) else {
            print("Usage: encoder-benchmark batch|single|tokens MODEL TEXTS.jsonl full|bfloat16|int8 THREADS [VECTORS]")
            exit(64)
        }
        let start = ContinuousClock.now
        let encoder = try SentenceEncoder(path: words[2], precision: precision, threads: threads)
        let load = milliseconds(since: start)
        let lines = try String(contentsOfFile: words[3], encoding: .utf8).split(separator: "\n")
        let texts = try lines.map { try JSONDecoder().decode(String.self, from: Data($0.utf8)) }
        var values = ["load_ms": load]
        switch words[1] {
        case "batch": values.merge(try batch(encoder, texts, words.dropFirst(6).first)) { $1 }
        case "single": values.merge(try single(encoder, texts)) { $1 }
        default: values.merge(tokens(encoder, texts)) { $1 }
        }
        let output = JSONEncoder()
        output.outputFormatting = .sortedKeys
        print(String(decoding: try output.encode(values), as: UTF8.self))
    }

    private static func milliseconds(since start: ContinuousClock.Instant) -> Double {
        let time = (ContinuousClock.now - start).components
        return Double(time.seconds) * 1e3 + Double(time.attoseconds) / 1e15
    }

    private static func batch(_ encoder: SentenceEncoder, _ texts: [String], _ path: String?) throws -> [String: Double]
    {
        _ = try encoder.embed(Array(texts.prefix(8)))
        let start = ContinuousClock.now
        let vectors = try encoder.embed(texts)
        let seconds = milliseconds(since: start) / 1e3
        if let path {
            try vectors.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
        }
        return ["seconds": seconds, "per_second": Double(texts.count) / seconds]
    }

    private static func single(_ encoder: SentenceEncoder, _ texts: [String]) throws -> [String: Double] {
        _ = try encoder.embed(Array(texts.prefix(8)))
        let times = try texts.map { text in
            let start = ContinuousClock.now
            _ = try encoder.embed([text])
            return milliseconds(since: start)
        }.sorted()
        return ["p50_ms": times[times.count / 2], "p95_ms": times[times.count * 95 / 100]]
    }

    private static func tokens(_ encoder: SentenceEncoder, _ texts: [String]) -> [String: Double] {
        var count = 0
        let start = ContinuousClock.now
        for text in texts { count += encoder.tokenizer.identifiers(text).count }
        let seconds = milliseconds(since: start) / 1e3
        return ["per_second": Double(texts.count) / seconds, "tokens_per_second": Double(count) / seconds]
    }
}
