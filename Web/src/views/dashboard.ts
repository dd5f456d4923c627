import { get } from "../api/client";
import type { Statistics } from "../api/types";
import type { Health } from "../api/work";
import type { View, Visit } from "../app/router";
import { h, replace } from "../base/dom";
import { count, duration, short } from "../base/format";
import { bars, byYear } from "../charts/bars";
import { level } from "../charts/level";
import { later } from "../parts/states";
import { cacheSection } from "./cache";
import { ingestionSection } from "./ingestion";

/** What the library has, how the server is, what it works on. */
export function dashboardView(visit: Visit): View {
  const counts = h("div", {}, library(visit));
  return {
    title: "Dashboard",
    content: h("div", { class: "page dashboard" }, h("h1", {}, "Dashboard"),
      counts,
      ingestionSection(visit.signal, () => replace(counts, library(visit))),
      h("div", { class: "halves" }, health(visit), cacheSection(visit.signal))),
  };
}

function library(visit: Visit): HTMLElement {
  return h("section", {}, h("h2", {}, "Library"),
    later("the counts", visit.signal, () => get<Statistics>("/api/system/stats", {}, visit.signal), (stats) => {
      const facts: readonly (readonly [string, number])[] = [
        ["papers", stats.papers], ["citations", stats.citations], ["authors", stats.authors],
        ["only cited", stats.stubs], ["withdrawn", stats.withdrawn], ["with vectors", stats.embeddings],
      ];
      const categories = Object.entries(stats.categories).sort((a, b) => b[1] - a[1]).slice(0, 10);
      const most = categories[0]?.[1] ?? 1;
      return h("div", {},
        h("dl", { class: "figures" }, facts.map(([name, value]) => h("div", { title: count(value) }, h("dt", {}, name), h("dd", {}, short(value))))),
        h("div", { class: "halves" },
          h("figure", {}, h("figcaption", {}, "Papers by year"), bars(byYear(stats.years), "Papers by year", { width: 520, height: 170 })),
          h("figure", {}, h("figcaption", {}, "Largest categories"), h("ul", { class: "levels" }, categories.map(([name, papers]) =>
            level(h("a", { href: `/search?q=${encodeURIComponent(`cat:${name}`)}` }, name), papers / most, count(papers)))))));
    }));
}

function health(visit: Visit): HTMLElement {
  const words: Readonly<Record<string, string>> = { ok: "All is well", degraded: "Something should be mended", failed: "Something does not work" };
  return h("section", {}, h("h2", {}, "Health"),
    later("the state", visit.signal, () => get<Health>("/api/system/health", {}, visit.signal), (answer) => h("div", {},
      h("p", {}, h("span", { class: `state ${answer.status}` }, words[answer.status] ?? answer.status),
        h("span", { class: "faint" }, ` version ${answer.version}, up for ${duration(answer.uptime_seconds)}`)),
      h("ul", { class: "checks" }, answer.checks.map((check) => h("li", {},
        h("span", { class: `state ${check.status}` }, check.status === "ok" ? "ok" : check.status),
        h("span", {}, h("strong", {}, check.subject), ` ${check.detail}`,
          check.remedy !== "" && h("span", { class: "next" }, " → ", h("code", {}, check.remedy)))))))));
}
