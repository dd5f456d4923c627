import ArgumentParser
import Foundation
import Literature

/// The papers that a command works on, named one by one.
struct ItemArguments: ParsableArguments {
    @Argument(help: "Identifiers of papers: arXiv identifiers or addresses, DOIs, s2:HASH, CorpusId:N, openalex:W…")
    var identifiers: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("Also the identifiers in this file, one a line; - is standard input.", valueName: "file"),
        completion: .file()
    )
    var idsFrom: String?

    /// The identifiers in their shortest form, each once, in the order given.
    ///
    /// - Throws: ``CommandFailure`` naming the file and line of what is no identifier.
    func resolved() throws -> [String] {
        try unique { try PaperIdentifier(argument: $0).description }
    }

    /// The articles of arXiv named, with their versions where given, each once, in the order given.
    ///
    /// - Throws: ``CommandFailure`` naming what is no article of arXiv.
    func articles() throws -> [String] {
        try unique { text in
            guard let id = ArxivID(text) else {
                throw CommandFailure.badInput("'\(text)' is no article of arXiv; only those have files there")
            }
            return id.description
        }
    }

    private func unique(_ parse: (String) throws -> String) throws -> [String] {
        var seen: Set<String> = []
        var result: [String] = []
        for text in identifiers {
            let name = try parse(text)
            if seen.insert(name).inserted { result.append(name) }
        }
        guard let idsFrom else { return result }
        for (number, line) in try IdentifierLines(path: idsFrom).lines {
            do {
                let name = try parse(line)
                if seen.insert(name).inserted { result.append(name) }
            } catch let failure as CommandFailure {
                throw CommandFailure.badInput("\(idsFrom), line \(number): \(failure.message)")
            }
        }
        return result
    }
}

/// A text file of identifiers: one a line; blank lines and lines that begin with `#` count for nothing.
struct IdentifierLines {
    /// The lines that name something, with their numbers from 1.
    var lines: [(number: Int, text: String)]

    /// Reads a file.
    ///
    /// - Parameter path: the file; `-` is standard input.
    init(path: String) throws {
        let data: Data
        do {
            data =
                path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(filePath: path))
        } catch {
            throw CommandFailure.badInput("\(path): cannot be read: \(error.localizedDescription)")
        }
        lines = []
        let parts = String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        )
        for (index, line) in parts.enumerated() {
            let text = line.drop { $0.isWhitespace }
            if !text.isEmpty, !text.hasPrefix("#") { lines.append((index + 1, String(text))) }
        }
    }
}
