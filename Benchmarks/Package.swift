// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "arxiv-cosci", path: "..")],
    targets: [
        .executableTarget(
            name: "read-benchmark",
            dependencies: [.product(name: "Formats", package: "arxiv-cosci")],
            path: "Sources/ReadBenchmark",
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .treatAllWarnings(as: .error),
            ]
        )
    ]
)
