import Engine

/// The schemas of answers, as they stand in the document's components.
enum Components {
    static let all: [String: Schema] = [
        "Problem": Problem.schema,
        "PaperSummary": .record(summaryMembers),
        "Paper": .record(paperMembers),
        "PaperList": paperList,
        "PaperBatch": .record([
            .required("papers", .list(.named("Paper"))),
            .required("missing", .list(.string), "What was asked for and is not in the library."),
        ]),
        "CitationSide": citationSide,
        "Citations": .record([
            .required("identifier", .string),
            .optional("references", .named("CitationSide")),
            .optional("citations", .named("CitationSide")),
        ]),
        "History": .record([
            .required("identifier", .string), .required("total", .count),
            .required("years", .map(.count), "How many works of each year cite the paper."),
        ]),
        "SearchAnswer": searchAnswer,
        "Completions": .record([
            .required(
                "completions",
                .list(
                    .record([
                        .required("text", .string), .required("kind", .choice(["title", "author", "category"])),
                        .optional("id", .string),
                    ])
                )
            )
        ]),
        "Similar": similar,
        "Work": work([]),
        "Neighbourhood": neighbourhood,
        "Paths": paths,
        "Communities": communities,
        "Ranking": ranking,
        "MainPath": mainPath,
        "Bridges": bridges,
        "Trends": .any,
        "Recommendations": recommendations,
        "Prediction": prediction,
        "Statistics": statistics,
        "Health": health,
        "Job": JobJSON.schema,
        "Batch": BatchJSON.schema,
        "BatchDetails": BatchDetailsJSON.schema,
        "CacheStatistics": .any,
        "Map": .any,
        "Collection": .record(collectionMembers),
        "CollectionPage": .record(collectionMembers + shelfPageMembers),
        "TagPage": .record([.required("name", .string)] + shelfPageMembers),
        "Note": .record(noteMembers),
        "Marks": .record([
            .required("identifier", .string), .required("collections", .list(.string)),
            .required("tags", .list(.string)),
            .required("note", .nullable(.named("Note"))),
        ]),
        "ShelfChange": .record([
            .required("changed", .count), .required("unchanged", .count),
            .required("unknown", .list(.string), "What the library does not have; it is kept all the same."),
        ]),
        "Watch": watch,
        "Digest": digest,
    ]

    // MARK: Papers

    private static let summaryMembers: [Schema.Member] = [
        .required("arxiv_id", .nullable(.string)), .required("identifier", .string),
        .required("title", .nullable(.string)), .required("authors", .list(.string)),
        .required("year", .nullable(.integer(Int.min...Int.max))), .required("categories", .list(.string)),
        .required("citation_count", .count, "How many works of the library cite it."),
        .required("stub", .boolean, "Whether it is only known from citations."), .required("withdrawn", .boolean),
    ]

    private static let paperMembers: [Schema.Member] =
        summaryMembers + [
            .required("identifiers", .list(.string)), .required("url", .nullable(.string)),
            .required("abstract", .nullable(.string)), .required("submitted", .nullable(.string)),
            .required("updated", .nullable(.string)),
            .required(
                "versions",
                .list(
                    .record([
                        .required("version", .string), .required("created", .nullable(.string)),
                        .optional("size", .count), .optional("source_type", .string), .required("withdrawn", .boolean),
                    ])
                )
            ),
            .required("comments", .nullable(.string)), .required("journal_ref", .nullable(.string)),
            .required("doi", .nullable(.string)), .required("report_no", .nullable(.string)),
            .required("license", .nullable(.string)), .required("submitter", .nullable(.string)),
            .required("venue", .nullable(.string)), .required("reference_count", .count),
            .required("reported_citations", .nullable(.count)), .required("sources", .list(.string)),
        ]

    /// A summary of a paper with more members.
    private static func summary(_ more: [Schema.Member]) -> Schema { .record(summaryMembers + more) }

    private static let paperList = Schema.record([
        .required("papers", .list(.named("PaperSummary"))),
        .required("total", .count),
        .required("next_cursor", .nullable(.string), "To be sent as `cursor` for what follows; null at the end."),
    ])

    private static let citationSide = Schema.record([
        .required("total", .count),
        .required("results", .list(summary([.required("sources", .list(.string), "Who states the citation.")]))),
    ])

    // MARK: Search

    private static let searchAnswer = Schema.record([
        .required("query", .string),
        .required("mode", .choice(["identifier", "hybrid", "lexical", "semantic"])),
        .required("total", .count),
        .required(
            "relaxed",
            .boolean,
            "Whether no paper has all the words, so that papers with some of them are given."
        ),
        .required("correction", .nullable(.string), "What was searched for instead, because nothing matches."),
        .required("suggestion", .nullable(.string), "What may have been meant."),
        .required("behind", behind), .required("took_ms", .real),
        .required(
            "results",
            .list(
                summary([
                    .required("rank", .count), .required("score", .real),
                    .required(
                        "ranks",
                        .record([
                            .required("lexical", .nullable(.count)), .required("semantic", .nullable(.count)),
                            .required("graph", .nullable(.count)),
                        ])
                    ),
                    .required("snippet", .string, "A piece of the abstract on one line."),
                    .required(
                        "snippet_segments",
                        .list(.record([.required("text", .string), .required("match", .boolean)])),
                        "The snippet cut where words of the query begin and end; the parts joined are the snippet."
                    ),
                    .optional("explanation", explanation),
                ])
            )
        ),
    ])

    private static let explanation = Schema.record([
        .required(
            "terms",
            .list(.record([.required("text", .string), .required("score", .real), .required("papers", .count)]))
        ),
        .required(
            "arms",
            .list(
                .record([
                    .required("name", .string), .required("rank", .nullable(.count)), .required("score", .real),
                    .required("contribution", .real),
                ])
            )
        ),
        .required("notes", .list(.string)),
    ])

    private static let similar = Schema.record([
        .required("identifier", .string), .required("behind", behind),
        .required(
            "results",
            .list(
                summary([
                    .required("rank", .count), .required("score", .real),
                    .required(
                        "reasons",
                        .record([
                            .required("cosine", .nullable(.real)), .required("shared_references", .count),
                            .required("cited_together", .count), .required("one_cites_the_other", .boolean),
                        ])
                    ),
                ])
            )
        ),
    ])

    // MARK: Graph

    private static let behind = Schema.list(.string)
    private static let asOf = Schema.Member.required("as_of", .nullable(.string))

    /// A work of the graph: a summary, or an identifier and a count for one that the library has no more.
    private static func work(_ more: [Schema.Member]) -> Schema {
        let members = summaryMembers.map { member in
            var member = member
            member.isRequired = member.name == "identifier" || member.name == "citation_count"
            return member
        }
        return .record(members + more)
    }

    private static let neighbourhood = Schema.record([
        asOf, .required("found", .list(.count), "How many works were found at each depth."),
        .required("behind", behind),
        .required("nodes", .list(work([.required("depth", .count), .optional("x", .real), .optional("y", .real)]))),
        .required(
            "edges",
            .list(
                .record([.required("source", .string, "Who cites."), .required("target", .string, "What is cited.")])
            )
        ),
    ])

    private static let paths = Schema.record([
        .required("from", .string), .required("to", .string), asOf,
        .required("length", .nullable(.count), "How many citations long; null when no way leads there."),
        .required("count", .count), .required("behind", behind),
        .required(
            "paths",
            .list(.list(work([.required("step", .nullable(.choice(["cites", "cited_by"])))])))
        ),
    ])

    private static let communities = Schema.record([
        asOf, .required("level", .count), .required("count", .count), .required("modularity", .real),
        .required("behind", behind),
        .required(
            "communities",
            .list(
                .record([
                    .required("number", .count), .required("size", .count), .required("phrases", .list(.string)),
                    .required("years", .list(.integer(Int.min...Int.max))), .required("cohesion", .real),
                    .required("papers", .list(.named("Work"))),
                ])
            )
        ),
    ])

    private static let ranking = Schema.record([
        .required("by", .string), asOf, .required("ranked", .count, "How many works have a score."),
        .required("total", .count, "How many of them fulfil the conditions."),
        .required("pivots", .nullable(.count), "From how many works scores are estimated; null where they are exact."),
        .required("behind", behind),
        .required(
            "results",
            .list(
                work([
                    .required("reference_count", .count, "How many works it cites."),
                    .required("rank", .count, "Among all works that have a score; those of one score share it."),
                    .required("percentile", .real, "How many of a hundred such works stand behind it."),
                    .required("score", .real),
                ])
            )
        ),
    ])

    private static let mainPath = Schema.record([
        .required("query", .nullable(.string)), .required("of", .nullable(.string)),
        .required("level", .nullable(.count)), asOf, .required("members", .count, "How many works the topic has."),
        .required("behind", behind),
        .required(
            "steps",
            .list(
                work([
                    .required(
                        "log10_ways",
                        .nullable(.real),
                        "The logarithm of the number of ways through the topic over its citation of the work before."
                    )
                ])
            )
        ),
    ])

    private static let bridges = Schema.record([
        asOf, .required("count", .count, "How many such citations there are."),
        .required("larger_count", .count, "How many of them link more than one work."), .required("behind", behind),
        .required(
            "bridges",
            .list(
                .record([
                    .required("size", .count, "How many works it alone links to the others."),
                    .required("side", .choice(FindBridges.Side.allCases.map(\.rawValue)), "On which side they lie."),
                    .required("citing", .named("Work")), .required("cited", .named("Work")),
                ])
            )
        ),
    ])

    private static let recommendations = Schema.record([
        asOf, .required("likes", .list(.string)), .required("dislikes", .list(.string)), .required("behind", behind),
        .required(
            "results",
            .list(
                work([
                    .required("rank", .count), .required("score", .real),
                    .required(
                        "reasons",
                        .record([
                            .required("cited_together", .count), .required("cited_by_likes", .count),
                            .required("cites_likes", .count),
                        ])
                    ),
                ])
            )
        ),
    ])

    private static let links = Schema.list(
        .record([
            .required("rank", .count), .required("identifier", .string), .required("title", .nullable(.string)),
            .required("probability", .real), .required("cited", .boolean), .required("reasons", .list(.string)),
        ])
    )

    private static let prediction = Schema.record([
        .required("identifier", .nullable(.string)), .required("as_of", .string), .required("references", .count),
        .required("unknown", .list(.string)), .required("cites", links, "What the paper should cite."),
        .required("cited_by", links, "What may cite the paper."),
    ])

    // MARK: Shelves

    private static let collectionMembers: [Schema.Member] = [
        .required("name", .string), .required("description", .string), .required("created", .string),
        .required("updated", .string), .required("paper_count", .count),
    ]

    private static let shelfPageMembers: [Schema.Member] = [
        .required("total", .count),
        .required(
            "results",
            .list(
                summary([
                    .required("in_library", .boolean), .required("filed_as", .string), .required("added", .string),
                ])
            )
        ),
    ]

    private static let noteMembers: [Schema.Member] = [
        .required("identifier", .string), .required("text", .string, "Markdown of the user: not to be trusted."),
        .required("created", .string), .required("updated", .string),
    ]

    private static let watch = Schema.record([
        .required("name", .string), .required("query", .string), .required("mode", .string), .required("depth", .count),
        .required("created", .string), .required("marked", .string), .required("mark", .string),
    ])

    private static let digest = Schema.record([
        .required("marked", .boolean), .required("new", .count), .required("updated", .count),
        .required(
            "watches",
            .list(
                .record([
                    .required("name", .string), .required("query", .string), .required("mode", .string),
                    .required("since", .string), .required("new", .count), .required("updated", .count),
                    .required("behind", behind), .required("error", .nullable(.string)), .required("mark", .string),
                    .required(
                        "papers",
                        .list(
                            summary([
                                .required("status", .choice(["new", "updated"])), .required("changes", .list(.string)),
                            ])
                        )
                    ),
                ])
            )
        ),
    ])

    // MARK: System

    private static let statistics = Schema.record([
        .required("papers", .count), .required("stubs", .count), .required("authors", .count),
        .required("citations", .count), .required("withdrawn", .count), .required("concepts", .count),
        .required("documents", .count), .required("embeddings", .count), .required("categories", .map(.count)),
        .required("years", .map(.count)),
    ])

    private static let health = Schema.record([
        .required("status", .choice(["ok", "degraded", "failed"])), .required("version", .string),
        .required("uptime_seconds", .real),
        .required(
            "checks",
            .list(
                .record([
                    .required("subject", .string), .required("status", .choice(["ok", "warning", "failed"])),
                    .required("detail", .string), .required("remedy", .string),
                ])
            )
        ),
    ])
}
