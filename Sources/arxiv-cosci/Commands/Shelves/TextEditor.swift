import Foundation

/// Lets the user change a text in a program of their choice.
enum TextEditor {
    /// Opens the text in the editor and waits until it is closed.
    ///
    /// - Returns: the text as it was saved.
    /// - Throws: ``CommandFailure`` when there is no terminal, or the editor fails.
    static func edit(_ text: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure.badInput("an editor needs a terminal; use 'note set' with --file or standard input")
        }
        let environment = ProcessInfo.processInfo.environment
        let editor = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self).first { !$0.isEmpty } ?? "vi"
        let path = FileManager.default.temporaryDirectory.path + "/note-\(UUID().uuidString).md"
        do {
            // Readable by nobody else, as notes are private.
            guard
                FileManager.default.createFile(
                    atPath: path,
                    contents: Data(text.utf8),
                    attributes: [.posixPermissions: 0o600]
                )
            else { throw CommandFailure.badInput("\(path): cannot be written") }
            // A file that cannot be removed is one in the folder for temporary files.
            defer { try? FileManager.default.removeItem(atPath: path) }
            guard run(editor, on: path) == 0 else {
                throw CommandFailure.badInput("\(editor.printable) failed; the note is as it was")
            }
            return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch let error as CocoaError {
            throw CommandFailure.badInput("\(path): \(error.localizedDescription)")
        }
    }

    /// Runs the editor in the foreground, in the terminal's own process group, with the path as its last argument. The shell
    /// takes the editor's own arguments apart, as git does.
    private static func run(_ editor: String, on path: String) -> Int32 {
        let words = ["sh", "-c", editor + " \"$1\"", "sh", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        guard posix_spawn(&child, "/bin/sh", nil, nil, arguments, environ) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 { guard errno == EINTR else { return -1 } }
        return status
    }
}
