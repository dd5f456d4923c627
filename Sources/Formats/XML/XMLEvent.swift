/// The beginning or the end of an element.
struct XMLEvent {
    enum Kind {
        case start
        case end
    }

    var kind: Kind
    /// The local name.
    var name: String
    /// The local name of the element around it; empty for the root.
    var parent: String
    /// At the end of an element: its text, without white space around it.
    var text = ""
    /// At the start of an element: its attributes by local name.
    var attributes: [(name: String, value: String)] = []
    /// Where the event was met.
    var line: Int
    var byte: Int64

    /// The value of an attribute.
    subscript(attribute: String) -> String? {
        attributes.first { $0.name == attribute }?.value
    }
}

/// What ``XMLStream`` gives at each step.
enum XMLStep {
    case event(XMLEvent)
    /// The document is broken or refused here; nothing follows.
    case failure(ReadIssue)
    case end
}
