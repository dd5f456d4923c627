import { h, type Child } from "../base/dom";
import { count, names, plural } from "../base/format";
import type { PaperSummary } from "../api/types";
import { plain } from "../text/accents";
import { title } from "../text/render";
import { collectButton } from "./collect";
import { inPath } from "../api/client";

/** The address of a paper's page. */
export function paperAddress(identifier: string): string {
  return `/paper/${inPath(identifier)}`;
}

/** A link to a paper's page. */
export function paperLink(paper: Pick<PaperSummary, "identifier" | "title">): HTMLAnchorElement {
  return h("a", { href: paperAddress(paper.identifier) },
    paper.title === null || paper.title === undefined || paper.title === "" ? paper.identifier : title(paper.title));
}

/** Identifiers of arXiv in a sentence. */
const identifiers = /\b([a-z-]+(?:\.[A-Z]{2})?\/\d{7}|\d{4}\.\d{4,5})\b/;

/** A sentence in which identifiers of papers lead to their pages. */
export function linked(text: string): Child {
  return text.split(identifiers).map((part, index) => (index % 2 === 1 ? h("a", { href: paperAddress(part) }, part) : part));
}

/** Marks for what is special about a paper. */
export function badges(paper: Pick<PaperSummary, "withdrawn" | "stub">): Child {
  return [
    paper.withdrawn === true && h("span", { class: "badge warning" }, "Withdrawn"),
    paper.stub === true && h("span", { class: "badge", title: "Only known because others cite it" }, "Stub"),
  ];
}

/** Who, when, where, how often cited. */
export function facts(paper: PaperSummary): HTMLElement {
  const category = paper.categories?.[0];
  return h("p", { class: "facts" },
    (paper.authors?.length ?? 0) > 0 && h("span", { class: "authors" }, names((paper.authors ?? []).map(plain))),
    paper.year !== null && paper.year !== undefined && h("span", {}, paper.year),
    category !== undefined && h("span", { class: "category" }, category),
    h("span", {}, plural(paper.citation_count, "citation")),
    h("span", { class: "identifier" }, paper.identifier));
}

/** A paper in a list, with room for why it is there. */
export function paperRow(paper: PaperSummary, ...more: Child[]): HTMLLIElement {
  return h("li", { class: "paper" },
    h("div", { class: "paper-head" },
      h("h3", {}, paperLink(paper), badges(paper)),
      collectButton(paper.identifier, paper.title ?? paper.identifier)),
    facts(paper),
    more);
}

/** A list of papers. */
export function paperList(papers: readonly PaperSummary[], more: (paper: PaperSummary, index: number) => Child = () => null): HTMLElement {
  return h("ol", { class: "papers" }, papers.map((paper, index) => paperRow(paper, more(paper, index))));
}

/** Links to the pages of a long list. */
export function pager(total: number, offset: number, limit: number, address: (offset: number) => string): Child {
  if (total <= limit && offset === 0) return null;
  const last = Math.min(total, offset + limit);
  return h("nav", { class: "pager", "aria-label": "Pages" },
    offset > 0 ? h("a", { class: "button", href: address(Math.max(0, offset - limit)), rel: "prev" }, "Previous") : null,
    h("span", {}, `${count(offset + 1)}–${count(last)} of ${count(total)}`),
    last < total ? h("a", { class: "button", href: address(offset + limit), rel: "next" }, "Next") : null);
}
