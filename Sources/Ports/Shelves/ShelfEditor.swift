public import Literature

/// Changes what the user keeps, within one transaction of ``ShelfStore/editShelves(at:_:)``.
///
/// Papers may be named by any of their identifiers. Adding what is there and removing what is not are no errors; the answers say how
/// much changed.
public protocol ShelfEditor: AnyObject {
    // MARK: Collections

    /// Makes an empty collection.
    ///
    /// - Throws: ``ShelfError``: `exists`, `tooMany`, `invalid`.
    func createCollection(_ name: ShelfName, description: String) throws

    /// Gives a collection another name.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `exists`.
    func renameCollection(_ name: ShelfName, to other: ShelfName) throws

    /// Gives a collection another description.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `invalid`.
    func describeCollection(_ name: ShelfName, as description: String) throws

    /// Deletes a collection; the fifty that were deleted last can be brought back.
    ///
    /// - Throws: ``ShelfError``: `unknown`.
    func deleteCollection(_ name: ShelfName) throws

    /// Brings back the collection of that name that was deleted last.
    ///
    /// - Throws: ``ShelfError``: `unknown`; `exists` when there is another one of that name by now.
    func undeleteCollection(_ name: ShelfName) throws

    /// Puts papers at the end of a collection, in their order; those in it stay where they are.
    ///
    /// - Returns: how many were added.
    /// - Throws: ``ShelfError``: `unknown` for the collection, `tooMany`.
    func add(_ papers: [PaperIdentifier], to collection: ShelfName) throws -> Int

    /// Takes papers out of a collection.
    ///
    /// - Returns: how many works were taken out.
    /// - Throws: ``ShelfError``: `unknown` for the collection.
    func remove(_ papers: [PaperIdentifier], from collection: ShelfName) throws -> Int

    /// Moves a paper to a place in its collection: 1 for the first; a place behind the end is the last.
    ///
    /// - Throws: ``ShelfError``: `unknown` for the collection, or a paper that is not in it.
    func move(_ paper: PaperIdentifier, to place: Int, in collection: ShelfName) throws

    // MARK: Tags

    /// Gives papers a tag, which is made when it is missing.
    ///
    /// - Returns: how many did not have it.
    /// - Throws: ``ShelfError``: `tooMany`.
    func tag(_ papers: [PaperIdentifier], _ tag: ShelfName) throws -> Int

    /// Takes a tag from papers; a tag that nothing has any more is gone.
    ///
    /// - Returns: how many had it.
    /// - Throws: ``ShelfError``: `unknown` for the tag.
    func untag(_ papers: [PaperIdentifier], _ tag: ShelfName) throws -> Int

    /// Gives a tag another name; one that is there takes its papers in.
    ///
    /// - Throws: ``ShelfError``: `unknown`.
    func renameTag(_ tag: ShelfName, to other: ShelfName) throws

    /// Takes a tag from all papers.
    ///
    /// - Returns: how many had it.
    /// - Throws: ``ShelfError``: `unknown`.
    func deleteTag(_ tag: ShelfName) throws -> Int

    // MARK: Notes

    /// Writes the note about a paper in place of the one before, which ``restoreNote(about:)`` brings back.
    ///
    /// - Throws: ``ShelfError``: `invalid`.
    func setNote(about paper: PaperIdentifier, to text: String) throws

    /// Deletes the note about a paper; ``restoreNote(about:)`` brings it back.
    ///
    /// - Throws: ``ShelfError``: `unknown` when there is none.
    func deleteNote(about paper: PaperIdentifier) throws

    /// Exchanges the note about a paper with the text that it had before.
    ///
    /// - Throws: ``ShelfError``: `unknown` when there was none before.
    func restoreNote(about paper: PaperIdentifier) throws

    // MARK: Watches

    /// Adds a watch.
    ///
    /// - Throws: ``ShelfError``: `exists`, `tooMany`, `invalid`.
    func addWatch(_ watch: Watch) throws

    /// Gives a watch another name.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `exists`.
    func renameWatch(_ name: ShelfName, to other: ShelfName) throws

    /// Deletes a watch.
    ///
    /// - Throws: ``ShelfError``: `unknown`.
    func deleteWatch(_ name: ShelfName) throws

    /// Notes that the user has seen what a watch found up to a state.
    ///
    /// - Throws: ``ShelfError``: `unknown`.
    func markWatch(_ name: ShelfName, at mark: ChangeMark) throws

    // MARK: Backups

    /// Joins a record of a backup into what is there. Doing it twice changes nothing; nothing that is there is lost: papers are
    /// added, of two notes or descriptions that differ the one that changed last stays.
    ///
    /// - Throws: ``ShelfError``: `tooMany`, `invalid`.
    func restore(_ record: ShelfRecord) throws -> WriteOutcome
}
