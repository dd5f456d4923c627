import { h, replace } from "../base/dom";
import { count, plural } from "../base/format";
import { loading } from "../parts/states";
import { paperAddress } from "../parts/papers";
import { rich } from "../text/render";
import type { GraphModel } from "./model";
import { Titles } from "./titles";

const pageSize = 50;

/** The papers of a map as a table: for those who cannot or would not use the drawing. */
export class PaperTable {
  readonly element = h("div", { class: "map-list" });
  private offset = 0;
  private model: GraphModel | undefined;

  constructor(
    private readonly signal: AbortSignal,
    private readonly isSeen: (index: number) => boolean,
    private readonly choose: (index: number) => void,
  ) {}

  /** Shows the papers of a map that are seen, the most cited first. */
  async show(model: GraphModel, offset = 0): Promise<void> {
    this.model = model;
    this.offset = offset;
    const { citations } = model.columns;
    const seen = Array.from({ length: model.size }, (_, index) => index).filter((index) => this.isSeen(index));
    seen.sort((a, b) => (citations[b] as number) - (citations[a] as number) || a - b);
    const page = seen.slice(offset, offset + pageSize);
    const missing = page.map((index) => model.id(index)).filter((id) => !model.titles.has(id));
    if (missing.length > 0) {
      replace(this.element, loading("titles"));
      try {
        await Titles.fill(model, missing, this.signal);
      } catch {
        // The identifiers stand for the titles then.
      }
      if (this.model !== model || this.offset !== offset) return;
    }
    replace(this.element, this.table(model, page), this.pages(model, seen.length));
  }

  private table(model: GraphModel, page: readonly number[]): HTMLElement {
    const { year, citations, category, community } = model.columns;
    const labels = new Map(model.communities.map(({ id, label }) => [id, label]));
    return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Papers on the map" }, h("table", {},
      h("caption", { class: "unseen" }, "The papers on the map, the most cited first"),
      h("thead", {}, h("tr", {}, ["Title", "Year", "Category", "Group", "Citations", "Linked"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, page.map((index) => h("tr", {},
        h("th", { scope: "row" }, h("a", { href: paperAddress(model.id(index)) }, rich(model.title(index)))),
        h("td", {}, year[index] === 0 ? "–" : year[index]),
        h("td", {}, model.categories[category[index] as number] ?? "–"),
        h("td", {}, labels.get(community[index] as number) ?? "–"),
        h("td", { class: "number" }, count(citations[index] as number)),
        h("td", {}, h("button", { type: "button", class: "small", onclick: () => this.choose(index), "aria-label": `Choose ${model.title(index)}` },
          plural(model.around(index).length, "link"))))))));
  }

  private pages(model: GraphModel, total: number): HTMLElement {
    const to = (offset: number): (() => void) => () => void this.show(model, offset);
    return h("nav", { class: "pager", "aria-label": "Pages" },
      this.offset > 0 && h("button", { type: "button", onclick: to(this.offset - pageSize) }, "Previous"),
      h("span", {}, total === 0 ? "Nothing of these years and kinds" : `${count(this.offset + 1)}–${count(Math.min(total, this.offset + pageSize))} of ${count(total)}`),
      this.offset + pageSize < total && h("button", { type: "button", onclick: to(this.offset + pageSize) }, "Next"));
  }
}
