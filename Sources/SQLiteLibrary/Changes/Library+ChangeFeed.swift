import Literature
public import Ports
import Synchronization

extension Library: ChangeFeed {
    /// The random name that the library got when it was made.
    public func identity() throws -> String {
        try read { connection in
            let statement = try connection.cached("SELECT value FROM meta WHERE key = 'library'")
            defer { statement.reset() }
            return try statement.step() ? statement.text(0) : ""
        }
    }

    /// The last change of the truth.
    public func latestChange() throws -> ChangeMark {
        let watch = try changeWatches.withLock { $0.popLast() } ?? ChangeWatch(path: databasePath)
        defer { changeWatches.withLock { $0.append(watch) } }
        return try watch.latest()
    }

    /// What changed after a state, up to now.
    ///
    /// - Complexity: that of the changes and of the neighbours of what changed, not of the library.
    public func changes(after mark: ChangeMark?, limit: Int) throws -> ChangeSummary {
        try read { connection in
            let latest = try ChangeLog.latest(connection)
            guard let mark, mark.counter <= latest.counter, try ChangeLog.mark(mark.counter, connection) == mark else {
                return ChangeSummary(mark: latest)
            }
            let kinds = try ChangeNotes.kinds(after: mark.counter, counter: latest.counter, connection)
            var works = ChangedWorks(reader: WorkReader(connection: connection), limit: limit)
            let isComplete = try works.gather(try ChangeLog.touched(after: mark.counter, connection))
            return ChangeSummary(
                mark: latest,
                works: isComplete ? works.works : nil,
                neighbours: isComplete ? works.neighbours : [],
                textsChanged: kinds.texts,
                citationsChanged: kinds.citations,
                membershipsLost: kinds.lostMemberships
            )
        }
    }
}
