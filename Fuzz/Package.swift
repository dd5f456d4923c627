// swift-tools-version: 6.2
import PackageDescription

// Fuzz targets of the readers. Built with the sanitizers by scripts/fuzz, not by a plain `swift build`.
let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "arxiv-cosci", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .executableTarget(
            name: "fuzz-readers",
            dependencies: [
                .product(name: "Embedding", package: "arxiv-cosci"),
                .product(name: "Formats", package: "arxiv-cosci"),
                .product(name: "Literature", package: "arxiv-cosci"),
                .product(name: "RESP", package: "arxiv-cosci"),
                .product(name: "Retrieval", package: "arxiv-cosci"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        )
    ]
)
