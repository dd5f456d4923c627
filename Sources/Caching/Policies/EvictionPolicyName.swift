/// The eviction policies to choose from.
public enum EvictionPolicyName: String, CaseIterable, Hashable, Sendable, Codable {
    /// Least recently used first; exact.
    case lru
    /// S3-FIFO (J. Yang, Y. Zhang, Z. Qiu, Y. Yue, K. V. Rashmi, SOSP 2023).
    case s3fifo
    /// SIEVE (Y. Zhang, J. Yang, Y. Yue, Y. Vigfusson, K. V. Rashmi, NSDI 2024).
    case sieve
    /// ARC (N. Megiddo, D. S. Modha, FAST 2003).
    case arc
    /// S3-FIFO whose small queue finds its own size; the one that is shipped.
    case adaptive = "adaptive-s3fifo"

    /// What is used when nothing else is said.
    public static let standard = EvictionPolicyName.adaptive
}
