public import Ports

extension Library {
    /// Checks the library: its files, its structure, its text index.
    ///
    /// - Parameter isThorough: reads every page of both files and compares indexes with tables; takes about a second per 100 MB.
    public func health(isThorough: Bool) -> [HealthFinding] {
        [sqlite(), structure(isThorough), references(), textIndex()].map { check in
            do {
                return try check.body()
            } catch {
                return HealthFinding(check.subject, .failed, "\(error)", remedy: check.remedy)
            }
        }
    }

    private struct Check {
        var subject: String
        var remedy: String
        var body: () throws -> HealthFinding
    }

    private func sqlite() -> Check {
        Check(subject: "SQLite", remedy: "install libsqlite3 3.37 or newer with FTS5") {
            try self.read { connection in
                let version = try connection.prepare("SELECT sqlite_version()")
                _ = try version.step()
                let name = version.text(0)
                let isThere = try connection.integer("SELECT sqlite_compileoption_used('ENABLE_FTS5')") == 1
                return isThere
                    ? HealthFinding("SQLite", .ok, "version \(name) with full text search")
                    : HealthFinding(
                        "SQLite",
                        .failed,
                        "version \(name) without FTS5",
                        remedy: "install a libsqlite3 that is built with FTS5"
                    )
            }
        }
    }

    private func structure(_ isThorough: Bool) -> Check {
        let remedy = "keep a copy of the folder, then import the files again into a new library"
        return Check(subject: "Library", remedy: remedy) {
            try self.read { connection in
                let check = try connection.prepare(isThorough ? "PRAGMA integrity_check(5)" : "PRAGMA quick_check(5)")
                var problems: [String] = []
                while try check.step() { problems.append(check.text(0)) }
                guard problems == ["ok"] else {
                    let detail = problems.joined(separator: "; ")
                    return HealthFinding("Library", .failed, "damaged: \(detail)", remedy: remedy)
                }
                let counter = try ChangeLog.counter(connection)
                return HealthFinding("Library", .ok, "\(self.path): sound, schema \(Schema.version), change \(counter)")
            }
        }
    }

    /// Rows that name rows which are not there: none can come from this program.
    private func references() -> Check {
        let remedy = "keep a copy of the folder, then import the files again into a new library"
        return Check(subject: "Citations", remedy: remedy) {
            try self.read { connection in
                let lost = try connection.integer(
                    """
                    SELECT (SELECT count(*) FROM citation WHERE citing NOT IN (SELECT id FROM paper)
                                                             OR cited NOT IN (SELECT id FROM paper))
                         + (SELECT count(*) FROM paper WHERE work NOT IN (SELECT id FROM paper))
                    """
                )
                let count = try connection.integer("SELECT count(*) FROM citation")
                return lost == 0
                    ? HealthFinding("Citations", .ok, "\(count) stated, all between known works")
                    : HealthFinding("Citations", .failed, "\(lost) name works that are not there", remedy: remedy)
            }
        }
    }

    private func textIndex() -> Check {
        let remedy = "delete the folder \(derivedPath); the next search builds it anew"
        return Check(subject: "Text index", remedy: remedy) {
            switch try self.textIndexState() {
            case .current: HealthFinding("Text index", .ok, "up to date")
            case .behind:
                HealthFinding(
                    "Text index",
                    .warning,
                    "behind the library",
                    remedy: "the next search brings it up to date"
                )
            case .missing:
                HealthFinding("Text index", .warning, "not built yet", remedy: "the next search builds it")
            }
        }
    }
}
