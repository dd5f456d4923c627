// swift-tools-version: 6.2
import PackageDescription

/// Settings that every target shares: the Swift 6 language mode, imports that say what they are for, and no warnings.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "arxiv-cosci",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Upstreams", targets: ["Upstreams"]),
        .library(name: "ReplayKit", targets: ["ReplayKit"]),
        .executable(name: "replay-server", targets: ["replay-server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Kernels and values.
        .target(name: "Literature", swiftSettings: settings),

        // Bytes to values.
        .target(name: "CByteScan"),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]
        ),
        .systemLibrary(
            name: "CLibXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]
        ),
        .target(
            name: "Formats",
            dependencies: [
                "Literature", "CByteScan", "CZlib", "CLibXML2",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),

        // Many items at once.
        .target(name: "BatchProcessing", swiftSettings: settings),

        // Services on the network.
        .target(
            name: "Upstreams",
            dependencies: [
                "Literature", "Formats", "BatchProcessing",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ReplayKit",
            dependencies: [
                "Literature", "Formats",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "replay-server",
            dependencies: [
                "ReplayKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),

        // Tests.
        .testTarget(
            name: "FormatsTests",
            dependencies: ["Formats"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "UpstreamsTests",
            dependencies: [
                "Upstreams", "ReplayKit",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
    ]
)
