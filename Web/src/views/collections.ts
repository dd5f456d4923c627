import { changing } from "../app/access";
import { tell } from "../app/announce";
import { change, get } from "../api/client";
import type { CollectionSummary, DigestEntry, ShelfPage, Tag, Watch } from "../api/shelves";
import { go, type View, type Visit } from "../app/router";
import { h, replace } from "../base/dom";
import { day, plural } from "../base/format";
import { ask } from "../parts/dialog";
import { paperList } from "../parts/papers";
import { empty, later } from "../parts/states";
import { collectionView } from "./collection";

/** Collections, tags, saved searches, and what is new for them. */
export function collectionsView(visit: Visit): View | Promise<View> {
  if (visit.rest !== "") return collectionView(visit);
  const tag = visit.query.get("tag") ?? "";
  if (tag !== "") return tagView(tag, visit);
  return {
    title: "Collections",
    content: h("div", { class: "page shelves" }, h("h1", {}, "Collections"),
      h("div", { class: "columns" },
        h("div", { class: "main" }, shelf(visit), news(visit)),
        h("aside", { class: "side", "aria-label": "Saved searches and tags" }, watches(visit), tags(visit)))),
  };
}

function tagView(tag: string, visit: Visit): View {
  return {
    title: `Tag ${tag}`,
    content: h("div", { class: "page" }, h("h1", {}, `Tagged “${tag}”`), h("h2", { class: "unseen" }, "Papers"),
      later("papers", visit.signal,
        () => get<ShelfPage>(`/api/tags/${encodeURIComponent(tag)}`, {}, visit.signal),
        ({ results }) => results.length === 0 ? empty("No paper has this tag.") : paperList(results))),
  };
}

function shelf(visit: Visit): HTMLElement {
  const make = async (): Promise<void> => {
    const reply = await ask({
      heading: "New collection", action: "Make it",
      fields: [{ name: "name", label: "Name", isRequired: true }, { name: "description", label: "What it is for", type: "area" }],
    });
    const name = reply?.values["name"]?.trim() ?? "";
    if (name === "") return;
    const done = await changing(async () => {
      await change("POST", "/api/collections", { name, description: reply?.values["description"]?.trim() ?? "" });
      return true;
    });
    if (done !== null) go(`/collections/${encodeURIComponent(name)}`);
  };
  return h("section", {}, h("h2", { class: "unseen" }, "Your collections"),
    h("p", { class: "actions" }, h("button", { type: "button", class: "primary", onclick: () => void make() }, "New collection")),
    later("collections", visit.signal,
      () => get<{ collections: readonly CollectionSummary[] }>("/api/collections", {}, visit.signal),
      ({ collections }) => collections.length === 0
        ? empty("There are no collections yet.", "Press Collect beside any paper, or make one here.")
        : h("ul", { class: "cards" }, collections.map((collection) => h("li", {},
          h("h3", {}, h("a", { href: `/collections/${encodeURIComponent(collection.name)}` }, collection.name)),
          h("p", { class: "faint" }, plural(collection.paper_count, "paper"), `, changed ${day(collection.updated)}`),
          collection.description !== "" && h("p", {}, collection.description))))));
}

function news(visit: Visit): HTMLElement {
  const element = h("section", { id: "new" });
  function draw(): void {
    replace(element, h("h2", {}, "What is new"),
      later("what is new", visit.signal,
        () => get<{ watches: readonly DigestEntry[] }>("/api/digest", {}, visit.signal),
        ({ watches: entries }) => {
          if (entries.length === 0) return empty("No searches are saved.", "Search for something, then press Save search: what appears later is listed here.");
          const fresh = entries.filter((entry) => entry.new + entry.updated > 0 || entry.error !== null);
          if (fresh.length === 0) return h("p", {}, "Nothing is new for your saved searches.");
          return h("div", {},
            h("p", { class: "actions" }, h("button", { type: "button", onclick: () => void seen() }, "Mark all as seen")),
            fresh.map((entry) => digestPart(entry)));
        }));
  }
  async function seen(): Promise<void> {
    const done = await changing(async () => {
      await change("POST", "/api/digest/mark", {});
      return true;
    });
    if (done !== null) draw();
  }
  draw();
  return element;
}

function digestPart(entry: DigestEntry): HTMLElement {
  const total = entry.new + entry.updated;
  return h("section", { class: "digest" },
    h("h3", {}, h("a", { href: `/search?q=${encodeURIComponent(entry.query)}` }, entry.name)),
    entry.error === null
      ? h("p", { class: "faint" }, `${plural(entry.new, "new paper")}, ${entry.updated} changed since ${day(entry.since)}`)
      : h("p", { class: "error" }, entry.error),
    paperList(entry.papers, (_, index) => {
      const paper = entry.papers[index];
      return paper?.status === "updated" && h("p", { class: "why" }, `Changed: ${paper.changes.join(", ")}`);
    }),
    total > entry.papers.length && h("p", { class: "faint" }, `and ${total - entry.papers.length} more`));
}

function watches(visit: Visit): HTMLElement {
  const element = h("section", {});
  function draw(): void {
    replace(element, h("h2", {}, "Saved searches"),
      later("saved searches", visit.signal,
        () => get<{ watches: readonly Watch[] }>("/api/watches", {}, visit.signal),
        ({ watches: all }) => all.length === 0 ? empty("None yet.") : h("ul", { class: "plain-list" }, all.map((watch) => h("li", {},
          h("a", { href: `/search?q=${encodeURIComponent(watch.query)}` }, watch.name),
          h("button", { type: "button", class: "small", "aria-label": `Delete ${watch.name}`, onclick: () => void remove(watch.name) }, "Delete"))))));
  }
  async function remove(name: string): Promise<void> {
    const done = await changing(async () => {
      await change("DELETE", `/api/watches/${encodeURIComponent(name)}`);
      return true;
    });
    if (done === null) return;
    tell(`“${name}” is deleted.`);
    draw();
  }
  draw();
  return element;
}

function tags(visit: Visit): HTMLElement {
  return h("section", {}, h("h2", {}, "Tags"),
    later("tags", visit.signal,
      () => get<{ tags: readonly Tag[] }>("/api/tags", {}, visit.signal),
      ({ tags: all }) => all.length === 0 ? empty("None yet.", "Tags are given on the page of a paper.")
        : h("ul", { class: "tags" }, all.map((tag) => h("li", {},
          h("a", { href: `/collections?tag=${encodeURIComponent(tag.name)}` }, tag.name), h("span", { class: "faint" }, tag.paper_count))))));
}
