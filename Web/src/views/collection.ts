import { changing } from "../app/access";
import { tell } from "../app/announce";
import { change, get, inPath } from "../api/client";
import type { CollectionSummary, ShelfPage } from "../api/shelves";
import { go, type View, type Visit } from "../app/router";
import { h } from "../base/dom";
import { plural } from "../base/format";
import { icon } from "../base/icons";
import { ask } from "../parts/dialog";
import { facts, badges, pager, paperLink } from "../parts/papers";
import { empty } from "../parts/states";

const pageSize = 100;

/** One collection. */
export async function collectionView(visit: Visit): Promise<View> {
  const path = `/api/collections/${encodeURIComponent(visit.rest)}`;
  const offset = Math.max(0, Number(visit.query.get("offset") ?? 0) || 0);
  const collection = await get<CollectionSummary & ShelfPage>(path, { limit: pageSize, offset: offset === 0 ? "" : offset }, visit.signal);
  const reload = (): void => go(location.pathname + location.search, { replace: true });
  async function act(work: () => Promise<unknown>, text: string, then: () => void): Promise<void> {
    const done = await changing(async () => {
      await work();
      return true;
    });
    if (done === null) return;
    tell(text);
    then();
  }
  async function edit(): Promise<void> {
    const reply = await ask({
      heading: "Change the collection", action: "Save",
      fields: [
        { name: "name", label: "Name", value: collection.name, isRequired: true },
        { name: "description", label: "What it is for", value: collection.description, type: "area" },
      ],
    });
    if (reply === null) return;
    const [name, description] = [reply.values["name"]?.trim() ?? "", reply.values["description"]?.trim() ?? ""];
    const changes = { ...(name === collection.name ? {} : { name }), ...(description === collection.description ? {} : { description }) };
    if (Object.keys(changes).length === 0) return;
    await act(() => change("PATCH", path, changes), "Saved.",
      () => go(`/collections/${encodeURIComponent(name)}`, { replace: true }));
  }
  async function remove(): Promise<void> {
    const reply = await ask({
      heading: `Delete “${collection.name}”?`, text: "The papers stay in the library.", action: "Delete", isDangerous: true,
    });
    if (reply !== null) await act(() => change("DELETE", path), "Deleted.", () => go("/collections"));
  }
  const file = collection.name.replace(/[^\w.-]+/g, "-");
  const formats = [["bibtex", "BibTeX", "bib"], ["ris", "RIS", "ris"], ["csl-json", "CSL-JSON", "json"]] as const;
  return {
    title: collection.name,
    content: h("div", { class: "page" },
      h("p", { class: "trail" }, h("a", { href: "/collections" }, "Collections")),
      h("h1", {}, collection.name),
      collection.description !== "" && h("p", { class: "lead" }, collection.description),
      h("p", { class: "actions" },
        h("span", {}, plural(collection.total, "paper")),
        collection.total > 0 && h("span", { class: "exports", role: "group", "aria-label": "Export" }, icon("down"), formats.map(([format, label, ending]) =>
          h("a", { class: "button small", href: `${path}/export?format=${format}`, download: `${file}.${ending}` }, label))),
        h("button", { type: "button", onclick: () => void edit() }, "Change"),
        h("button", { type: "button", class: "danger", onclick: () => void remove() }, "Delete")),
      collection.results.length === 0
        ? empty("It is empty.", "Press Collect beside a paper: in ", h("a", { href: "/" }, "search"), ", on a paper's page or on the ", h("a", { href: "/graph" }, "map"), ".")
        : [h("h2", { class: "unseen" }, "Papers"), h("ol", { class: "papers" }, collection.results.map((paper) => h("li", { class: "paper" },
          h("div", { class: "paper-head" }, h("h3", {}, paperLink(paper), badges(paper)),
            h("button", {
              type: "button", class: "plain", "aria-label": `Take out ${paper.title ?? paper.identifier}`,
              onclick: () => void act(() => change("DELETE", `${path}/papers/${inPath(paper.identifier)}`), "Taken out.", reload),
            }, icon("close"), h("span", {}, "Take out"))),
          facts(paper), !paper.in_library && h("p", { class: "why" }, "Not in the library yet."))))],
      pager(collection.total, offset, pageSize, (next) => `${location.pathname}?offset=${next}`)),
  };
}
