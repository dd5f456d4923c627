import TextAnalysis

/// Turns the text of a paper that the corpus does not hold into the corpus's numbers.
struct DraftReader {
    let corpus: PredictionCorpus

    /// Reads a draft; what the corpus has never seen is passed over.
    func read(_ draft: PredictionPaper) -> PaperReader.Numbers {
        var analyzer = TextAnalyzer()
        let reader = PaperReader()
        let title = reader.contentWords(of: draft.title, with: &analyzer).compactMap { corpus.wordNumbers.known($0) }
        let abstract = reader.contentWords(of: draft.abstract, with: &analyzer)
            .compactMap { corpus.wordNumbers.known($0) }
        var numbers = PaperReader.Numbers()
        numbers.titleWords = PaperReader.distinct(title)
        numbers.words = PaperReader.counted(title + abstract)
        numbers.authors = PaperReader.distinct(draft.authors.compactMap { corpus.authorNumbers.known($0) })
        numbers.categories = PaperReader.distinct(draft.categories.compactMap { corpus.categoryNumbers.known($0) })
        return numbers
    }
}
