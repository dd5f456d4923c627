// swift-tools-version: 6.2
import PackageDescription

// Fuzz targets of the readers. Built with the sanitizers by scripts/fuzz, not by a plain `swift build`.
let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "arxiv-cosci", path: "..")],
    targets: [
        .executableTarget(
            name: "fuzz-readers",
            dependencies: [
                .product(name: "Formats", package: "arxiv-cosci"),
                .product(name: "Literature", package: "arxiv-cosci"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        )
    ]
)
