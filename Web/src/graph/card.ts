import { get, inPath } from "../api/client";
import type { Paper } from "../api/types";
import { announce } from "../app/announce";
import { h, replace } from "../base/dom";
import { plural } from "../base/format";
import { collectButton } from "../parts/collect";
import { badges, facts, paperAddress, paperLink } from "../parts/papers";
import { failure, loading } from "../parts/states";
import { plain } from "../text/accents";
import { rich } from "../text/render";
import type { GraphModel } from "./model";
import { Titles } from "./titles";

/** What can be done with the paper that was chosen. */
export interface CardActions {
  expand(index: number): void;
  around(id: string): void;
  pathEnd(end: "from" | "to", id: string, title: string): void;
  choose(index: number): void;
}

/** Tells about the paper that was chosen on the map. */
export class PaperCard {
  readonly element = h("section", { class: "panel-part card", "aria-label": "Chosen paper", hidden: true });
  private current = "";

  constructor(private readonly signal: AbortSignal, private readonly actions: CardActions) {}

  /** Shows a paper; undefined shows none. */
  async show(model: GraphModel, index: number | undefined): Promise<void> {
    this.element.hidden = index === undefined;
    this.current = index === undefined ? "" : model.id(index);
    if (index === undefined) return;
    const id = this.current;
    replace(this.element, loading("the paper"));
    try {
      const near = [...new Set(model.around(index))]
        .sort((a, b) => (model.columns.citations[b] as number) - (model.columns.citations[a] as number)).slice(0, 8);
      const missing = near.map((other) => model.id(other)).filter((other) => !model.titles.has(other));
      const [paper] = await Promise.all([
        get<Paper>(`/api/papers/${inPath(id)}`, {}, this.signal),
        Titles.fill(model, missing, this.signal).catch(() => undefined),
      ]);
      if (this.current !== id) return;
      this.fill(model, index, paper, near);
    } catch (error) {
      if (!this.signal.aborted && this.current === id) replace(this.element, failure(error, () => void this.show(model, index)));
    }
  }

  private fill(model: GraphModel, index: number, paper: Paper, near: readonly number[]): void {
    const title = paper.title ?? paper.identifier;
    const { actions } = this;
    announce(`Chosen: ${plain(title)}, ${plural(model.around(index).length, "link")} on the map`);
    replace(this.element,
      h("h2", {}, paperLink(paper), badges(paper)),
      facts(paper),
      paper.abstract !== null && h("p", { class: "abstract clipped" }, rich(paper.abstract)),
      h("p", { class: "actions" },
        h("a", { class: "button", href: paperAddress(paper.identifier) }, "Open"),
        h("button", { type: "button", onclick: () => actions.expand(index), title: "Add the papers around it to the map" }, "Expand"),
        h("button", { type: "button", onclick: () => actions.around(paper.identifier), title: "A map of this paper's surroundings only" }, "Surroundings"),
        h("button", { type: "button", onclick: () => actions.pathEnd("from", paper.identifier, title) }, "Path from"),
        h("button", { type: "button", onclick: () => actions.pathEnd("to", paper.identifier, title) }, "Path to"),
        collectButton(paper.identifier, title)),
      near.length > 0 && [
        h("h3", {}, "Linked on the map"),
        h("ul", { class: "near" }, near.map((other) => h("li", {},
          h("button", { type: "button", class: "link", onclick: () => actions.choose(other) }, rich(model.title(other)))))),
      ]);
  }
}
