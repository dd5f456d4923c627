// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "arxiv-cosci", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .executableTarget(
            name: "lexical-benchmark",
            dependencies: [
                .product(name: "MappedFiles", package: "arxiv-cosci"),
                .product(name: "Retrieval", package: "arxiv-cosci"),
                .product(name: "TextAnalysis", package: "arxiv-cosci"),
            ],
            path: "Sources/LexicalBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "read-benchmark",
            dependencies: [.product(name: "Formats", package: "arxiv-cosci")],
            path: "Sources/ReadBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "encoder-benchmark",
            dependencies: [.product(name: "Embedding", package: "arxiv-cosci")],
            path: "Sources/EncoderBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "vector-benchmark",
            dependencies: [
                .product(name: "MappedFiles", package: "arxiv-cosci"),
                .product(name: "Retrieval", package: "arxiv-cosci"),
            ],
            path: "Sources/VectorBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "batch-benchmark",
            dependencies: [
                .product(name: "BatchProcessing", package: "arxiv-cosci"),
                .product(name: "RESP", package: "arxiv-cosci"),
                .product(name: "RedisClient", package: "arxiv-cosci"),
                .product(name: "RedisStores", package: "arxiv-cosci"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/BatchBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "cache-benchmark",
            dependencies: [.product(name: "Caching", package: "arxiv-cosci")],
            path: "Sources/CacheBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "metrics-benchmark",
            dependencies: [.product(name: "Observability", package: "arxiv-cosci")],
            path: "Sources/MetricsBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "graph-benchmark",
            dependencies: [.product(name: "GraphKernel", package: "arxiv-cosci")],
            path: "Sources/GraphBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "link-benchmark",
            dependencies: [.product(name: "Prediction", package: "arxiv-cosci")],
            path: "Sources/LinkBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "cache-tier-benchmark",
            dependencies: [
                .product(name: "Caching", package: "arxiv-cosci"),
                .product(name: "RESP", package: "arxiv-cosci"),
                .product(name: "RedisClient", package: "arxiv-cosci"),
                .product(name: "RedisStores", package: "arxiv-cosci"),
            ],
            path: "Sources/CacheTierBenchmark",
            swiftSettings: settings
        ),
    ]
)
