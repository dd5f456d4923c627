/// What values may be: the one description from which requests are checked and the OpenAPI document is made.
indirect enum Schema: Hashable, Sendable {
    /// A text.
    case text(TextRule)
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A number.
    case number(ClosedRange<Double>)
    /// True or false.
    case boolean
    /// One of some texts.
    case choice([String])
    /// Some values of one kind.
    case array(Schema, ClosedRange<Int>)
    /// Named values.
    case object(ObjectRule)
    /// Values of one kind under any names.
    case map(Schema)
    /// A schema of the document's components, by its name.
    case named(String)
    /// A value, or null.
    case nullable(Schema)
    /// Anything.
    case any

    /// What a text may be.
    struct TextRule: Hashable, Sendable {
        /// How many Unicode scalars.
        var length = 0...65_536
        /// A regular expression (ECMA-262), for the document; ``kind`` says what is checked.
        var pattern: String?
        /// What it stands for.
        var kind = Kind.plain
        /// An example, for the document.
        var example: String?

        /// What a text stands for.
        enum Kind: String, Hashable, Sendable {
            /// Nothing more.
            case plain
            /// An identifier of a paper.
            case paper = "paper-identifier"
            /// A day, month or year.
            case moment = "year-month-day"
            /// A name of a queue, job or kind.
            case name
            /// A name that people give: of a collection, tag or watch.
            case shelf = "shelf-name"
        }
    }

    /// The members of an object.
    struct ObjectRule: Hashable, Sendable {
        /// The members that are known.
        var members: [Member]
        /// Whether there may be others.
        var isOpen = false
        /// At least one of these must be there; empty: no such rule.
        var needsOneOf: [String] = []
    }

    /// A member of an object.
    struct Member: Hashable, Sendable {
        var name: String
        var schema: Schema
        var isRequired: Bool
        var summary: String
    }
}

extension Schema {
    /// Any text of a length.
    static func string(_ length: ClosedRange<Int> = 0...65_536, example: String? = nil) -> Schema {
        .text(TextRule(length: length, example: example))
    }

    /// A text in an answer, of any length.
    static var string: Schema { .text(TextRule(length: 0...Int.max)) }

    /// A whole number in an answer.
    static var count: Schema { .integer(0...Int.max) }

    /// Any number in an answer.
    static var real: Schema { .number(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude) }

    /// An array in an answer, of any length.
    static func list(_ element: Schema) -> Schema { .array(element, 0...Int.max) }

    /// An object whose members must all be there unless they are optional.
    static func record(_ members: [Member]) -> Schema { .object(ObjectRule(members: members)) }

    /// What papers are named by.
    static let paper = Schema.text(
        TextRule(
            length: 1...256,
            pattern:
                "^([0-9]{2}(0[1-9]|1[0-2])\\.[0-9]{4,5}|[a-z][a-z-]*(\\.[A-Z]{2})?/[0-9]{2}(0[1-9]|1[0-2])[0-9]{3}|.*)$",
            kind: .paper,
            example: "hep-th/9711200"
        )
    )

    /// A moment as of which something is asked.
    static let moment = Schema.text(
        TextRule(
            length: 4...10,
            pattern: "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$",
            kind: .moment,
            example: "1999-12"
        )
    )

    /// A name that people give.
    static let shelf = Schema.text(
        TextRule(length: 1...100, pattern: "^[A-Za-z0-9][A-Za-z0-9 _:-]{0,98}$", kind: .shelf, example: "To read")
    )

    /// A name that becomes part of keys and paths.
    static let name = Schema.text(
        TextRule(length: 1...128, pattern: "^[A-Za-z0-9][A-Za-z0-9._:-]*$", kind: .name)
    )
}

extension Schema.Member {
    /// A member that must be there.
    static func required(_ name: String, _ schema: Schema, _ summary: String = "") -> Self {
        Self(name: name, schema: schema, isRequired: true, summary: summary)
    }

    /// A member that may be missing.
    static func optional(_ name: String, _ schema: Schema, _ summary: String = "") -> Self {
        Self(name: name, schema: schema, isRequired: false, summary: summary)
    }
}
