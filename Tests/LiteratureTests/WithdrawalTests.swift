import Literature
import Testing

/// Comments of real articles, each decided by hand.
@Suite struct WithdrawalTests {
    @Test(arguments: [
        "This paper has been withdrawn by the author due to a crucial sign error in the",
        "Withdrawn. See A.Nurmagambetov, hep-th/9804157",
        "withdrawn",
        "withdrawn by author due to unclear motivation in base paper",
        "10 pages. This paper is withdrawn for revisions and clarification",
        "9 pages, LaTeX, no figures. The paper has been temporarily withdrawn from publication",
        "This submission has been withdrawn by arXiv admin",
        "arXiv admin note: This submission has been withdrawn by arXiv administrators due to inflammatory content",
        "This article was withdrawn by the arXiv.org administrators since it plagiarizes math.AG/0601001",
        "Article withdrawn",
        "Article withdrawn under the request of W. Koczkodaj",
        "This paper is therefore being withdrawn. The author would like to apologize for having missed this",
        "The draft paper has been withdrawn by the author",
        "The above named paper has been withdrawn (see abstract for reasons)",
        "Paper is withdrawn. On review the paper contributes little of significance.",
        "decided to terminate it. So this paper is withdrawn from arXiv",
        "The author has withdrawn this submission [arXiv admin]",
        "We have withdrawn our paper due to a mistake in the main reference paper",
        "I am withdrawing this article",
        "Withdrawing this paper due to crucial errors in base paper",
        "The authors withdraw this article due to substantial revisions to the content",
        "25 pages; withdrawn due to some errors",
        "5 pages. Withdrawn due to significant overlap with prior work",
        "This has been withdrawn and will be reposted in another form. This expository note",
        "This paper is currently withdrawn due to a gap in the proof of the main theorem",
        "This paper was been withdrawn due to an error in the proof.",
        "Article temporarily withdrawn while it is undergoing a major revision.",
        "follow from known results. Accordingly, this version of the paper is withdrawn by the authors",
        "Withdrawn paper because the results are published in math.AT/0308054",
        "Withdrawn by the authors due to an error in the proof of the finite form",
    ])
    func withdrawn(_ comment: String) {
        #expect(Withdrawal.isStated(comments: comment, abstract: nil))
        #expect(Withdrawal.isStated(comments: nil, abstract: comment))
    }

    @Test(arguments: [
        "8 pages, Latex2e, title changed, section 2 withdrawn and one reference added",
        "18 pages, Subsection 2.5 withdrawn, accepted for publication in Internat. J. Math",
        "Corrected version of arXiv:1203.4520 (withdrawn); main result is weaker",
        "The tables in the previous withdrawn version (v2) have been corrected and the article updated.",
        "important changes have been made, replaces the withdrawn version",
        "26 pages. This paper supersedes withdrawn preprints math.RT/0610728 and math.RT/0612451",
        "Contains the results of the withdrawn preprint arXiv:1401.1050",
        "5 pages, 16 figures. The paper has been withdrawn from the XX International Conference \"Data Analytics\"",
        "Submission withdrawn from the International Journal of Digital Curation on 9 Sep",
        "This paper had been withdrawn, and is now again available with some minor corrections",
        "systolic-diastolic inequality in contact and symplectic geometry\" arXiv:1801.00539 (now withdrawn)",
        "From Auslander Algebras to Tilted Algebras\" (arXiv:0903.0760). The latter paper has been withdrawn",
        "This is the replacement of 1701.06274. The previous version been withdrawn by the author due to a error",
        "incorporates the results of arXiv:1702.08815 (the preprint arXiv:1702.08815 has been withdrawn from the arXiv)",
        "after completion of which this manuscript will be withdrawn.",
        "v2: minor changes; v3: temporarily withdrawn; v4: total rewrite",
        "I am not formally withdrawing the paper from arXiv because I think it's salvageable",
        "The proof in the previous version contained a gap, and we withdraw that claim.",
        "Weyl's original scale geometry of 1918 was withdrawn by its author from physical theorizing",
        "A part on SPA conjecture is withdrawn",
        "20 pages, Appendix withdrawn due to the error in the proof of Theorem A.2",
        "The appendix has been incorporated into the main body of the paper and is therefore withdrawn",
        "The paper is partially withdrawn: in its current form, Lemma 2.3 is false",
        "12 pages, 3 figures",
        "",
    ])
    func standing(_ comment: String) {
        #expect(!Withdrawal.isStated(comments: comment, abstract: nil))
    }

    @Test func noText() {
        #expect(!Withdrawal.isStated(comments: nil, abstract: nil))
        #expect(!Withdrawal.isStated(comments: "w", abstract: "ithdraw"))
    }
}
