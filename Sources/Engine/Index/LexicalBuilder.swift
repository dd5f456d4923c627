import Literature
import MappedFiles
import Ports
import Retrieval

/// Builds the index of words and follows the library with it.
struct LexicalBuilder {
    let library: DerivedLibrary
    let progress: (Int, Int) throws -> Void

    /// Works between two calls of `progress`.
    private static let stride = 500
    /// When this part of the library has changed since abbreviations were counted, they are counted anew: one in so many.
    private static let recountAfter = 4

    /// The index as it is, and the state of the library that it stands for; nil when there is none that can be used.
    static func open(_ library: DerivedLibrary) throws -> LexicalIndex? {
        do {
            guard try !library.live(IndexFile.lexical).isEmpty else { return nil }
            return try library.folder.withLive(IndexFile.lexical) { try LexicalIndex(paths: $0) }
        } catch is MappedFileError {
            return nil
        }
    }

    /// Brings the index to the library's present state; the lock must be held.
    ///
    /// - Returns: how many works were indexed.
    func refresh(isAnew: Bool) throws -> Int {
        let counter = try library.feed.changeCounter()
        guard !isAnew, let index = try Self.open(library), let state = index.source, state <= counter else {
            return try rebuild(counter)
        }
        var count = 0
        if state < counter { count = try follow(state, upTo: counter) }
        if try acronymsAreOld(index) { try recountAcronyms(counter) }
        return count
    }

    private func rebuild(_ counter: Int64) throws -> Int {
        let total = try library.feed.workCount(changedAfter: nil)
        let path = try library.folder.newPath(IndexFile.lexical)
        var options = LexicalSegmentWriter.Options()
        options.usesSecondThread = total > 100_000
        let writer = try LexicalSegmentWriter(path: path, source: counter, options: options)
        var acronyms = AcronymTable.Builder()
        var done = 0
        _ = try library.feed.forEachWork(changedAfter: nil) { _, paper in
            guard let paper else { return }
            let document = LexicalDocument(paper)
            try writer.add(document)
            acronyms.add(document.title)
            acronyms.add(document.abstract)
            done += 1
            if done % Self.stride == 0 { try progress(done, total) }
        }
        try writer.finish()
        try publish(acronyms, counter)
        try library.folder.publish(IndexFile.lexical, [path])
        return done
    }

    /// A new segment for what changed after `state`.
    private func follow(_ state: Int64, upTo counter: Int64) throws -> Int {
        let total = try library.feed.workCount(changedAfter: state)
        let paths = try library.folder.live(IndexFile.lexical)
        let path = try library.folder.newPath(IndexFile.lexical)
        let writer = try LexicalSegmentWriter(path: path, source: counter)
        var (done, indexed) = (0, 0)
        _ = try library.feed.forEachWork(changedAfter: state) { identifier, paper in
            writer.remove(key: identifier.description)
            if let paper {
                try writer.add(LexicalDocument(paper))
                indexed += 1
            }
            done += 1
            if done % Self.stride == 0 { try progress(done, total) }
        }
        try writer.finish()
        try library.folder.publish(IndexFile.lexical, try merged(paths + [path], counter))
        return indexed
    }

    /// Merges the newest segments as long as that keeps their number small.
    private func merged(_ paths: [String], _ counter: Int64) throws -> [String] {
        var paths = paths
        while let range = LexicalMerge.segmentsToMerge(try LexicalIndex(paths: paths).segmentSizes) {
            let path = try library.folder.newPath(IndexFile.lexical)
            try LexicalMerge.merge(range, of: paths, into: path, source: counter)
            paths.replaceSubrange(range, with: [path])
        }
        return paths
    }

    // MARK: Abbreviations

    private func acronymsAreOld(_ index: LexicalIndex) throws -> Bool {
        // A damaged table is made anew, as one that is missing.
        guard let path = try library.live(IndexFile.acronyms).first, let table = try? AcronymTable(path: path) else {
            return true
        }
        let changed = try library.feed.workCount(changedAfter: table.source)
        return changed > index.documentCount / Self.recountAfter
    }

    private func recountAcronyms(_ counter: Int64) throws {
        var acronyms = AcronymTable.Builder()
        _ = try library.feed.forEachWork(changedAfter: nil) { _, paper in
            acronyms.add(paper?.title ?? "")
            acronyms.add(paper?.abstract ?? "")
        }
        try publish(acronyms, counter)
    }

    private func publish(_ acronyms: AcronymTable.Builder, _ counter: Int64) throws {
        let path = try library.folder.newPath(IndexFile.acronyms)
        try acronyms.write(to: path, source: counter)
        try library.folder.publish(IndexFile.acronyms, [path])
    }
}
