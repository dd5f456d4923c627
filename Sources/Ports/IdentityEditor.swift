public import Literature

/// Corrects which identifiers name one work. Sources' claims stay as they are; a correction says whether they count.
public protocol IdentityEditor: PaperWriter {
    /// Tells two identifiers apart: claims that they name one work count no longer.
    ///
    /// - Returns: whether this was new.
    func separate(_ identifier: PaperIdentifier, from other: PaperIdentifier) throws -> Bool

    /// Takes a separation back: claims between the two count again.
    ///
    /// - Returns: whether they had been separated.
    func unite(_ identifier: PaperIdentifier, with other: PaperIdentifier) throws -> Bool
}
