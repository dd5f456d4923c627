import type { PaperSummary } from "./types";

/** A collection. */
export interface CollectionSummary {
  readonly name: string;
  readonly description: string;
  readonly paper_count: number;
  readonly created: string;
  readonly updated: string;
}

/** A paper on a shelf; the library may not have it. */
export type ShelvedPaper = PaperSummary & { readonly in_library: boolean; readonly added: string };

/** A page of papers from a shelf. */
export interface ShelfPage {
  readonly total: number;
  readonly results: readonly ShelvedPaper[];
}

/** A tag, and how many papers have it. */
export interface Tag {
  readonly name: string;
  readonly paper_count: number;
}

/** What the user keeps about a paper. */
export interface PaperMarks {
  readonly collections: readonly string[];
  readonly tags: readonly string[];
  readonly note: { readonly text: string; readonly updated: string } | null;
}

/** A saved search. */
export interface Watch {
  readonly name: string;
  readonly query: string;
  readonly mode: string;
  readonly marked: string;
}

/** What a saved search found since it was last marked as seen. */
export interface DigestEntry {
  readonly name: string;
  readonly query: string;
  readonly since: string;
  readonly new: number;
  readonly updated: number;
  readonly error: string | null;
  readonly papers: readonly (PaperSummary & { readonly status: "new" | "updated"; readonly changes: readonly string[] })[];
}
