import Foundation
import Prediction

/// How long predictions take on a large made graph of real texts, and how much memory that needs.
///
///     link-benchmark MODEL PAPERS REFERENCES < CORPUS.tsv
///
/// MODEL is the file of a trained model (derived/links-N.bin of a library); the corpus has an identifier, a title and an abstract in
/// each line. Papers appear in the order of the lines, one day for each thousand; each cites as in the copying model
/// (Kleinberg and others 1999), so that degrees are as unequal as in real graphs.
@main
enum LinkBenchmark {
    private static let questions = 200

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let count = Int(arguments[2]), let references = Int(arguments[3]) else {
            FileHandle.standardError.write(Data("usage: link-benchmark MODEL PAPERS REFERENCES < CORPUS.tsv\n".utf8))
            exit(64)
        }
        let model = try LinkModel(path: arguments[1])
        let clock = ContinuousClock()
        let start = clock.now
        let corpus = corpus(count: count, references: references)
        let read = clock.now
        let predictor = LinkPredictor(corpus: corpus, day: (corpus.days.last ?? 0) + 1, model: model)
        let prepared = clock.now
        let session = predictor.makeSession()
        var times: [Double] = []
        for number in 0..<questions {
            let paper = corpus.count - 1 - number * (corpus.count / 2 / questions)
            let asked = clock.now
            let query = LinkQuery(corpus: corpus, paper: paper, seeds: corpus.references(of: paper))
            let found = session.predict(query, limit: 10) { $0 < paper }
            _ = found.first.map { session.reasons(for: $0.paper, of: query) }
            times.append(milliseconds(clock.now - asked))
        }
        times.sort()
        let (median, late) = (times[times.count / 2], times[times.count * 95 / 100])
        print(
            "| \(corpus.count) | \(corpus.citationCount) | \(seconds(read - start)) | \(seconds(prepared - read)) "
                + "| \(rounded(median)) | \(rounded(late)) | \(rounded(times[times.count - 1])) "
                + "| \(memory("VmRSS")) | \(memory("VmHWM")) |"
        )
    }

    private static func corpus(count: Int, references: Int) -> PredictionCorpus {
        var builder = PredictionCorpusBuilder(
            ids: (0..<count).map { "\($0)" },
            days: (0..<count).map { Int32($0 / 1000) }
        )
        var paper = 0
        while paper < count, let line = readLine() {
            let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            builder.read(
                paper,
                title: fields.count > 1 ? String(fields[1]) : "",
                abstract: fields.count > 2 ? String(fields[2]) : "",
                authors: ["a\(paper % (count / 3 + 1))"],
                categories: ["hep-th"]
            )
            paper += 1
        }
        let (citing, cited) = citations(count: count, references: references)
        return builder.finish(citing: citing, cited: cited)
    }

    private static func citations(count: Int, references: Int) -> (citing: [Int32], cited: [Int32]) {
        var numbers = SeededNumbers(state: 42)
        var (citing, cited): ([Int32], [Int32]) = ([], [])
        citing.reserveCapacity(count * references)
        cited.reserveCapacity(count * references)
        var starts = [0, 0]
        for paper in 1..<max(count, 1) {
            let model = numbers.below(paper)
            let copied = starts[model]..<starts[model + 1]
            cited.append(Int32(model))
            for _ in 1..<max(1, min(references, paper)) {
                let isCopy = !copied.isEmpty && numbers.below(100) < 55
                cited.append(
                    isCopy ? cited[copied.lowerBound + numbers.below(copied.count)] : Int32(numbers.below(paper))
                )
            }
            while citing.count < cited.count { citing.append(Int32(paper)) }
            starts.append(cited.count)
        }
        return (citing, cited)
    }

    private static func memory(_ field: String) -> String {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(field) }
        let kilobytes = line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        return "\(kilobytes / 1024)"
    }

    private static func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }
    private static func seconds(_ duration: Duration) -> Double { rounded(duration / .seconds(1)) }
    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same graph on every machine.
private struct SeededNumbers {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(bound))
    }
}
