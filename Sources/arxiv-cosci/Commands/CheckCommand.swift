import ArgumentParser
import Engine
import Foundation
import Ports
import SQLiteLibrary

/// `check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check everything the program depends on, and say how to mend what is wrong.",
        discussion: """
            EXAMPLES
              arxiv-cosci check
              arxiv-cosci check --thorough --json
            """
    )

    @Flag(help: "Read every page of the library and compare its indexes with its tables.")
    var thorough = false

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let findings = await findings()
            let isSound = !findings.contains { $0.status == .failed }
            if json {
                try JSONOutput.print(CheckJSON(ok: isSound, checks: findings.map(CheckJSON.Check.init)))
            } else {
                show(findings)
            }
            if !isSound { throw CommandFailure.nothingFound(json ? "" : "something is wrong; see above") }
        }
    }

    private func findings() async -> [HealthFinding] {
        var findings: [HealthFinding] = []
        let folder: String
        do {
            let settings = try await options.settings()
            folder = try settings.resolve(.library).value
            for setting in SettingDefinition.all { _ = try settings.resolve(setting) }
            let file = settings.fileExists ? settings.file : "\(settings.file) (does not exist, defaults hold)"
            findings.append(HealthFinding("Configuration", .ok, file))
        } catch let failure as CommandFailure {
            return [HealthFinding("Configuration", .failed, failure.message, remedy: "correct or remove the setting")]
        } catch {
            return [HealthFinding("Configuration", .failed, "\(error)", remedy: "correct or remove the setting")]
        }
        findings.append(space(for: folder))
        do {
            let library = try Library.open(at: folder, mode: .readWrite)
            findings += library.health(isThorough: thorough)
            let derived = DerivedLibrary(path: folder, feed: library)
            findings += try derived.health(
                isThorough: thorough,
                models: try LibraryAccess.models(try await options.settings())
            )
        } catch let error as LibraryError {
            findings.append(HealthFinding("Library", .failed, error.message, remedy: error.advice))
        } catch {
            findings.append(HealthFinding("Library", .failed, "\(error)"))
        }
        return findings
    }

    /// The room left on the disk of the library, and whether it can be written to.
    private func space(for folder: String) -> HealthFinding {
        var place = folder
        while access(place, F_OK) != 0, place.contains("/"), place != "/" {
            place = (place as NSString).deletingLastPathComponent
        }
        if place.isEmpty { place = "." }
        var status = statvfs()
        guard statvfs(place, &status) == 0 else {
            return HealthFinding("Disk", .warning, "\(place): \(String(cString: strerror(errno)))")
        }
        let megabytes = Int(status.f_bavail) * Int(status.f_frsize) / 1_000_000
        let detail = "\(place): \(megabytes) MB free"
        guard access(place, W_OK) == 0 else {
            return HealthFinding(
                "Disk",
                .warning,
                detail + ", cannot be written to",
                remedy: "reading works; to import, name another folder with --library"
            )
        }
        return megabytes < 500
            ? HealthFinding("Disk", .warning, detail, remedy: "make room, or name another folder with --library")
            : HealthFinding("Disk", .ok, detail)
    }

    private func show(_ findings: [HealthFinding]) {
        let terminal = Terminal.standardOutput
        var text = ""
        for finding in findings {
            let mark =
                switch finding.status {
                case .ok: "ok      "
                case .warning: terminal.styled("warning ", .warning)
                case .failed: terminal.styled("FAILED  ", .match)
                }
            let padding = String(repeating: " ", count: max(1, 15 - finding.subject.count))
            text += mark + terminal.styled(finding.subject, .title) + padding + finding.detail.printable + "\n"
            if !finding.remedy.isEmpty { text += "        to mend: " + finding.remedy.printable + "\n" }
        }
        terminal.write(text)
    }
}

/// The JSON form of a check.
private struct CheckJSON: Encodable {
    struct Check: Encodable {
        var subject: String
        var status: String
        var detail: String
        var remedy: String

        init(_ finding: HealthFinding) {
            subject = finding.subject
            status = finding.status.rawValue
            detail = finding.detail
            remedy = finding.remedy
        }
    }

    var ok: Bool
    var checks: [Check]
}
