import { get, inPath } from "../api/client";
import type { LayoutAnswer, NeighbourhoodAnswer } from "../api/types";
import { tell } from "../app/announce";
import { go, note, type View, type Visit } from "../app/router";
import { h, replace } from "../base/dom";
import { count, plural } from "../base/format";
import { icon } from "../base/icons";
import { PaperCard } from "../graph/card";
import { Legend } from "../graph/legend";
import { PaperTable } from "../graph/list";
import { mapOfLibrary, mapOfNeighbourhood } from "../graph/maps";
import type { GraphModel } from "../graph/model";
import { PathFinder } from "../graph/paths";
import { Stage } from "../graph/stage";
import { Timeline } from "../graph/timeline";
import { Titles } from "../graph/titles";
import { completingField } from "../parts/complete";
import { paperLink } from "../parts/papers";
import { empty } from "../parts/states";

/** The explorer: the whole library, or the surroundings of a paper, as a map. */
export async function graphView(visit: Visit): Promise<View> {
  const center = visit.query.get("around") ?? "";
  const model = center === "" ? await library(visit) : await surroundings(visit, center);
  if (model.size === 0) {
    return {
      title: "Graph",
      content: h("div", { class: "page" }, h("h1", {}, "Graph"),
        empty("There is nothing to draw yet.", "Import papers with their citations: ", h("code", {}, "arxiv-cosci import FILE…"))),
    };
  }
  const explorer = new Explorer(model, visit, center);
  explorer.begin();
  return {
    title: center === "" ? "Graph" : `Around ${center}`,
    content: explorer.element,
    leave: () => explorer.leave(),
  };
}

async function library(visit: Visit): Promise<GraphModel> {
  return mapOfLibrary(await get<LayoutAnswer>("/api/graph/layout", { limit: 20_000 }, visit.signal));
}

async function surroundings(visit: Visit, center: string): Promise<GraphModel> {
  const depth = Math.min(3, Math.max(1, Number(visit.query.get("depth") ?? "1") || 1));
  return mapOfNeighbourhood(await get<NeighbourhoodAnswer>(
    `/api/graph/citations/${inPath(center)}`, { depth, limit: depth === 1 ? 150 : 400, layout: true }, visit.signal));
}

/** The parts of the explorer, and what one does to the others. */
class Explorer {
  readonly element: HTMLElement;
  private readonly stage: Stage | undefined;
  private readonly timeline: Timeline;
  private readonly legend: Legend;
  private readonly table: PaperTable;
  private readonly card: PaperCard;
  private readonly paths: PathFinder;
  private readonly titles: Titles;
  private readonly status = h("p", { class: "map-status", role: "status" });
  private readonly switcher: HTMLButtonElement;
  private isList = false;
  private years: readonly [number, number] = [0, 9999];

  constructor(private model: GraphModel, private readonly visit: Visit, private readonly center: string) {
    const { signal } = visit;
    this.titles = new Titles(signal, () => this.stage?.relabel());
    this.stage = this.makeStage();
    this.timeline = new Timeline((first, last) => this.setYears(first, last));
    this.legend = new Legend(this.stage, () => this.refreshTable());
    this.table = new PaperTable(signal, (index) => this.isSeen(index), (index) => this.choose(index, true));
    this.card = new PaperCard(signal, {
      expand: (index) => void this.expand(index),
      around: (id) => go(`/graph?around=${encodeURIComponent(id)}`),
      pathEnd: (end, id, title) => this.paths.set(end, id, title),
      choose: (index) => this.choose(index, true),
    });
    this.paths = new PathFinder(signal, (steps) => this.showWay(steps.map(({ identifier }) => identifier)), (from, to) => this.remember({ from, to }));
    this.switcher = h("button", { type: "button", onclick: () => this.setList(!this.isList) }, "List");
    this.element = this.build();
  }

  private makeStage(): Stage | undefined {
    try {
      return new Stage(this.model, {
        choose: (index, isDouble) => {
          if (index !== undefined && isDouble) void this.expand(index);
          else this.choose(index, false);
        },
        wantTitles: (indices) => this.titles.want(this.model, indices),
      });
    } catch {
      return undefined;
    }
  }

  private build(): HTMLElement {
    const find = completingField({
      label: "Find on the map", placeholder: "Find on the map", kinds: ["title"], isSearch: true,
      choose: (completion) => this.find(completion.id ?? ""),
      submit: (text) => this.find(text),
    });
    const { stage } = this;
    const around = this.center === "" ? null : h("p", { class: "around" },
      "Around ", paperLink({ identifier: this.center, title: this.model.titles.get(this.model.id(0)) ?? null }), " · ",
      h("a", { href: this.depthAddress(this.depth === 1 ? 2 : 1) }, this.depth === 1 ? "two citations deep" : "one citation deep"), " · ",
      h("a", { href: "/graph" }, "whole library"));
    return h("div", { class: "explorer" },
      h("h1", { class: "unseen" }, this.center === "" ? "Graph of the library" : `Graph around ${this.center}`),
      h("div", { class: "map" },
        h("div", { class: "map-bar" }, find.element, this.switcher,
          stage !== undefined && h("div", { class: "zooms", role: "group", "aria-label": "Zoom" },
            this.tool("plus", "Zoom in", () => stage.zoom(1.5)), this.tool("minus", "Zoom out", () => stage.zoom(1 / 1.5)),
            this.tool("fit", "Show everything", () => stage.showAll()))),
        stage?.element ?? h("p", { class: "hint" }, "This browser draws no WebGL, so here is the list."),
        this.table.element, this.status, this.timeline.element),
      h("aside", { class: "panel", "aria-label": "About the map" },
        around, this.card.element, this.paths.element,
        h("details", { class: "panel-part", open: window.innerWidth > 800 }, h("summary", {}, "Colours and groups"), this.legend.element)));
  }

  private tool(name: "plus" | "minus" | "fit", label: string, act: () => void): HTMLButtonElement {
    return h("button", { type: "button", class: "plain", "aria-label": label, title: label, onclick: act }, icon(name));
  }

  private get depth(): number {
    return Number(this.visit.query.get("depth") ?? "1") || 1;
  }

  private depthAddress(depth: number): string {
    return `/graph?around=${encodeURIComponent(this.center)}&depth=${depth}`;
  }

  /** Shows what the address asks for. */
  begin(): void {
    this.timeline.setModel(this.model);
    this.legend.setModel(this.model);
    this.setList(this.stage === undefined || this.visit.query.get("view") === "list");
    this.tellSize();
    const { query } = this.visit;
    const [from, to, select] = [query.get("from") ?? "", query.get("to") ?? "", query.get("select") ?? ""];
    if (from !== "") this.paths.set("from", from, from);
    if (to !== "") this.paths.set("to", to, to);
    if (select !== "") window.setTimeout(() => this.find(select), 0);
    else if (this.center !== "") this.choose(this.model.index(this.center) ?? 0, false);
  }

  /** Ends everything. */
  leave(): void {
    this.timeline.stop();
    this.stage?.release();
  }

  private tellSize(): void {
    this.status.textContent = `${plural(this.model.size, "paper")}, ${plural(this.model.columns.edges.length / 2, "citation")} drawn`;
  }

  private setYears(first: number, last: number): void {
    this.years = [first, last];
    this.stage?.setYears(first, last);
    this.refreshTable();
  }

  private isSeen(index: number): boolean {
    if (this.stage !== undefined) return this.stage.isSeen(index);
    const year = this.model.columns.year[index] as number;
    return year === 0 || (year >= this.years[0] && year <= this.years[1]);
  }

  private setList(isList: boolean): void {
    this.isList = isList;
    this.element.classList.toggle("as-list", isList);
    replace(this.switcher, isList ? "Map" : "List");
    this.switcher.title = isList ? "Show the map" : "Show the same papers as a list";
    this.switcher.disabled = this.stage === undefined;
    this.refreshTable();
    this.remember({ view: isList && this.stage !== undefined ? "list" : "" });
  }

  private refreshTable(): void {
    if (this.isList) void this.table.show(this.model);
  }

  private choose(index: number | undefined, flies: boolean): void {
    this.stage?.select(index);
    if (index !== undefined && flies) this.stage?.flyTo([index]);
    void this.card.show(this.model, index);
    this.remember({ select: index === undefined || this.model.id(index) === this.center ? "" : this.model.id(index) });
  }

  private find(id: string): void {
    const index = this.model.index(id);
    if (index !== undefined) return this.choose(index, true);
    if (/\d/.test(id) && !/\s/.test(id)) go(`/graph?around=${encodeURIComponent(id)}`);
    else tell("That paper is not on this map. Open it by search, then show its surroundings.");
  }

  /** Adds the papers around a paper. */
  private async expand(index: number): Promise<void> {
    const id = this.model.id(index);
    try {
      const answer = await get<NeighbourhoodAnswer>(`/api/graph/citations/${inPath(id)}`, { depth: 1, limit: 60 }, this.visit.signal);
      const before = this.model.size;
      this.model = this.model.with(answer, index);
      this.stage?.setModel(this.model);
      this.choose(index, false);
      this.tellSize();
      this.refreshTable();
      const added = this.model.size - before;
      tell(added === 0 ? "All papers around it are on the map already." : `${plural(added, "paper")} added.`);
    } catch (error) {
      if (!this.visit.signal.aborted) tell(error instanceof Error ? error.message : String(error));
    }
  }

  /** Shows a way; papers on it that the map lacks are added beside those before them. */
  private showWay(ids: readonly string[]): void {
    const missing = ids.filter((id) => this.model.index(id) === undefined);
    if (missing.length > 0) {
      const anchor = ids.map((id) => this.model.index(id)).find((index) => index !== undefined) ?? 0;
      const nodes = missing.map((identifier) => ({ identifier, citation_count: 0, depth: 1 }));
      const edges = ids.slice(1).map((target, at) => ({ source: ids[at] as string, target }));
      this.model = this.model.with({ found: [], nodes, edges }, anchor);
      this.stage?.setModel(this.model);
    }
    const way = ids.flatMap((id) => this.model.index(id) ?? []);
    this.stage?.setWay(way);
    if (way.length > 0) this.stage?.flyTo(way);
    this.status.textContent = way.length === 0 ? "" : `A path over ${count(way.length)} papers is drawn`;
  }

  private remember(values: Readonly<Record<string, string>>): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(values)) {
      if (value === "") query.delete(name);
      else query.set(name, value);
    }
    note(query);
  }
}
