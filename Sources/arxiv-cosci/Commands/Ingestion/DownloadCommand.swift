import ArgumentParser
import Engine

/// `download`.
struct DownloadCommand: IngestCommand {
    static let configuration = CommandConfiguration(
        commandName: "download",
        abstract: "Download PDFs or sources of arXiv articles for your own reading.",
        discussion: """
            Files go to files/ in the library, each with its size and checksum beside it; those that are there are left alone, and \
            interrupted downloads go on where they stopped. arXiv's terms: files are for you, do not pass them on.

            EXAMPLES
              arxiv-cosci download 2401.12345 hep-th/9711200v3
              arxiv-cosci download --kind source --ids-from reading-list.txt
              arxiv-cosci download --ids-from list.txt --dry-run
            """
    )

    @OptionGroup var items: ItemArguments

    @Option(
        help: ArgumentHelp("What: pdf, or source (TeX in most cases).", valueName: "kind"),
        completion: .list(DownloadOptions.Kind.allCases.map(\.rawValue))
    )
    var kind: DownloadOptions.Kind = .pdf

    @OptionGroup var running: RunOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if items.identifiers.isEmpty, items.idsFrom == nil {
            throw ValidationError("name papers, or a file of identifiers with --ids-from")
        }
    }

    func work() throws -> [IngestJob] {
        var download = DownloadOptions()
        download.kind = kind
        return [.download(identifiers: try items.articles(), options: download)]
    }
}
