import Foundation
import Ports
import Synchronization

/// The link models of a library, open for questions: reading the library for one takes seconds, so the last one is kept.
public final class LinkPredictions: Sendable {
    private struct Kept {
        var counter: Int64
        var model: String
        var day: Int32?
        var links: PredictLinks
    }

    private let library: DerivedLibrary
    private let kept = Mutex<Kept?>(nil)

    /// The models of `library`; nothing is read yet.
    public init(_ library: DerivedLibrary) {
        self.library = library
    }

    /// What tells the live model from others, for keeping answers; empty when there is none.
    ///
    /// Names of files come again when the derived files were deleted, so the time of writing belongs to it.
    public func model() throws -> String {
        guard let path = try library.live(TrainPredictor.file).first else { return "" }
        var info = stat()
        guard stat(path, &info) == 0 else { return "" }
        return "\(info.st_ino)-\(info.st_size)-\(info.st_mtim.tv_sec)-\(info.st_mtim.tv_nsec)"
    }

    /// Predictions over the library as it is now.
    ///
    /// - Parameter day: everything before this day is known; the whole library by default.
    /// - Throws: ``PredictionError`` `noModel`; the stores' errors.
    /// - Complexity: reads the whole library, unless the last call was for the same state and day.
    public func links(day: Int32? = nil) throws -> PredictLinks {
        let counter = try library.feed.changeCounter()
        let model = try model()
        // One reads for all who wait; the others would read the same.
        return try kept.withLock { kept in
            if let kept, kept.counter == counter, kept.model == model, kept.day == day { return kept.links }
            let links = try PredictLinks(library, day: day)
            kept = Kept(counter: counter, model: model, day: day, links: links)
            return links
        }
    }
}
