/// What a TeX command contributes to the words of a text.
enum TeXCommand {
    /// Nothing: fonts, accents over formulas, spacing, delimiters, relations, arrows and binary operators.
    case dropped
    /// Nothing, and its argument is no text either: `\cite{...}`, `\label{...}`.
    case droppedWithArgument
    /// A word other than its name: `\infty` is infinity, `\varphi` is phi.
    case spelled(StaticString)
    /// Its own name in lower case: `\alpha`, `\hbar`, `\Lambda`, and macros of an author's making.
    case word

    /// The meaning of the command whose name is the `count` letters at `name`.
    static func meaning(of name: UnsafePointer<UInt8>, count: Int) -> TeXCommand {
        meanings[Name(name, count: count)] ?? .word
    }

    private static let meanings: [Name: TeXCommand] = {
        var table: [Name: TeXCommand] = [:]
        for list in [fonts, accents, layout, delimiters, relations, operators] {
            for name in split(list) { table[name] = .dropped }
        }
        for name in split(references) { table[name] = .droppedWithArgument }
        for (names, word) in synonyms {
            for name in split(names) { table[name] = .spelled(word) }
        }
        return table
    }()

    private static let fonts: StaticString = """
        rm it bf sl sf tt em sc cal Cal frak Bbb bold boldmath unboldmath mit roman text textrm textit textbf textsf \
        texttt textsc textsl textup textnormal emph mathrm mathit mathbf mathsf mathtt mathcal mathbb mathbbm mathds \
        mathfrak mathscr mathnormal boldsymbol pmb bm operatorname mbox hbox fbox ensuremath displaystyle textstyle \
        scriptstyle scriptscriptstyle tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge \
        textsuperscript textsubscript uppercase lowercase underline overline xspace rmfamily bfseries itshape
        """

    private static let accents: StaticString = """
        bar hat tilde vec dot ddot acute grave breve check widehat widetilde wt wh overrightarrow overleftarrow \
        underbrace overbrace prime slash slashed not dagger dag ddag ast star circ bullet
        """

    private static let layout: StaticString = """
        quad qquad hspace vspace hskip vskip kern hfill vfill noindent indent par newline break linebreak pagebreak \
        nobreak medskip bigskip smallskip thinspace phantom limits nolimits over frac dfrac tfrac sqrt choose atop \
        stackrel overset underset begin end item hline footnote thanks protect relax centerline null strut url ldots \
        cdots dots vdots ddots lq rq
        """

    private static let delimiters: StaticString = """
        left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr langle rangle lbrace rbrace lbrack \
        rbrack lfloor rfloor lceil rceil vert Vert lvert rvert mid backslash middle
        """

    private static let relations: StaticString = """
        to leq geq le ge neq ne ll gg sim simeq approx equiv cong propto in notin ni subset supset subseteq supseteq \
        subsetneq lesssim gtrsim lesseqgtr leqslant geqslant rightarrow leftarrow Rightarrow Leftarrow longrightarrow \
        longleftarrow leftrightarrow Leftrightarrow longleftrightarrow hookrightarrow mapsto longmapsto uparrow \
        downarrow implies iff prec succ preceq succeq asymp doteq perp parallel models vdash forall exists
        """

    private static let operators: StaticString = """
        times cdot pm mp div otimes oplus ominus odot wedge vee cap cup setminus ltimes rtimes bigoplus bigotimes \
        bigcup bigcap amalg
        """

    private static let references: StaticString = """
        cite citep citet citen onlinecite ref eqref label pageref href bibitem bibliographystyle bibliography
        """

    private static let synonyms: [(StaticString, StaticString)] = [
        ("infty", "infinity"), ("varphi", "phi"), ("varepsilon eps", "epsilon"), ("vartheta", "theta"),
        ("varrho", "rho"), ("varpi", "pi"), ("varsigma", "sigma"), ("varkappa", "kappa"), ("hslash", "hbar"),
        ("del", "nabla"),
    ]

    private static func split(_ list: StaticString) -> [Name] {
        let bytes = UnsafeBufferPointer(start: list.utf8Start, count: list.utf8CodeUnitCount)
        return bytes.split(separator: UInt8(ascii: " ")).compactMap { part in
            UnsafeBufferPointer(rebasing: part).baseAddress.map { Name($0, count: part.count) }
        }
    }

    /// A command's name: its first 16 letters and its length tell the names of the tables apart.
    private struct Name: Hashable {
        private var low: UInt64 = 0
        private var high: UInt64 = 0
        private var count: Int

        init(_ name: UnsafePointer<UInt8>, count: Int) {
            self.count = count
            for index in 0..<min(count, 8) { low = low << 8 | UInt64(name[index]) }
            for index in 8..<max(8, min(count, 16)) { high = high << 8 | UInt64(name[index]) }
        }
    }
}
