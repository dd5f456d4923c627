import Literature
import Ports

extension ShelfWriter {
    func addWatch(_ watch: Watch) throws {
        try requireFree(watch.name, in: .watch)
        try requireRoom(in: .watch, limit: Watch.limit)
        guard Watch.places.contains(watch.depth) else {
            throw ShelfError(
                .invalid,
                "a watch takes \(Watch.places.lowerBound) to \(Watch.places.upperBound) of the best papers"
            )
        }
        try run(
            """
            INSERT INTO watch(name, key, query, mode, depth, created, marked, mark)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            .text(watch.name.text),
            .text(watch.name.key),
            .text(try ShelfText.query(watch.query)),
            .text(watch.mode.rawValue),
            .integer(Int64(watch.depth)),
            .time(watch.created),
            .time(watch.marked),
            .text(watch.mark.description)
        )
    }

    func renameWatch(_ name: ShelfName, to other: ShelfName) throws { try rename(name, to: other, in: .watch) }

    func deleteWatch(_ name: ShelfName) throws {
        try run("DELETE FROM watch WHERE id = ?1", .integer(try row(name, in: .watch)))
    }

    func markWatch(_ name: ShelfName, at mark: ChangeMark) throws {
        try run(
            "UPDATE watch SET marked = ?2, mark = ?3 WHERE id = ?1",
            .integer(try row(name, in: .watch)),
            .time(now),
            .text(mark.description)
        )
    }
}
