import Formats
import Literature

/// Records of a file that are ingested together.
struct RecordGroup: Sendable {
    /// Names the group in the journal: the file, its size, the number of the group.
    var key: String
    /// The records.
    var records: [SourceRecord]
    /// What could not be read among them.
    var issues: [ReadIssue]
    /// The file.
    var file: String
}

/// Reads files as groups of records, one after the other; the same file always gives the same groups.
struct RecordGroups: AsyncSequence, Sendable {
    typealias Element = RecordGroup

    /// Files, in order.
    var files: [String]
    /// Records in a group.
    var size: Int

    func makeAsyncIterator() -> Iterator {
        Iterator(files: files, size: size)
    }

    struct Iterator: AsyncIteratorProtocol {
        private var files: ArraySlice<String>
        private let size: Int
        private var reader: (any RecordReader)?
        private var file = ""
        private var bytes: Int64 = 0
        private var number = 0

        init(files: [String], size: Int) {
            self.files = files[...]
            self.size = size
        }

        mutating func next() async throws -> RecordGroup? {
            while true {
                try Task.checkCancellation()
                if reader == nil {
                    guard let path = files.popFirst() else { return nil }
                    if let group = open(path) { return group }
                }
                let count = size
                if let items = reader?.nextBatch(count), !items.isEmpty {
                    number += 1
                    return group(items)
                }
                reader = nil
            }
        }

        /// - Returns: the group that says why the file cannot be read.
        private mutating func open(_ path: String) -> RecordGroup? {
            file = path
            number = 0
            bytes = InputFiles.size(of: path)
            do throws(ReadIssue) {
                let input = ByteInput(try FileSource(path: path))
                let format = try FormatDetector.detect(input, name: path).get()
                reader = ReaderFactory.makeReader(for: format, input: input, about: nil)
                return nil
            } catch {
                return RecordGroup(key: key, records: [], issues: [error], file: path)
            }
        }

        private func group(_ items: [ReadItem]) -> RecordGroup {
            var group = RecordGroup(key: key, records: [], issues: [], file: file)
            group.records.reserveCapacity(items.count)
            for item in items {
                switch item {
                case .record(let record): group.records.append(record)
                case .issue(let issue): group.issues.append(issue)
                case .notice: break
                }
            }
            return group
        }

        private var key: String { "\(file) \(bytes) #\(number)" }
    }
}
