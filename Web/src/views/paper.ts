import { get, inPath } from "../api/client";
import type { CitationPage, HistoryAnswer, Paper, PredictedLink, PredictionAnswer, SimilarAnswer } from "../api/types";
import { note, type View, type Visit } from "../app/router";
import { h, webAddress, type Child } from "../base/dom";
import { bytes, count, day, percent, plural } from "../base/format";
import { icon } from "../base/icons";
import { bars, byYear } from "../charts/bars";
import { collectButton } from "../parts/collect";
import { badges, linked, pager, paperAddress, paperLink, paperList } from "../parts/papers";
import { empty, later } from "../parts/states";
import { tabs } from "../parts/tabs";
import { plain } from "../text/accents";
import { rich, title } from "../text/render";
import { marksOf, noteEditor, tagEditor } from "./annotations";

const pageSize = 20;

/** The page of a paper. */
export async function paperView(visit: Visit): Promise<View> {
  const paper = await get<Paper>(`/api/papers/${inPath(visit.rest)}`, {}, visit.signal);
  const marks = marksOf(paper.identifier, visit.signal);
  return {
    title: plain(paper.title ?? paper.identifier),
    content: h("article", { class: "page paper-page" },
      head(paper),
      h("div", { class: "columns" },
        h("div", { class: "main" }, abstract(paper), relations(paper, visit)),
        h("aside", { class: "side", "aria-label": "About the paper" },
          history(paper, visit), details(paper), versions(paper),
          tagEditor(paper.identifier, marks), noteEditor(paper.identifier, marks)))),
  };
}

// MARK: The paper itself

function head(paper: Paper): HTMLElement {
  const own = webAddress(paper.url);
  return h("header", {},
    h("h1", {}, title(paper.title), badges(paper)),
    h("p", { class: "authors" }, paper.authors.map((author, index) => [
      index > 0 && ", ",
      h("a", { href: `/search?q=${encodeURIComponent(`author:"${author.replace(/"/g, "")}"`)}` }, plain(author)),
    ])),
    h("p", { class: "facts" },
      paper.year !== null && paper.year !== undefined && h("span", {}, paper.year),
      paper.categories.map((category) => h("a", { href: `/search?q=${encodeURIComponent(`cat:${category}`)}` }, category)),
      h("span", {}, plural(paper.citation_count, "citation")), h("span", {}, plural(paper.reference_count, "reference")),
      own === undefined ? h("span", { class: "identifier" }, paper.identifier)
        : h("a", { href: own, rel: "noreferrer noopener", target: "_blank", class: "identifier" }, paper.identifier, icon("external"), h("span", { class: "unseen" }, " (opens elsewhere)"))),
    paper.withdrawn === true && h("p", { class: "notice warning" }, "This paper was withdrawn: its latest version has no text. Earlier versions are listed below."),
    h("p", { class: "actions" },
      collectButton(paper.identifier, paper.title ?? paper.identifier),
      h("a", { class: "button", href: `/graph?around=${encodeURIComponent(paper.identifier)}` }, icon("graph"), "Surroundings"),
      h("a", { class: "button", href: `/graph?select=${encodeURIComponent(paper.identifier)}` }, "On the map"),
      exports(paper)));
}

function exports(paper: Paper): HTMLElement {
  const formats = [["bibtex", "BibTeX", "bib"], ["ris", "RIS", "ris"], ["csl-json", "CSL-JSON", "json"]] as const;
  const name = paper.identifier.replace(/[^\w.-]+/g, "-");
  return h("span", { class: "exports", role: "group", "aria-label": "Export" }, icon("down"), formats.map(([format, label, ending]) =>
    h("a", { class: "button small", href: `/api/papers/${inPath(paper.identifier)}/export?format=${format}`, download: `${name}.${ending}` }, label)));
}

function abstract(paper: Paper): HTMLElement {
  return h("section", { class: "abstract-part" }, h("h2", { class: "unseen" }, "Abstract"),
    paper.abstract === null
      ? empty(paper.stub === true ? "Only known because others cite it." : "There is no abstract.",
        paper.stub === true && paper.arxiv_id !== null && ["Fetch it with ", h("code", {}, `arxiv-cosci fetch ${paper.arxiv_id ?? ""}`), " or from the ", h("a", { href: "/dashboard" }, "dashboard"), "."])
      : h("p", { class: "abstract" }, rich(paper.abstract)));
}

function details(paper: Paper): HTMLElement {
  const doi = paper.doi === null ? null : h("a", { href: `https://doi.org/${encodeURI(paper.doi)}`, rel: "noreferrer noopener", target: "_blank" }, paper.doi);
  const rows: readonly (readonly [string, Child])[] = [
    ["Submitted", paper.submitted === null ? null : day(paper.submitted)],
    ["Updated", paper.updated === null ? null : day(paper.updated)],
    ["Journal", paper.journal_ref ?? paper.venue],
    ["DOI", doi],
    ["Report", paper.report_no],
    ["Comments", paper.comments === null ? null : rich(paper.comments)],
    ["License", paper.license],
    ["Also known as", paper.identifiers.slice(1).join(", ")],
    ["Citations elsewhere", paper.reported_citations === null ? null : count(paper.reported_citations)],
    ["Known from", paper.sources.join(", ")],
  ];
  const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return h("section", {}, h("h2", {}, "Details"),
    h("dl", {}, known.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))));
}

function versions(paper: Paper): Child {
  if (paper.versions.length === 0) return null;
  return h("section", {}, h("h2", {}, plural(paper.versions.length, "version")),
    h("ul", { class: "versions" }, [...paper.versions].reverse().map((version) => h("li", {},
      h("strong", {}, version.version), version.created === null ? null : ` ${day(version.created)}`,
      version.size !== null && version.size !== undefined && version.size > 0 && h("span", { class: "faint" }, ` ${bytes(version.size)}`),
      version.withdrawn && h("span", { class: "badge warning" }, "Withdrawn")))));
}

function history(paper: Paper, visit: Visit): Child {
  if (paper.citation_count === 0) return null;
  return h("section", {}, h("h2", {}, "Citations by year"),
    later("citations by year", visit.signal,
      () => get<HistoryAnswer>(`/api/papers/${inPath(paper.identifier)}/history`, {}, visit.signal),
      ({ years }) => {
        const values = byYear(years);
        return values.length === 0 ? empty("The years of the citing papers are not known.") : bars(values, "Citations by year");
      }));
}

// MARK: Other papers

function relations(paper: Paper, visit: Visit): HTMLElement {
  const sides = [
    { name: "citations", label: `Cited by ${count(paper.citation_count)}` },
    { name: "references", label: `References ${count(paper.reference_count)}` },
  ] as const;
  return h("section", { class: "relations" }, h("h2", { class: "unseen" }, "Related papers"), tabs("Related papers", [
    ...sides.map(({ name, label }) => ({ name, label, content: () => citations(paper, name, visit) })),
    { name: "similar", label: "Similar", content: () => similar(paper, visit) },
    { name: "predicted", label: "Predicted links", content: () => predicted(paper, visit) },
  ], visit.query.get("tab") ?? "citations", (name) => {
    const query = new URLSearchParams(location.search);
    query.set("tab", name);
    query.delete("offset");
    note(query);
  }));
}

function citations(paper: Paper, side: "citations" | "references", visit: Visit): HTMLElement {
  const offset = visit.query.get("tab") === side ? Math.max(0, Number(visit.query.get("offset") ?? 0) || 0) : 0;
  return later(side, visit.signal,
    () => get<CitationPage>(`/api/papers/${inPath(paper.identifier)}/${side}`, { sort: "citations", limit: pageSize, offset: offset === 0 ? "" : offset }, visit.signal),
    (answer) => {
      const page = answer[side];
      if (page === undefined || page.total === 0) {
        return empty(side === "citations" ? "Nothing in the library cites it." : "Its references are not known.",
          "Fetch them with ", h("code", {}, `arxiv-cosci fetch ${paper.identifier} --with-${side}`), ".");
      }
      return h("div", {}, paperList(page.results),
        pager(page.total, offset, pageSize, (next) => `${paperAddress(paper.identifier)}?tab=${side}&offset=${next}`));
    });
}

function similar(paper: Paper, visit: Visit): HTMLElement {
  return later("similar papers", visit.signal,
    () => get<SimilarAnswer>(`/api/search/similar/${inPath(paper.identifier)}`, { limit: 15 }, visit.signal),
    ({ results }) => results.length === 0
      ? empty("Nothing in the library is like it.")
      : paperList(results, (_, index) => {
        const why = results[index]?.reasons;
        if (why === undefined) return null;
        const parts = [
          why.cosine === null ? "" : `nearness in meaning ${percent(why.cosine)}`,
          why.shared_references === 0 ? "" : `${plural(why.shared_references, "shared reference")}`,
          why.cited_together === 0 ? "" : `cited together ${plural(why.cited_together, "time")}`,
          why.one_cites_the_other ? "one cites the other" : "",
        ];
        return h("p", { class: "why" }, parts.filter((part) => part !== "").join(" · "));
      }));
}

function predicted(paper: Paper, visit: Visit): HTMLElement {
  return later("predicted links", visit.signal,
    () => get<PredictionAnswer>(`/api/papers/${inPath(paper.identifier)}/predictions`, { limit: 10 }, visit.signal),
    (answer) => h("div", {},
      h("p", { class: "hint" }, `Links that the library's model expects, with what was known on ${day(answer.as_of)}. They are guesses with reasons, not facts.`),
      links("It may also cite", answer.cites), links("It may be cited by", answer.cited_by)));
}

function links(heading: string, items: readonly PredictedLink[]): Child {
  if (items.length === 0) return null;
  return h("section", {}, h("h3", { class: "group" }, heading), h("ol", { class: "papers predicted" }, items.map((link) => {
    const level = h("i", {});
    level.style.width = `${(link.probability * 100).toFixed(1)}%`;
    return h("li", { class: "paper" },
      h("div", { class: "paper-head" }, h("h4", {}, paperLink(link), link.cited && h("span", { class: "badge" }, "Known")),
        h("span", { class: "probability", title: "Probability" }, h("span", { class: "meter", "aria-hidden": "true" }, level), percent(link.probability))),
      h("p", { class: "facts" }, h("span", { class: "identifier" }, link.identifier)),
      h("ul", { class: "reason-list" }, link.reasons.map((reason) => h("li", {}, linked(reason)))));
  })));
}
