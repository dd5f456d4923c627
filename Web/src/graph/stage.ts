import { isCalm, isDark, onThemeChange } from "../app/theme";
import { h } from "../base/dom";
import { Appearance } from "./appearance";
import { Camera } from "./camera";
import { listen } from "./gestures";
import { Labels, mapLabels } from "./labels";
import type { GraphModel } from "./model";
import { growth, nodeSize } from "./node-layer";
import { type Colouring, Palette } from "./palette";
import { PointGrid } from "./picking";
import { Renderer } from "./renderer";

/** What a stage tells. */
export interface StageEvents {
  /** A paper was pressed, or the ground (undefined). */
  choose(index: number | undefined, isDouble: boolean): void;
  /** Titles are wanted of papers that are to be labelled. */
  wantTitles(indices: readonly number[]): void;
}

/** The map on the screen: where the view stands, and when what is drawn anew. */
export class Stage {
  readonly element: HTMLElement;
  private readonly camera = new Camera();
  private readonly canvas: HTMLCanvasElement;
  private readonly labels = new Labels();
  private readonly renderer: Renderer;
  private look: Appearance;
  private grid: PointGrid;
  private hovered: number | undefined;
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
    this.look = new Appearance(model, new Palette(isDark()));
    this.grid = new PointGrid(model.columns.x, model.columns.y);
    this.renderer = new Renderer(this.canvas, this.look.palette);
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
    if (model.years[1] !== 0) this.look.years = model.years;
    this.look.colouring = model.isLibrary ? "community" : "year";
    this.renderer.setModel(model);
    this.renderer.setYears(...this.look.years);
    this.restyle(true);
  }

  /** Ends everything. */
  release(): void {
    this.isOver = true;
    for (const stop of this.stops) stop();
    this.renderer.release();
  }

  // MARK: What is shown

  /** Shows the map with more papers; the view stays. */
  setModel(model: GraphModel): void {
    this.model = model;
    this.look = this.look.of(model);
    this.grid = new PointGrid(model.columns.x, model.columns.y);
    this.renderer.setModel(model);
    this.restyle(true);
  }

  /** Chooses a paper: it and its neighbours stand out. */
  select(index: number | undefined): void {
    this.look.chosen = index;
    this.restyle(false);
  }

  /** Papers along a way that stands out; empty for none. */
  setWay(indices: readonly number[]): void {
    this.look.way = indices;
    this.restyle(false);
  }

  /** Shows only papers of these years. */
  setYears(first: number, last: number): void {
    this.look.years = [first, last];
    this.renderer.setYears(first, last);
    this.relabel();
    this.ask();
  }

  /** Hides communities or categories, by what the map is coloured by. */
  setHidden(kinds: ReadonlySet<number>): void {
    this.look.hidden = kinds;
    this.restyle(true);
  }

  /** What the map is coloured by. */
  get colouring(): Colouring {
    return this.look.colouring;
  }

  /** Colours the map by something else. */
  setColouring(colouring: Colouring): void {
    this.look.colouring = colouring;
    this.look.hidden = new Set();
    this.restyle(true);
  }

  /** The colours of the theme. */
  get palette(): Palette {
    return this.look.palette;
  }

  /** Whether a paper is seen: of the years shown, and of no kind that is hidden. */
  isSeen(index: number): boolean {
    return this.look.isSeen(index);
  }

  private recolour(): void {
    this.look.palette = new Palette(isDark());
    this.renderer.setPalette(this.look.palette);
    this.restyle(true);
  }

  private restyle(areEdgesNew: boolean): void {
    const { look } = this;
    this.renderer.setStyle(look.colours(), look.states(), { isDimmed: look.isDimmed, areEdgesNew });
    this.renderer.setRibbons(look.ribbons(), this.model);
    this.relabel();
    this.ask();
  }

  /** Shows titles that have come in. */
  relabel(): void {
    const { labels, untitled } = mapLabels(this.model, this.look, this.camera, this.grid, this.hovered);
    this.events.wantTitles(untitled);
    this.labels.set(labels);
    this.labels.place(this.camera);
  }

  // MARK: Pointing

  private at(left: number, top: number, slack = 7): number | undefined {
    const [x, y] = this.camera.toPlane(left, top);
    const size = growth(this.camera);
    const { x: xs, y: ys, citations } = this.model.columns;
    // The disc that is hit wins over one that is merely near; of those hit, the one whose middle is nearest.
    const reach = (36 * size + slack) / this.camera.scale;
    let best: number | undefined;
    let least = Infinity;
    this.grid.within(x - reach, y - reach, x + reach, y + reach, (index) => {
      const away = Math.hypot((xs[index] as number) - x, (ys[index] as number) - y) * this.camera.scale;
      const outside = away - (nodeSize(citations[index] as number) * size) / 2;
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
    this.camera.crowding = Math.min(1.1, Math.max(0.4, (this.grid.spacing * to.scale) / 6));
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
