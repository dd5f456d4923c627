import { takeKeyFromAddress } from "./app/access";
import { start, type View, type ViewMaker } from "./app/router";
import { buildShell } from "./app/shell";
import { listenForShortcuts } from "./app/shortcuts";
import { h } from "./base/dom";
import { searchView } from "./views/search";

/** Views that are fetched when they are first visited: the first page is small. */
const views: ReadonlyMap<string, ViewMaker> = new Map<string, ViewMaker>([
  ["", searchView],
  ["search", searchView],
  ["paper", async (visit) => (await import("./views/paper")).paperView(visit)],
  ["graph", async (visit) => (await import("./views/graph")).graphView(visit)],
  ["trends", async (visit) => (await import("./views/trends")).trendsView(visit)],
  ["collections", async (visit) => (await import("./views/collections")).collectionsView(visit)],
  ["dashboard", async (visit) => (await import("./views/dashboard")).dashboardView(visit)],
  ["missing", missing],
]);

function missing(): View {
  return {
    title: "Not found",
    content: h("div", { class: "page failure" }, h("h1", {}, "There is no such page"),
      h("p", { class: "next" }, "Go to ", h("a", { href: "/" }, "the search"), ".")),
  };
}

const outlet = buildShell();
listenForShortcuts();
void takeKeyFromAddress().then(() => start(outlet, views));
