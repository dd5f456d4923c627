import Formats
import Foundation

/// Reads a file in the form of the arXiv snapshot and does nothing with it: what the reader alone costs.
@main
enum ReadBenchmark {
    static func main() {
        guard CommandLine.arguments.count == 2, let path = CommandLine.arguments.last else {
            fail("usage: read-benchmark FILE", code: 64)
        }
        do throws(ReadIssue) {
            let source = try FileSource(path: path)
            let clock = ContinuousClock()
            let start = clock.now
            let input = ByteInput(source)
            var reader = ReaderFactory.makeReader(for: .snapshot, input: input)
            var (records, refused) = (0, 0)
            while let item = reader.next() {
                if case .issue = item { refused += 1 } else { records += 1 }
            }
            let seconds = (clock.now - start) / .seconds(1)
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            let speed = Int(Double(size) / seconds / 1e6)
            print(
                #"{"records": \#(records), "refused": \#(refused), "bytes": \#(size), "seconds": \#(seconds), "MB/s": \#(speed)}"#
            )
        } catch {
            fail("\(path): \(error)", code: 1)
        }
    }

    private static func fail(_ message: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(code)
    }
}
