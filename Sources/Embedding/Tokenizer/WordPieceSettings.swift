/// How a model's tokenizer treats texts: read from `tokenizer.json`, or from `tokenizer_config.json` and BERT's defaults.
struct WordPieceSettings: Hashable, Sendable {
    /// A piece of text that is one token wherever it stands, before anything else is looked at.
    struct Mark: Hashable, Sendable {
        var text: String
        var identifier: Int32?
    }

    /// Control characters are removed, and white space of every kind is a space.
    var cleans = true
    /// Every Chinese character is a word.
    var separatesHan = true
    /// Characters are decomposed and lose their accents; nil: when ``lowercases``.
    var stripsAccents: Bool?
    /// Words are turned to lower case.
    var lowercases = true
    /// What stands before a piece that continues a word.
    var continuation = "##"
    /// A longer word is unknown.
    var longestWord = 100
    /// Stands for what is unknown.
    var unknown = "[UNK]"
    /// Stands before a text.
    var first = "[CLS]"
    /// Stands behind a text.
    var last = "[SEP]"
    /// Texts that are tokens by themselves.
    var marks: [Mark] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map { Mark(text: $0) }
}
