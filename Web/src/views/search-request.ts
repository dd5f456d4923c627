import { address } from "../api/client";

/** How results can be ranked: the name, what it is called, what it means. */
export const modes = [
  ["hybrid", "All", "Words, meaning and citations together"],
  ["lexical", "Words", "Papers that have the words"],
  ["semantic", "Meaning", "Papers about the same, in whatever words"],
] as const;

/** What is searched for; it is all in the address. */
export interface Request {
  readonly q: string;
  readonly mode: string;
  readonly category: string;
  readonly author: string;
  readonly since: string;
  readonly until: string;
  readonly offset: number;
}

/** What an address asks for. */
export function requestOf(query: URLSearchParams): Request {
  const text = (name: string): string => query.get(name) ?? "";
  const mode = text("mode");
  return {
    q: text("q"), mode: modes.some(([name]) => name === mode) ? mode : "hybrid",
    category: text("category"), author: text("author"), since: text("since"), until: text("until"),
    offset: Math.max(0, Math.floor(Number(text("offset"))) || 0),
  };
}

/** The address of a search. */
export function addressOf(request: Request, changes: Partial<Request> = {}): string {
  const { mode, offset, ...rest } = { ...request, ...changes };
  return address("/search", { ...rest, mode: mode === "hybrid" ? "" : mode, offset: offset === 0 ? "" : offset });
}
