import type { PaperSummary } from "./types";

/** A collection in lists. */
export interface CollectionSummary {
  readonly name: string;
  readonly description: string;
  readonly papers: number;
  readonly created?: string;
  readonly updated?: string;
}

/** A paper on a shelf: the library may not have it. */
export type ShelvedPaper = PaperSummary & { readonly added?: string | null };

/** A saved search. */
export interface Watch {
  readonly name: string;
  readonly query: string;
  readonly mode?: string;
  readonly created?: string;
  readonly marked?: string;
}

/** What a saved search found since it was last looked at. */
export interface DigestEntry {
  readonly watch: string;
  readonly query: string;
  readonly total: number;
  readonly papers: readonly (PaperSummary & { readonly change?: string })[];
}
