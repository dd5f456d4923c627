import Engine
import Foundation
import Observability
import Ports

/// The state of a library's files, as metrics.
struct LibraryMetrics: MetricCollector {
    let name = "library"
    private let library: DerivedLibrary

    init(_ library: DerivedLibrary) { self.library = library }

    func collect() async throws -> [MetricSnapshot] {
        var state = metric("index_state", "How a part of the index stands: 0 current, 1 behind, 2 missing.", "part")
        for part in IndexPart.allCases {
            let number =
                switch try library.state(of: part) {
                case .current: 0
                case .behind: 1
                case .missing: 2
                }
            state.add([part.rawValue], count: number)
        }
        var changes = metric("library_change_counter", "The state of the library: grows with every change.")
        changes.add(count: try library.feed.changeCounter())
        var size = metric("library_size_bytes", "Bytes on the disk, by part of the library.", "part")
        size.add(["truth"], count: Self.size(library.path, ["library.sqlite", "library.sqlite-wal"]))
        size.add(["jobs"], count: Self.size(library.path, ["jobs.sqlite", "jobs.sqlite-wal"]))
        for folder in ["derived", "cache"] {
            let path = library.path + "/" + folder
            size.add(
                [folder],
                count: Self.size(path, (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
            )
        }
        return [state, changes, size]
    }

    private static func size(_ folder: String, _ names: [String]) -> Int64 {
        names.reduce(0) { sum, name in
            // A file that is not there, or goes just now, has no bytes.
            let values = try? URL(filePath: folder + "/" + name).resourceValues(forKeys: [.fileSizeKey])
            return sum + Int64(values?.fileSize ?? 0)
        }
    }

    private func metric(_ name: String, _ help: String, _ labels: String...) -> MetricSnapshot {
        MetricSnapshot(MetricDefinition("cosci_" + name, .gauge, help: help, labels: labels))
    }
}
