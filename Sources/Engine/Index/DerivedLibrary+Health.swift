import MappedFiles
public import Ports
import Retrieval

extension DerivedLibrary {
    /// How many papers have a vector of meaning.
    public func embeddingCount() throws -> Int { try VectorBuilder.open(self)?.count ?? 0 }

    /// How the derived files stand.
    ///
    /// - Parameter isThorough: whether every file is read and compared with its checksums.
    public func health(isThorough: Bool, models: EmbeddingModels) throws -> [HealthFinding] {
        let damaged = isThorough ? try VerifyIndex(self, models: models)().filter { !$0.isSound && $0.isDamage } : []
        return try IndexPart.allCases.filter { $0 != .vectors || models.hasModel }.map { part in
            let subject = "Index: \(part.rawValue)"
            if let finding = damaged.first(where: { $0.part == part }) {
                return HealthFinding(
                    subject,
                    .failed,
                    "\(finding.file): \(finding.detail)",
                    remedy: "arxiv-cosci index --rebuild --only \(part.rawValue)"
                )
            }
            return switch try state(of: part) {
            case .current: HealthFinding(subject, .ok, "up to date")
            case .behind:
                HealthFinding(
                    subject,
                    .warning,
                    "behind the library",
                    remedy: "arxiv-cosci index; searches do it where it is quick"
                )
            case .missing:
                HealthFinding(
                    subject,
                    .warning,
                    "not built yet",
                    remedy: "arxiv-cosci index; searches do it where it is quick"
                )
            }
        }
    }
}
