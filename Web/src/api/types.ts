/** The answers of the server. They are documented in /openapi.json. */

/** A paper in lists. */
export interface PaperSummary {
  readonly identifier: string;
  readonly arxiv_id?: string | null;
  readonly title?: string | null;
  readonly authors?: readonly string[];
  readonly year?: number | null;
  readonly categories?: readonly string[];
  readonly citation_count: number;
  readonly stub?: boolean;
  readonly withdrawn?: boolean;
}

/** A version of a paper. */
export interface PaperVersion {
  readonly version: string;
  readonly created: string | null;
  readonly size?: number | null;
  readonly source_type?: string | null;
  readonly withdrawn: boolean;
}

/** A paper with everything that is known of it. */
export interface Paper extends PaperSummary {
  readonly identifiers: readonly string[];
  readonly url: string | null;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly abstract: string | null;
  readonly submitted: string | null;
  readonly updated: string | null;
  readonly versions: readonly PaperVersion[];
  readonly comments: string | null;
  readonly journal_ref: string | null;
  readonly doi: string | null;
  readonly report_no: string | null;
  readonly license: string | null;
  readonly venue: string | null;
  readonly reference_count: number;
  readonly reported_citations: number | null;
  readonly sources: readonly string[];
}

/** Why a result ranks where it does. */
export interface Explanation {
  readonly terms: readonly { readonly text: string; readonly score: number; readonly papers: number }[];
  readonly arms: readonly {
    readonly name: string;
    readonly rank: number | null;
    readonly score: number;
    readonly contribution: number;
  }[];
  readonly notes: readonly string[];
}

/** A piece of a snippet. */
export interface SnippetSegment {
  readonly text: string;
  readonly match: boolean;
}

/** A result of a search. */
export interface SearchResult extends PaperSummary {
  readonly rank: number;
  readonly score: number;
  readonly snippet: string;
  readonly snippet_segments: readonly SnippetSegment[];
  readonly explanation?: Explanation;
}

/** The answer of a search. */
export interface SearchAnswer {
  readonly query: string;
  readonly mode: string;
  readonly total: number;
  readonly relaxed: boolean;
  readonly correction: string | null;
  readonly suggestion: string | null;
  readonly behind: readonly string[];
  readonly took_ms: number;
  readonly results: readonly SearchResult[];
}

/** One direction of the citations of a paper. */
export interface CitationSide {
  readonly total: number;
  readonly results: readonly (PaperSummary & { readonly sources: readonly string[] })[];
}

/** A page of citations. */
export interface CitationPage {
  readonly identifier: string;
  readonly references?: CitationSide;
  readonly citations?: CitationSide;
}

/** Papers that are like a paper. */
export interface SimilarAnswer {
  readonly identifier: string;
  readonly results: readonly (PaperSummary & {
    readonly rank: number;
    readonly score: number;
    readonly reasons: {
      readonly cosine: number | null;
      readonly shared_references: number;
      readonly cited_together: number;
      readonly one_cites_the_other: boolean;
    };
  })[];
}

/** A predicted citation. */
export interface PredictedLink {
  readonly rank: number;
  readonly identifier: string;
  readonly title: string | null;
  readonly probability: number;
  readonly cited: boolean;
  readonly reasons: readonly string[];
}

/** What a paper should cite and what may cite it. */
export interface PredictionAnswer {
  readonly identifier: string | null;
  readonly as_of: string;
  readonly references: number;
  readonly cites: readonly PredictedLink[];
  readonly cited_by: readonly PredictedLink[];
}

/** Citations by year. */
export interface HistoryAnswer {
  readonly years: Readonly<Record<string, number>>;
}

/** How two papers are connected. */
export interface PathAnswer {
  readonly from: string;
  readonly to: string;
  readonly length: number | null;
  readonly count: number;
  readonly paths: readonly (readonly (PaperSummary & { readonly step: "cites" | "cited_by" | null })[])[];
}

/** The papers around a paper. */
export interface NeighbourhoodAnswer {
  readonly found: readonly number[];
  readonly nodes: readonly (PaperSummary & { readonly depth: number; readonly x?: number; readonly y?: number })[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
}

/** The map of the library, in columns. */
export interface LayoutAnswer {
  readonly nodes: {
    readonly id: readonly string[];
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly year: readonly (number | null)[];
    readonly category: readonly (number | null)[];
    readonly community: readonly (number | null)[];
    readonly citations: readonly number[];
  };
  readonly categories: readonly string[];
  readonly communities: readonly { readonly id: number; readonly label: string }[];
  readonly edges: readonly number[];
}

/** A span of years in which a phrase was written about more than before. */
export interface Burst {
  readonly from: string;
  readonly to: string;
  readonly strength: number;
}

/** How often something was written about. */
export interface SeriesAnswer {
  readonly by: string;
  readonly papers: number;
  readonly slope: number | null;
  readonly bursts: readonly Burst[];
  readonly periods: readonly { readonly period: string; readonly papers: number; readonly total: number }[];
}

/** The phrases that were suddenly written about. */
export interface BurstsAnswer {
  readonly by: string;
  readonly phrases: readonly {
    readonly phrase: string;
    readonly papers: number;
    readonly slope: number | null;
    readonly bursts: readonly Burst[];
  }[];
}

/** A suggestion while somebody types. */
export interface Completion {
  readonly text: string;
  readonly kind: "title" | "author" | "category";
  readonly id?: string | null;
}

/** What is in the library. */
export interface Statistics {
  readonly papers: number;
  readonly stubs: number;
  readonly authors: number;
  readonly citations: number;
  readonly withdrawn: number;
  readonly embeddings: number;
  readonly categories: Readonly<Record<string, number>>;
  readonly years: Readonly<Record<string, number>>;
}

/** What went wrong, as the server says it (RFC 9457). */
export interface ProblemDetails {
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly request_id?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}
