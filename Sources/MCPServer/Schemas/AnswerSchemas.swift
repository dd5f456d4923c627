import Answers

/// The schemas of the answers that the command line and REST give too.
extension Schema {
    private static let ranks = object([
        "lexical": nullable("integer"), "semantic": nullable("integer"), "graph": nullable("integer"),
    ])

    private static let explanation = object([
        "terms": list(object(["text": text, "score": number, "papers": integer])),
        "arms": list(object(["name": text, "rank": nullable("integer"), "score": number, "contribution": number])),
        "notes": texts,
    ])

    private static let segment = object(["text": text, "match": flag])

    static let search = object([
        "query": text, "mode": text, "total": integer, "relaxed": flag, "correction": nullable("string"),
        "suggestion": nullable("string"), "behind": behind, "took_ms": number,
        "results": list(
            summary(
                [
                    "rank": integer, "score": number, "ranks": ranks, "snippet": text,
                    "snippet_segments": list(segment),
                ],
                optional: ["explanation": explanation]
            )
        ),
    ])

    static let paper = object(
        summaryMembers.merging([
            "identifiers": texts, "url": nullable("string"), "abstract": nullable("string"),
            "submitted": nullable("string"), "updated": nullable("string"),
            "versions": list(
                object(
                    ["version": text, "created": nullable("string"), "withdrawn": flag],
                    optional: ["size": integer, "source_type": text]
                )
            ),
            "comments": nullable("string"), "journal_ref": nullable("string"), "doi": nullable("string"),
            "report_no": nullable("string"), "license": nullable("string"), "submitter": nullable("string"),
            "venue": nullable("string"), "reference_count": integer, "reported_citations": nullable("integer"),
            "sources": texts,
        ]) { $1 }
    )

    private static let side = object(["total": integer, "results": list(summary(["sources": texts]))])

    static let citations = object(["identifier": text, "citations": side])
    static let references = object(["identifier": text, "references": side])

    static let similar = object([
        "identifier": text, "behind": behind,
        "results": list(
            summary([
                "rank": integer, "score": number,
                "reasons": object([
                    "cosine": nullable("number"), "shared_references": integer, "cited_together": integer,
                    "one_cites_the_other": flag,
                ]),
            ])
        ),
    ])

    static let path = object([
        "from": text, "to": text, "as_of": nullable("string"), "length": nullable("integer"), "count": integer,
        "behind": behind, "paths": list(list(work(["step": nullable("string")]))),
    ])

    static let neighbourhood = object([
        "as_of": nullable("string"), "found": list(integer), "behind": behind,
        "nodes": list(work(["depth": integer], optional: ["x": number, "y": number])),
        "edges": list(object(["source": text, "target": text])),
    ])

    static let communities = object([
        "as_of": nullable("string"), "level": integer, "count": integer, "modularity": number, "behind": behind,
        "communities": list(
            object([
                "number": integer, "size": integer, "phrases": texts, "years": list(integer), "cohesion": number,
                "papers": list(work()),
            ])
        ),
    ])

    static let ranking = object([
        "by": text, "as_of": nullable("string"), "ranked": integer, "total": integer, "pivots": nullable("integer"),
        "behind": behind,
        "results": list(work(["rank": integer, "percentile": number, "score": number, "reference_count": integer])),
    ])

    static let mainPath = object([
        "query": nullable("string"), "of": nullable("string"), "level": nullable("integer"),
        "as_of": nullable("string"), "members": integer, "behind": behind,
        "steps": list(work(["log10_ways": nullable("number")])),
    ])

    private static let burst = object(["from": text, "to": text, "strength": number])

    /// A series when something was asked in particular, else phrases that burst.
    static let trends = object(
        ["by": text, "as_of": nullable("string"), "behind": behind],
        optional: [
            "papers": integer, "slope": nullable("number"), "slope_error": nullable("number"), "bursts": list(burst),
            "periods": list(object(["period": text, "papers": integer, "total": integer])),
            "phrases": list(
                object(["phrase": text, "papers": integer, "slope": nullable("number"), "bursts": list(burst)])
            ),
        ]
    )

    static let recommend = object([
        "as_of": nullable("string"), "likes": texts, "dislikes": texts, "behind": behind,
        "results": list(
            work([
                "rank": integer, "score": number,
                "reasons": object([
                    "cited_together": integer, "cited_by_likes": integer, "cites_likes": integer,
                ]),
            ])
        ),
    ])

    private static let link = object([
        "rank": integer, "identifier": text, "title": nullable("string"), "probability": number, "cited": flag,
        "reasons": texts,
    ])

    static let prediction = object([
        "identifier": nullable("string"), "as_of": text, "references": integer, "unknown": texts, "cites": list(link),
        "cited_by": list(link),
    ])

    static let export = object([
        "format": text, "papers": integer, "missing": texts, "content": text,
    ])

    static let library = object([
        "papers": integer, "stubs": integer, "authors": integer, "citations": integer, "withdrawn": integer,
        "categories": ["type": "object", "additionalProperties": integer],
        "years": ["type": "object", "additionalProperties": integer],
    ])
}
