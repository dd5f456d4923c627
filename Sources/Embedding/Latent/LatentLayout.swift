/// The layout of a latent model: a derived file of the kind `LATENT`.
///
///     shape      UInt32 x 4: dimension, terms, 0, 0
///     version    UTF-8: a checksum of the rest
///     terms      UTF-8: the terms, in the order of their bytes
///     ends       UInt32: where in `terms` each term ends
///     weights    Float: how telling each term is
///     matrix     Float, terms x dimension: each term's direction
enum LatentLayout {
    static let kind = "LATENT"
    static let formatVersion: UInt32 = 1
    static let dimensionLimit = 4096
}
