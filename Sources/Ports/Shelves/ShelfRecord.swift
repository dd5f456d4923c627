public import Literature

/// One thing on the user's shelves, whole: what a backup consists of.
public enum ShelfRecord: Hashable, Sendable {
    /// A collection with its papers in order.
    case collection(PaperCollection, [ShelfEntry])
    /// A tag with the papers that have it, in the order of their identifiers.
    case tag(ShelfName, [ShelfEntry])
    /// A note.
    case note(PaperNote)
    /// A watch.
    case watch(Watch)
}
