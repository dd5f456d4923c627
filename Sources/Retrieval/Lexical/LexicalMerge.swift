public import MappedFiles

/// Merging of segments.
public enum LexicalMerge {
    /// Which segments to merge now, given how many documents each holds, oldest first; nil when it is not worth it.
    ///
    /// Segments are merged when the newer ones together are at least half as big as the one before them, so that their
    /// number stays logarithmic and every document is rewritten a logarithmic number of times.
    public static func segmentsToMerge(_ sizes: [Int]) -> Range<Int>? {
        preconditionFailure()
    }

    /// Writes the live documents of the segments `merged` of the index of `paths` into one segment at `path`.
    ///
    /// The new segment takes the place of those. Removals that older segments need are kept.
    /// - Parameters:
    ///   - paths: all live segments, oldest first.
    ///   - source: the change counter of the truth that the new segment stands for.
    /// - Complexity: O(size of the segments), in bounded memory.
    public static func merge(
        _ merged: Range<Int>,
        of paths: [String],
        into path: String,
        source: Int64
    ) throws(MappedFileError) {
        preconditionFailure()
    }
}
