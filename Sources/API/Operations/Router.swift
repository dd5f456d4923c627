import HTTPTypes

/// Finds the operation that a request asks for.
struct OperationRouter: Sendable {
    /// What was found.
    enum Finding: Sendable {
        /// An operation, and the values in the path.
        case operation(Operation, [String: String])
        /// The path is known, but not with this method; these are.
        case otherMethods([HTTPRequest.Method])
        /// Nothing is there.
        case nothing
    }

    /// The operations, those with most fixed parts first.
    private let operations: [Operation]

    init(_ operations: [Operation]) {
        self.operations = operations.enumerated().sorted { one, other in
            (other.element.path.weight, one.offset) < (one.element.path.weight, other.offset)
        }.map(\.element)
    }

    /// The operation for a method and a path.
    func find(_ method: HTTPRequest.Method, _ segments: [String]) -> Finding {
        let wanted = method == .head ? .get : method
        var methods: [HTTPRequest.Method] = []
        var weight = 0
        for operation in operations {
            // A path means what its most exact pattern means, whatever the method.
            if !methods.isEmpty, operation.path.weight < weight { break }
            guard let values = operation.path.match(segments) else { continue }
            if operation.method == wanted { return .operation(operation, values) }
            if !methods.contains(operation.method) { methods.append(operation.method) }
            weight = operation.path.weight
        }
        guard !methods.isEmpty else { return .nothing }
        if methods.contains(.get) { methods.append(.head) }
        return .otherMethods(methods + [.options])
    }
}
