import GraphKernel
import MappedFiles
import Ports
import Retrieval

/// How a part of the index stands to the library.
public enum IndexState: String, Hashable, Sendable {
    /// It holds what the library holds.
    case current
    /// The library has changed since.
    case behind
    /// There is none that can be used.
    case missing
}

extension DerivedLibrary {
    /// How a part stands to the library.
    public func state(of part: IndexPart) throws -> IndexState {
        let source: Int64?
        switch part {
        case .lexical: source = try LexicalBuilder.open(self)?.source
        case .graph: source = try GraphBuilder.open(self)?.source
        case .vectors: source = try VectorBuilder.open(self)?.source
        }
        return try state(of: source)
    }

    func state(of source: Int64?) throws -> IndexState {
        guard let source else { return .missing }
        let counter = try feed.changeCounter()
        return source == counter ? .current : source < counter ? .behind : .missing
    }
}
