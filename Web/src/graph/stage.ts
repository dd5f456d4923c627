import { isCalm, isDark, onThemeChange } from "../app/theme";
import { h } from "../base/dom";
import { Camera } from "./camera";
import { listen } from "./gestures";
import { communityLabels, Labels, paperLabel } from "./labels";
import type { GraphModel } from "./model";
import { css, Palette, type Colour, type Colouring } from "./palette";
import { PointGrid } from "./picking";
import { NodeState, nodeSize, Renderer, type Ribbon } from "./renderer";

/** What a stage tells. */
export interface StageEvents {
  /** A paper was pressed, or the ground (undefined). */
  choose(index: number | undefined, isDouble: boolean): void;
  /** Titles are wanted of papers that are to be labelled. */
  wantTitles(indices: readonly number[]): void;
}

/** The map on the screen: what is drawn, where the view stands, what stands out. */
export class Stage {
  readonly element: HTMLElement;
  readonly camera = new Camera();
  palette = new Palette(isDark());
  colouring: Colouring = "community";
  private readonly canvas: HTMLCanvasElement;
  private readonly labels = new Labels();
  private readonly renderer: Renderer;
  private grid: PointGrid | undefined;
  private years: readonly [number, number] = [0, 9999];
  private chosen: number | undefined;
  private hovered: number | undefined;
  private way: readonly number[] = [];
  private hiddenKind: ReadonlySet<number> = new Set();
  private isAsked = false;
  private isDirty = false;
  private movedAt = -1000;
  private needsSettling = false;
  private isOver = false;
  private frames = 0;
  private readonly stops: (() => void)[] = [];

  /** Throws when the browser draws no WebGL 2. */
  constructor(private model: GraphModel, private readonly events: StageEvents) {
    this.canvas = h("canvas", {
      tabindex: 0, role: "application", "aria-roledescription": "map",
      "aria-label": "Map of papers. Arrow keys move, plus and minus zoom, 0 shows everything, Enter chooses the paper in the middle. "
        + "The list shows the same papers.",
    });
    this.element = h("div", { class: "stage" }, this.canvas, this.labels.element);
    this.renderer = new Renderer(this.canvas, this.palette);
    listen(this.canvas, {
      camera: this.camera,
      moved: () => this.moved(),
      pressed: (left, top, isDouble) => this.events.choose(this.at(left, top), isDouble),
      hovered: (place) => this.hover(place === undefined ? undefined : this.at(place[0], place[1])),
      keyed: (key) => {
        if (key === "fit") this.showAll();
        else if (key === "leave") this.events.choose(undefined, false);
        else this.events.choose(this.at(this.camera.width / 2, this.camera.height / 2, 60), false);
      },
    });
    const watcher = new ResizeObserver(() => this.resized());
    watcher.observe(this.element);
    this.stops.push(() => watcher.disconnect(), onThemeChange(() => this.recolour()));
    this.setModel(model, true);
  }

  /** Ends everything. */
  release(): void {
    this.isOver = true;
    for (const stop of this.stops) stop();
    this.renderer.release();
  }

  // MARK: What is shown

  /** Shows another map; the view stays unless `isNew`. */
  setModel(model: GraphModel, isNew: boolean): void {
    this.model = model;
    this.grid = new PointGrid(model.columns.x, model.columns.y);
    this.renderer.setModel(model);
    if (isNew) {
      this.colouring = model.size > 600 ? "community" : "year";
      this.chosen = undefined;
      this.way = [];
      this.years = model.years[1] === 0 ? [0, 9999] : model.years;
      this.renderer.setYears(...this.years);
    }
    this.restyle(true);
    if (isNew && this.camera.width > 1) this.fitAll(false);
  }

  /** Chooses a paper: it and its neighbours stand out. */
  select(index: number | undefined): void {
    this.chosen = index;
    this.restyle(false);
  }

  /** Papers along a way that stands out; empty for none. */
  setWay(indices: readonly number[]): void {
    this.way = indices;
    this.restyle(false);
  }

  /** Shows only papers of these years. */
  setYears(first: number, last: number): void {
    this.years = [first, last];
    this.renderer.setYears(first, last);
    this.relabel();
    this.ask();
  }

  /** Hides communities or categories, by what the map is coloured by. */
  setHidden(kinds: ReadonlySet<number>): void {
    this.hiddenKind = kinds;
    this.restyle(true);
  }

  /** Colours the map by something else. */
  setColouring(colouring: Colouring): void {
    this.colouring = colouring;
    this.hiddenKind = new Set();
    this.restyle(true);
  }

  /** The colour of a paper. */
  colour(index: number): Colour {
    const { year, category, community } = this.model.columns;
    if (this.colouring === "community") return this.palette.kind(community[index] as number);
    if (this.colouring === "category") return this.palette.kind(category[index] as number);
    const [first, last] = this.model.years;
    const own = year[index] as number;
    return own === 0 ? this.palette.other : this.palette.time((own - first) / Math.max(1, last - first));
  }

  /** Whether a paper is seen: of the years shown, and of no kind that is hidden. */
  isSeen(index: number): boolean {
    const year = this.model.columns.year[index] as number;
    return (year === 0 || (year >= this.years[0] && year <= this.years[1])) && !this.isHidden(index);
  }

  private isHidden(index: number): boolean {
    if (this.hiddenKind.size === 0 || this.colouring === "year") return false;
    return this.hiddenKind.has(this.model.columns[this.colouring][index] as number);
  }

  private recolour(): void {
    this.palette = new Palette(isDark());
    this.renderer.setPalette(this.palette);
    this.restyle(true);
  }

  private restyle(areEdgesNew: boolean): void {
    const raised = new Set<number>(this.way);
    if (this.chosen !== undefined) for (const other of this.model.around(this.chosen)) raised.add(other);
    const isDimmed = raised.size > 0 || this.chosen !== undefined;
    const state = (index: number): NodeState => {
      if (this.isHidden(index)) return NodeState.hidden;
      if (index === this.chosen) return NodeState.chosen;
      if (raised.has(index)) return NodeState.raised;
      return isDimmed ? NodeState.faint : NodeState.usual;
    };
    this.renderer.setStyle((index) => this.colour(index), state, { isDimmed, areEdgesNew });
    this.renderer.setRibbons(this.ribbons());
    this.relabel();
    this.ask();
  }

  private ribbons(): Ribbon[] {
    const ribbons: Ribbon[] = [];
    if (this.chosen !== undefined) {
      const from = this.chosen;
      for (const to of [...this.model.around(from)].slice(0, 3000)) {
        if (this.isSeen(to)) ribbons.push({ from, to, colour: this.colour(to), alpha: 0.55, width: 0.6 });
      }
    }
    this.way.slice(1).forEach((to, at) => {
      ribbons.push({ from: this.way[at] as number, to, colour: this.palette.accent, alpha: 0.95, width: 1.8 });
    });
    return ribbons;
  }

  // MARK: Labels

  /** Shows titles that have come in. */
  relabel(): void {
    const growth = this.renderer.growth(this.camera);
    const important = [...new Set([...this.way, ...[this.hovered, this.chosen].filter((index): index is number => index !== undefined)])];
    const chosen = important.filter((index) => this.isSeen(index)).map((index) => paperLabel(this.model, index, growth, "chosen"));
    const [nearby, room] = this.camera.zoom > 2.2 || this.model.size < 600 ? [this.bestInView(this.model.size < 600 ? 14 : 10), 6] : [[], 20];
    const named = nearby.filter((index) => !important.includes(index) && this.model.titles.has(this.model.id(index)));
    this.events.wantTitles([...important, ...nearby].filter((index) => !this.model.titles.has(this.model.id(index))));
    const isLibrary = this.model.size > 600;
    this.labels.set([
      ...chosen,
      ...(isLibrary && this.chosen === undefined && this.way.length === 0
        ? communityLabels(this.model, (number) => css(this.colouring === "community" ? this.palette.kind(number) : this.palette.other), room) : []),
      ...named.map((index) => paperLabel(this.model, index, growth, "title")),
    ]);
    this.labels.place(this.camera);
  }

  private bestInView(limit: number): number[] {
    const [left, top] = this.camera.toPlane(0, 0);
    const [right, bottom] = this.camera.toPlane(this.camera.width, this.camera.height);
    const { x, y, citations } = this.model.columns;
    const found: number[] = [];
    this.grid?.within(left, bottom, right, top, (index) => {
      const isIn = (x[index] as number) >= left && (x[index] as number) <= right && (y[index] as number) >= bottom && (y[index] as number) <= top;
      if (isIn && this.isSeen(index)) found.push(index);
    });
    return found.sort((a, b) => (citations[b] as number) - (citations[a] as number)).slice(0, limit);
  }

  // MARK: Pointing

  private at(left: number, top: number, slack = 7): number | undefined {
    const [x, y] = this.camera.toPlane(left, top);
    const growth = this.renderer.growth(this.camera);
    const { x: xs, y: ys, citations } = this.model.columns;
    // The disc that is hit wins over one that is merely near; of those hit, the one whose middle is nearest.
    const reach = (36 * growth) / this.camera.scale;
    let best: number | undefined;
    let least = Infinity;
    this.grid?.within(x - reach, y - reach, x + reach, y + reach, (index) => {
      const away = Math.hypot((xs[index] as number) - x, (ys[index] as number) - y) * this.camera.scale;
      const outside = away - (nodeSize(citations[index] as number) * growth) / 2;
      if (outside > slack || !this.isSeen(index)) return;
      const rank = Math.max(0, outside) * 10 + away;
      if (rank < least) [best, least] = [index, rank];
    });
    return best;
  }

  private hover(index: number | undefined): void {
    if (index === this.hovered) return;
    this.hovered = index;
    this.canvas.classList.toggle("pointing", index !== undefined);
    this.relabel();
    this.ask();
  }

  // MARK: Moving

  /** Shows everything. */
  showAll(): void {
    this.fitAll(!isCalm());
  }

  private fitAll(isSlow: boolean): void {
    const { x, y } = this.model.columns;
    const to = this.camera.fit(x, y);
    this.camera.fitScale = to.scale;
    this.travel(to, isSlow);
  }

  /** Goes to papers, near enough to read titles. */
  flyTo(indices: readonly number[]): void {
    const { x, y } = this.model.columns;
    const to = this.camera.fit(
      Float32Array.from(indices, (index) => x[index] as number), Float32Array.from(indices, (index) => y[index] as number), 0.2);
    const nearest = this.camera.fitScale * 6;
    this.travel({ ...to, scale: indices.length === 1 ? nearest : Math.min(to.scale, nearest) }, !isCalm());
  }

  /** Zooms by a factor around the middle. */
  zoom(factor: number): void {
    this.camera.zoomAt(this.camera.width / 2, this.camera.height / 2, factor);
    this.moved();
  }

  private travel(to: { x: number; y: number; scale: number }, isSlow: boolean): void {
    if (isSlow) this.camera.fly(to, performance.now());
    else this.camera.jump(to);
    this.moved();
  }

  private moved(): void {
    this.movedAt = performance.now();
    this.needsSettling = true;
    this.ask();
  }

  private resized(): void {
    const isFirst = this.camera.width <= 1;
    this.camera.width = Math.max(2, this.element.clientWidth);
    this.camera.height = Math.max(2, this.element.clientHeight);
    if (isFirst) this.fitAll(false);
    else this.moved();
  }

  // MARK: Drawing

  private ask(isDirty = true): void {
    this.isDirty ||= isDirty;
    if (this.isAsked || this.isOver) return;
    this.isAsked = true;
    requestAnimationFrame((now) => {
      this.isAsked = false;
      if (!this.isOver && this.camera.width > 1) this.draw(now);
    });
  }

  private draw(now: number): void {
    if (this.camera.step(now)) this.movedAt = now;
    const isMoving = now - this.movedAt < 130;
    if (!isMoving && this.needsSettling) {
      this.needsSettling = false;
      this.renderer.settle();
      this.relabel();
    }
    const isDirty = this.isDirty || isMoving;
    this.isDirty = false;
    const hasMore = this.renderer.draw(this.camera, isMoving, isDirty, now);
    if (isDirty) this.labels.place(this.camera);
    if (this.frames === 0) performance.mark("map:first-frame");
    this.frames += 1;
    if (isMoving || this.needsSettling) this.ask();
    else if (hasMore) this.ask(false);
  }
}
