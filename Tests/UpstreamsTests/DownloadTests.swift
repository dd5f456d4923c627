import BatchProcessing
import Crypto
import Foundation
import Literature
import ReplayKit
import Testing

@testable import Upstreams

@Suite struct DownloadTests {
    private func hash(_ path: String) throws -> String {
        let data = try #require(FileManager.default.contents(atPath: path))
        return SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
    }

    @Test func filesArriveWhole() async throws {
        try await withBench(try Content.small.get()) { bench in
            let id = try #require(try await someIDs(1, from: bench).first)
            let path = bench.folder + "/deep/er/paper.pdf"
            let pdf = try await bench.arxiv.download(id, .pdf, to: path)
            #expect(pdf.content == .pdf && pdf.file.bytes == 300_000 && !pdf.file.wasResumed)
            #expect(pdf.file.contentType == "application/pdf")
            #expect(try hash(path) == pdf.file.sha256)
            let source = try await bench.arxiv.download(id, .source, to: bench.folder + "/source")
            #expect(source.content == .gzip)
            let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/deep/er")
            #expect(names == ["paper.pdf"])
        }
    }

    @Test func interruptedDownloadsGoOn() async throws {
        try await withBench(try Content.small.get()) { bench in
            let id = try #require(try await someIDs(1, from: bench).first)
            let path = bench.folder + "/paper.pdf"
            bench.fail(ReplayFault(.cut, path: "pdf", count: 1, bytes: 100_000))
            #expect(await failure { _ = try await bench.arxiv.download(id, .pdf, to: path) }?.kind == .unavailable)
            #expect(!FileManager.default.fileExists(atPath: path))
            let part = try #require(FileManager.default.contents(atPath: path + ".part"))
            #expect(!part.isEmpty && part.count <= 100_000)
            let before = bench.arxiv.statistics.entries["arxiv-pdf"]?.bytesReceived ?? 0
            let file = try await bench.arxiv.download(id, .pdf, to: path).file
            #expect(file.wasResumed && file.bytes == 300_000)
            #expect(try hash(path) == file.sha256)
            let after = bench.arxiv.statistics.entries["arxiv-pdf"]?.bytesReceived ?? 0
            #expect(after - before == Int64(300_000 - part.count))
            let other = try await bench.arxiv.download(id, .pdf, to: bench.folder + "/again.pdf").file
            #expect(other.sha256 == file.sha256)
        }
    }

    /// What was downloaded is of another version: it must not be continued.
    @Test func partsThatDoNotFitAreDropped() async throws {
        try await withBench(try Content.small.get()) { bench in
            let id = try #require(try await someIDs(1, from: bench).first)
            let path = bench.folder + "/paper.pdf"
            let url = bench.arxiv.address(of: id, .pdf)
            for (length, validator) in [(5000, "\"other\""), (900_000, nil), (300_000, nil)] as [(Int, String?)] {
                var tag = validator
                if tag == nil {
                    bench.fail(ReplayFault(.cut, path: "pdf", count: 1, bytes: 10))
                    _ = await failure { _ = try await bench.arxiv.download(id, .pdf, to: path) }
                    tag = PartialFile.state(of: path, url: url)?.validator
                }
                try Data(repeating: 0x58, count: length).write(to: URL(fileURLWithPath: path + ".part"))
                let note = PartialFileNote(url: url, validator: try #require(tag))
                try JSONEncoder().encode(note).write(to: URL(fileURLWithPath: path + ".part.json"))
                if length == 300_000 {
                    // As long as the file, but it is none: found out before it is put in place.
                    #expect(
                        await failure { _ = try await bench.arxiv.download(id, .pdf, to: path) }?.kind == .malformed
                    )
                }
                let file = try await bench.arxiv.download(id, .pdf, to: path).file
                #expect(file.bytes == 300_000 && !file.wasResumed)
                #expect(try hash(path) == file.sha256)
                try FileManager.default.removeItem(atPath: path)
            }
        }
    }

    @Test func whatIsNoFileIsRefused() async throws {
        try await withBench(try Content.small.get()) { bench in
            let id = try #require(try await someIDs(1, from: bench).first)
            let unknown = try #require(ArxivID("2401.00001"))
            let path = bench.folder + "/x.pdf"
            #expect(await failure { _ = try await bench.arxiv.download(unknown, .pdf, to: path) }?.kind == .notFound)
            bench.fail(ReplayFault(.garbage, path: "pdf", count: 1))
            #expect(await failure { _ = try await bench.arxiv.download(id, .pdf, to: path) }?.kind == .malformed)
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder).isEmpty)
        }
    }

    @Test func twoDownloadsToOnePlaceDoNotMix() async throws {
        try await withBench(try Content.small.get()) { bench in
            let id = try #require(try await someIDs(1, from: bench).first)
            let path = bench.folder + "/x.pdf"
            let other = try PartialFile(path: path, resuming: 0)
            let error = await failure { _ = try await bench.arxiv.download(id, .pdf, to: path) }
            #expect(error?.detail.contains("another process") ?? false)
            #expect(error?.failureClass == .transient)
            #expect(other.count == 0)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func limitsOfSizeAndDisk() async throws {
        let content = try Content.small.get()
        try await withBench(content, settings: { $0.fileLimit = 100_000 }) { bench in
            let id = try #require(try await someIDs(1, from: bench).first)
            let error = await failure { _ = try await bench.arxiv.download(id, .pdf, to: bench.folder + "/x") }
            #expect(error?.kind == .tooLarge)
        }
        try await withBench(content, settings: { $0.diskFloor = .max / 2 }) { bench in
            let id = try #require(try await someIDs(1, from: bench).first)
            let error = await failure { _ = try await bench.arxiv.download(id, .pdf, to: bench.folder + "/x") }
            #expect(error?.kind == .storage)
            #expect(error?.detail.contains("are to stay free") ?? false)
            let place = await failure { _ = try await bench.arxiv.download(id, .pdf, to: "/proc/none/x") }
            #expect(place?.kind == .storage)
        }
    }
}
