public import Ports

extension Library {
    /// Checks the library: its file and its structure.
    ///
    /// - Parameter isThorough: reads every page of the file and compares indexes with tables; takes about a second per 100 MB.
    public func health(isThorough: Bool) -> [HealthFinding] {
        [sqlite(), structure(isThorough), references()].map { check in
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
        Check(subject: "SQLite", remedy: "install libsqlite3 3.37 or newer") {
            try self.read { connection in
                let version = try connection.prepare("SELECT sqlite_version()")
                _ = try version.step()
                return HealthFinding("SQLite", .ok, "version \(version.text(0))")
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
}
