import { changing } from "../app/access";
import { tell } from "../app/announce";
import { change, get } from "../api/client";
import type { CacheStatistics } from "../api/work";
import { h, replace } from "../base/dom";
import { bytes, count, percent } from "../base/format";
import { level } from "../charts/level";
import { ask } from "../parts/dialog";
import { empty, later } from "../parts/states";

/** What the cache did, and what can be done with it. */
export function cacheSection(signal: AbortSignal): HTMLElement {
  const element = h("section", {});
  function draw(): void {
    replace(element, h("h2", {}, "Cache"),
      later("the cache", signal, () => get<CacheStatistics>("/api/cache/stats", {}, signal), (stats) => h("div", {},
        h("p", {}, h("strong", {}, percent(stats.total.hit_ratio)), ` of ${count(stats.total.requests)} questions answered from it`,
          h("span", { class: "faint" }, `, ${stats.cache}${stats.bytes === null ? "" : `, ${bytes(stats.bytes)} of ${bytes(stats.capacity)}`}`)),
        Object.keys(stats.kinds).length === 0 ? empty("Nothing was asked yet.")
          : h("ul", { class: "levels" }, Object.entries(stats.kinds).sort((a, b) => b[1].requests - a[1].requests).map(([name, kind]) =>
            level(name, kind.hit_ratio, `${percent(kind.hit_ratio)} of ${count(kind.requests)}`))),
        h("p", { class: "actions" },
          h("button", { type: "button", onclick: () => void act("warm") }, "Warm"),
          h("button", { type: "button", class: "danger", onclick: () => void clear() }, "Clear")))));
  }
  async function act(what: "warm"): Promise<void> {
    const done = await changing(async () => {
      await change("POST", `/api/cache/${what}`, {});
      return true;
    });
    if (done === null) return;
    tell("The questions asked most are being answered again.");
    draw();
  }
  async function clear(): Promise<void> {
    const reply = await ask({ heading: "Clear the cache?", text: "Answers are found anew until it has filled again.", action: "Clear", isDangerous: true });
    if (reply === null) return;
    const done = await changing(async () => {
      await change("DELETE", "/api/cache?confirm=cache");
      return true;
    });
    if (done === null) return;
    tell("The cache is empty.");
    draw();
  }
  draw();
  return element;
}
