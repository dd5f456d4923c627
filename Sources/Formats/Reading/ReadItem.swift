public import Literature

/// What is wrong at one place of an input.
public struct ReadIssue: Error, Hashable, Sendable, CustomStringConvertible {
    /// How far the damage goes.
    public enum Extent: Hashable, Sendable {
        /// One record (or one field that made the record useless) is refused; reading goes on behind it.
        case record
        /// The rest of the input cannot be read: a truncated archive, a device error, broken structure.
        case restOfInput
    }

    /// The line, from 1; 0 where lines have no meaning or nothing is known.
    public var line: Int
    /// The position in the (decompressed) input, in bytes from 0.
    public var byte: Int64
    /// What is wrong, on what, as a sentence fragment without the file's name.
    public var message: String
    /// How far the damage goes.
    public var extent: Extent

    /// An issue.
    public init(line: Int, byte: Int64, message: String, extent: Extent = .record) {
        self.line = line
        self.byte = byte
        self.message = message
        self.extent = extent
    }

    /// `line 12, byte 3456: …`
    public var description: String {
        line > 0 ? "line \(line), byte \(byte): \(message)" : "byte \(byte): \(message)"
    }
}

/// What a reader gives at each step.
public enum ReadItem: Hashable, Sendable {
    /// A fact.
    case record(SourceRecord)
    /// A record that is refused, with the reason.
    case issue(ReadIssue)
    /// Something worth telling that is no fact about papers (a resumption token, a response date).
    case notice(ReadNotice)
}

/// Facts about an answer as a whole.
public enum ReadNotice: Hashable, Sendable {
    /// An OAI-PMH list goes on: ask with this token. An empty token ends the list.
    case resumptionToken(String)
    /// When the upstream answered (OAI-PMH `responseDate`).
    case responseDate(String)
    /// How many results the whole query has, and where this page starts (Atom).
    case totalResults(Int, startIndex: Int)
    /// A deleted OAI-PMH record.
    case deleted(String)
    /// A page of Semantic Scholar or OpenAlex goes on at this offset, token or cursor.
    case next(String)
}

/// A reader of one format: takes facts out of an input, one after the other.
///
/// A reader is total: on any bytes it ends, after as many facts as can be had, and its memory does not grow with the input.
/// After an issue whose extent is the rest of the input, ``next()`` gives nil.
public protocol RecordReader {
    /// The next fact, issue or notice; nil at the end.
    mutating func next() -> ReadItem?
}

extension RecordReader {
    /// Up to `limit` items; empty at the end.
    public mutating func nextBatch(_ limit: Int) -> [ReadItem] {
        var batch: [ReadItem] = []
        batch.reserveCapacity(limit)
        while batch.count < limit, let item = next() { batch.append(item) }
        return batch
    }
}
