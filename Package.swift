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

/// Settings of rooms that compute: optimised in debug builds too, so that tests on real data end in time.
let kernelSettings = settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "arxiv-cosci",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "arxiv-cosci", targets: ["arxiv-cosci"]),
        .executable(name: "replay-server", targets: ["replay-server"]),
        .library(name: "Literature", targets: ["Literature"]),
        .library(name: "TextAnalysis", targets: ["TextAnalysis"]),
        .library(name: "Formats", targets: ["Formats"]),
        .library(name: "RESP", targets: ["RESP"]),
        .library(name: "RedisClient", targets: ["RedisClient"]),
        .library(name: "RedisStores", targets: ["RedisStores"]),
        .library(name: "BatchProcessing", targets: ["BatchProcessing"]),
        .library(name: "Engine", targets: ["Engine"]),
        .library(name: "Caching", targets: ["Caching"]),
        .library(name: "MappedFiles", targets: ["MappedFiles"]),
        .library(name: "Retrieval", targets: ["Retrieval"]),
        .library(name: "Embedding", targets: ["Embedding"]),
        .library(name: "GraphKernel", targets: ["GraphKernel"]),
        .library(name: "Prediction", targets: ["Prediction"]),
        .library(name: "Observability", targets: ["Observability"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.32.0"),
    ],
    targets: [
        // Kernels and values.
        .target(name: "Literature", swiftSettings: settings),
        .target(name: "TextAnalysis", dependencies: ["Literature"], swiftSettings: settings),

        // Bytes to values.
        .target(name: "CByteScan"),
        .systemLibrary(name: "CAllocator"),
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

        // Derived files and what computes with them.
        .target(name: "CKernels"),
        .target(name: "MappedFiles", dependencies: ["CZlib"], swiftSettings: settings),
        .target(
            name: "Retrieval",
            dependencies: ["CKernels", "Literature", "MappedFiles", "TextAnalysis"],
            swiftSettings: kernelSettings
        ),
        .target(
            name: "Embedding",
            dependencies: ["CKernels", "MappedFiles", "TextAnalysis"],
            swiftSettings: kernelSettings
        ),
        .target(name: "GraphKernel", dependencies: ["CKernels", "MappedFiles"], swiftSettings: kernelSettings),
        .target(
            name: "Prediction",
            dependencies: ["CKernels", "Embedding", "GraphKernel", "MappedFiles", "Retrieval", "TextAnalysis"],
            swiftSettings: kernelSettings
        ),

        // How good answers are, on public data.
        .target(
            name: "Evaluation",
            dependencies: [
                "CZlib", "Embedding", "GraphKernel", "MappedFiles", "Prediction", "Retrieval", "TextAnalysis",
            ],
            swiftSettings: kernelSettings
        ),

        // Answers kept for the next time.
        .target(
            name: "Caching",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: kernelSettings
        ),

        // The truth.
        .target(name: "Ports", dependencies: ["Literature"], swiftSettings: settings),
        .target(
            name: "SQLiteLibrary",
            dependencies: [
                "BatchProcessing", "Caching", "Literature", "Ports", "TextAnalysis",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
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
            name: "RESP",
            dependencies: [.product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: settings
        ),
        .target(
            name: "RedisClient",
            dependencies: [
                "RESP",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),

        // Stores for groups that outgrow one machine.
        .target(
            name: "RedisStores",
            dependencies: ["BatchProcessing", "Caching", "RedisClient", "RESP"],
            swiftSettings: settings
        ),

        // A server that plays the services, for working and testing offline.
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

        // Use cases and faces.
        .target(
            name: "Engine",
            dependencies: [
                "Literature", "Formats", "Ports", "TextAnalysis", "BatchProcessing", "Upstreams", "Caching",
                "MappedFiles",
                "Retrieval", "Embedding", "GraphKernel", "Prediction", "Evaluation",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Answers",
            dependencies: ["Caching", "Engine", "Literature", "Ports", "TextAnalysis"],
            swiftSettings: settings
        ),
        .target(
            name: "Observability",
            dependencies: [
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "API",
            dependencies: [
                "Answers", "BatchProcessing", "Caching", "CZlib", "Engine", "Formats", "Literature", "MappedFiles",
                "MCPServer", "Observability", "Ports", "Retrieval",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "MCPServer",
            dependencies: [
                "Answers", "BatchProcessing", "Engine", "Formats", "Literature", "Ports", "Retrieval", "TextAnalysis",
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "arxiv-cosci",
            dependencies: [
                "API", "Answers", "CAllocator", "MCPServer", "Observability",
                "Literature", "TextAnalysis", "Formats", "Ports", "SQLiteLibrary", "Engine", "BatchProcessing",
                "Upstreams", "RESP", "RedisClient", "RedisStores", "Caching", "MappedFiles", "Retrieval", "Embedding",
                "GraphKernel", "Prediction", "Evaluation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),

        // Tests.
        .target(
            name: "TestServers",
            dependencies: ["RedisClient", "RESP"],
            path: "Tests/TestServers",
            swiftSettings: settings
        ),
        .testTarget(name: "LiteratureTests", dependencies: ["Literature"], swiftSettings: settings),
        .testTarget(
            name: "TextAnalysisTests",
            dependencies: ["TextAnalysis"],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FormatsTests",
            dependencies: ["Formats"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SQLiteLibraryTests",
            dependencies: ["SQLiteLibrary", "Literature", "Ports"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EngineTests",
            dependencies: ["Engine", "SQLiteLibrary"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BatchProcessingTests",
            dependencies: ["BatchProcessing", "SQLiteLibrary", "RedisClient", "RedisStores", "TestServers"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RedisClientTests",
            dependencies: ["RedisClient", "RESP", "TestServers", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "UpstreamsTests",
            dependencies: [
                "Upstreams", "ReplayKit", "BatchProcessing",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(name: "MappedFilesTests", dependencies: ["MappedFiles"], swiftSettings: settings),
        .testTarget(name: "RetrievalTests", dependencies: ["Retrieval"], swiftSettings: settings),
        .testTarget(
            name: "EmbeddingTests",
            dependencies: ["CKernels", "Embedding", "MappedFiles"],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GraphKernelTests",
            dependencies: ["GraphKernel", "MappedFiles"],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PredictionTests",
            dependencies: ["MappedFiles", "Prediction"],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(name: "EvaluationTests", dependencies: ["Evaluation"], swiftSettings: settings),
        .testTarget(name: "CachingTests", dependencies: ["Caching"], swiftSettings: settings),
        .testTarget(
            name: "CacheTierTests",
            dependencies: [
                "Caching", "Engine", "Literature", "Ports", "RedisClient", "RedisStores", "RESP", "SQLiteLibrary",
                "TestServers",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ObservabilityTests",
            dependencies: [
                "Observability",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "BatchProcessing", "Engine", "Literature", "Ports", "SQLiteLibrary",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AnswersTests",
            dependencies: ["Answers"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MCPServerTests",
            dependencies: ["Answers", "Engine", "Literature", "MCPServer", "Ports", "SQLiteLibrary"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: ["arxiv-cosci", "BatchProcessing", "Caching", "Observability", "Upstreams"],
            swiftSettings: settings
        ),
    ]
)
