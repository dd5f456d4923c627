import { get, isAborted } from "../api/client";
import type { SearchAnswer, SearchResult } from "../api/types";
import { announce } from "../app/announce";
import { h, replace, type Child } from "../base/dom";
import { plural } from "../base/format";
import { pager, paperRow } from "../parts/papers";
import { empty, failure, loading } from "../parts/states";
import { marked, rich } from "../text/render";
import { reasons } from "./reasons";
import { addressOf, type Request } from "./search-request";

const pageSize = 20;

/** Searches, and shows what is found. */
export async function search(element: HTMLElement, request: Request, signal: AbortSignal): Promise<void> {
  replace(element, loading("results"));
  const { q, mode, category, author, since, until, offset } = request;
  try {
    // A search needs words; filters alone are words of the query language too.
    const words = q !== "" ? q : category !== "" ? `cat:${category}` : `author:"${author.replace(/"/g, "")}"`;
    const answer = await get<SearchAnswer>(`/api/search/${mode}`,
      { q: words, category, author, since, until, offset: offset === 0 ? "" : offset, limit: pageSize, explain: true }, signal);
    show(element, request, answer);
  } catch (error) {
    if (!isAborted(error)) replace(element, failure(error, () => void search(element, request, signal)));
  }
}

function show(element: HTMLElement, request: Request, answer: SearchAnswer): void {
  announce(`${plural(answer.total, "result")}`);
  if (answer.results.length === 0) {
    replace(element, empty("Nothing found.", answer.suggestion === null ? [
      "Try fewer or other words, ", h("a", { href: addressOf(request, { mode: "semantic", offset: 0 }) }, "search by meaning"),
      ", or leave the filters out.",
    ] : didYouMean(request, answer.suggestion)));
    return;
  }
  const greatest = Math.max(...answer.results.map((result) => sum(result)));
  replace(element, notices(request, answer),
    h("h2", { class: "unseen" }, "Results"),
    h("p", { class: "faint result-count" }, `${plural(answer.total, "result")} in ${Math.max(1, Math.round(answer.took_ms))} ms`),
    h("ol", { class: "papers", start: request.offset + 1 }, answer.results.map((result) => paperRow(result, snippet(result), reasons(result, greatest)))),
    pager(answer.total, request.offset, pageSize, (offset) => addressOf(request, { offset })));
}

function sum(result: SearchResult): number {
  return (result.explanation?.arms ?? []).reduce((total, arm) => total + Math.max(0, arm.contribution), 0);
}

function snippet(result: SearchResult): Child {
  if (result.snippet === "") return null;
  return h("p", { class: "snippet" }, marked(result.snippet_segments));
}

function didYouMean(request: Request, text: string): Child {
  return ["Did you mean ", h("a", { href: addressOf(request, { q: text, offset: 0 }) }, rich(text)), "?"];
}

function notices(request: Request, answer: SearchAnswer): Child {
  const lines: Child[] = [];
  if (answer.correction !== null) lines.push(["Nothing has what was typed; shown is ", h("strong", {}, answer.correction), "."]);
  if (answer.suggestion !== null) lines.push(didYouMean(request, answer.suggestion));
  if (answer.relaxed) lines.push("No paper has all the words; these have some of them.");
  if (answer.behind.length > 0) {
    lines.push([`The index is behind the library (${answer.behind.join(", ")}). To bring it up to date: `, h("code", {}, "arxiv-cosci index")]);
  }
  return lines.map((line) => h("p", { class: "notice" }, line));
}
