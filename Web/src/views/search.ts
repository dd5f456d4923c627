import { address, get, isAborted } from "../api/client";
import type { Completion, Statistics } from "../api/types";
import { go, type View, type Visit } from "../app/router";
import { h, replace } from "../base/dom";
import { plural } from "../base/format";
import { completingField } from "../parts/complete";
import { empty, failure } from "../parts/states";
import { watchButton } from "../parts/watching";
import { search } from "./results";
import { addressOf, modes, requestOf, type Request } from "./search-request";

/** Search: the field, filters, results. */
export function searchView(visit: Visit): View {
  const request = requestOf(visit.query);
  const isFirst = request.q === "" && request.category === "" && request.author === "";
  const results = h("div", { class: "results" });
  const form = searchForm(request, visit.signal, isFirst);
  if (isFirst) void welcome(results, visit.signal);
  else void search(results, request, visit.signal);
  return {
    title: request.q === "" ? "" : request.q,
    content: h("div", { class: isFirst ? "page search first" : "page search" },
      h("h1", { class: isFirst ? "" : "unseen" }, isFirst ? "Search the library" : `Search: ${request.q}`), form, results),
  };
}

// MARK: The form

function searchForm(request: Request, signal: AbortSignal, isFirst: boolean): HTMLFormElement {
  const field = completingField({
    label: "Search", value: request.q, isSearch: true, placeholder: "Words, a name, a title, hep-th/9711200 …",
    choose: (completion) => chosen(completion),
    submit: () => submit(),
  });
  field.input.id = "search";
  const categories = h("datalist", { id: "categories" });
  void suggestCategories(categories, signal);
  const input = (name: "category" | "author" | "since" | "until", label: string, extra: Record<string, unknown> = {}): HTMLElement =>
    h("label", { class: "field" }, h("span", {}, label), h("input", { name, value: request[name], autocomplete: "off", ...extra }));
  const year = { inputmode: "numeric", pattern: "[0-9]{4}", size: 6, title: "A year, such as 1997" };
  const isFiltered = [request.category, request.author, request.since, request.until].some((text) => text !== "");
  const form = h("form", { class: "search-form", role: "search", action: "/search", onsubmit: (event) => {
    event.preventDefault();
    submit();
  } },
    h("div", { class: "search-line" }, field.element, h("button", { type: "submit", class: "primary" }, "Search")),
    h("div", { class: "search-options" },
      h("fieldset", { class: "segments" }, h("legend", { class: "unseen" }, "Rank by"),
        modes.map(([name, label, title]) => h("label", { title },
          h("input", { type: "radio", name: "mode", value: name, checked: name === request.mode, onchange: () => request.q !== "" && submit() }),
          h("span", {}, label)))),
      h("details", { class: "filters", open: isFiltered },
        h("summary", {}, isFiltered ? "Filters (on)" : "Filters"),
        h("div", { class: "filter-fields" },
          input("category", "Category", { list: "categories", size: 12 }), categories, input("author", "Author", { size: 18 }),
          input("since", "From year", year), input("until", "To year", year),
          h("button", { type: "submit" }, "Apply"),
          isFiltered && h("a", { href: addressOf(request, { category: "", author: "", since: "", until: "", offset: 0 }) }, "Clear filters"))),
      !isFirst && request.q !== "" && watchButton(request.q)));
  function submit(): void {
    if (!form.reportValidity()) return;
    const data = new FormData(form);
    const text = (name: string): string => String(data.get(name) ?? "").trim();
    go(addressOf({
      q: field.input.value.trim(), mode: text("mode"), category: text("category"), author: text("author"),
      since: text("since"), until: text("until"), offset: 0,
    }));
  }
  function chosen(completion: Completion): void {
    if (completion.kind === "title" && completion.id !== undefined && completion.id !== null) return go(`/paper/${completion.id}`);
    field.input.value = completion.kind === "author" ? `author:"${completion.text}"`
      : completion.kind === "category" ? `cat:${completion.text}` : completion.text;
    submit();
  }
  if (isFirst && matchMedia("(pointer: fine)").matches) window.setTimeout(() => field.input.focus(), 0);
  return form;
}

async function suggestCategories(list: HTMLElement, signal: AbortSignal): Promise<void> {
  try {
    const { categories } = await get<Statistics>("/api/system/stats", {}, signal);
    const names = Object.entries(categories).sort((a, b) => b[1] - a[1]).slice(0, 60);
    replace(list, names.map(([name, papers]) => h("option", { value: name }, plural(papers, "paper"))));
  } catch {
    // The field works without suggestions.
  }
}

// MARK: The first page

async function welcome(element: HTMLElement, signal: AbortSignal): Promise<void> {
  const examples = ["black hole entropy", '"large N limit" superconformal', "author:witten year:1994..1996", "cat:hep-th noncommutative geometry", "hep-th/9711200"];
  const tries = h("div", { class: "examples" }, h("h2", {}, "Try"),
    h("ul", {}, examples.map((text) => h("li", {}, h("a", { href: address("/search", { q: text }) }, text)))));
  replace(element, tries);
  try {
    const stats = await get<Statistics>("/api/system/stats", {}, signal);
    if (stats.papers === 0) {
      replace(element, empty("The library is empty.", "Put papers into it: ", h("code", {}, "arxiv-cosci import FILE…"), ", or ",
        h("a", { href: "/dashboard" }, "fetch some"), "."));
      return;
    }
    const years = Object.keys(stats.years).map(Number).sort((a, b) => a - b);
    const span = years.length > 1 ? ` from ${years[0]} to ${years[years.length - 1]}` : "";
    element.append(h("p", { class: "faint summary" },
      `${plural(stats.papers, "paper")}${span}, ${plural(stats.authors, "author")}, ${plural(stats.citations, "citation")}. `,
      h("a", { href: "/graph" }, "See all of it on a map"), " or ", h("a", { href: "/trends" }, "what was written about when"), "."));
  } catch (error) {
    if (!isAborted(error)) element.append(failure(error));
  }
}
