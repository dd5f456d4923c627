import type { Camera } from "./camera";
import type { GraphModel } from "./model";
import type { Colour, Palette } from "./palette";
import { Picture } from "./picture";
import { Program } from "./program";
import { edgeShaders, nodeShaders, pictureShaders, ribbonShaders } from "./shaders";

/** How a paper is shown. */
export const enum NodeState {
  usual = 0,
  faint = 1,
  raised = 2,
  chosen = 3,
  hidden = 4,
}

/** A line that stands out. */
export interface Ribbon {
  readonly from: number;
  readonly to: number;
  readonly colour: Colour;
  readonly alpha: number;
  /** Half of its width in pixels. */
  readonly width: number;
}

/** The diameter of a paper's disc in pixels, when everything is seen. */
export function nodeSize(citations: number): number {
  return 2.2 + 1.15 * Math.log2(1 + citations);
}

/** Draws a map of papers with WebGL 2. */
export class Renderer {
  private readonly gl: WebGL2RenderingContext;
  private readonly nodes: Program;
  private readonly edges: Program;
  private readonly pictures: Program;
  private readonly ribbons: Program;
  private readonly picture: Picture;
  private readonly nodePicture: Picture;
  private readonly buffers: Record<"node" | "style" | "edge" | "edgeColour" | "corner" | "ribbon" | "raised", WebGLBuffer>;
  /** Papers in the order in which they are drawn: the most cited on top. */
  private order = new Uint32Array(0);
  private edgeCount = 0;
  private ribbonCount = 0;
  /** How many papers stand out: they are drawn once more, over all others. */
  private raisedCount = 0;
  private model: GraphModel | undefined;
  private years: readonly [number, number] = [0, 9999];
  private isDimmed = false;
  /** Edges drawn per frame; follows how long frames take. */
  private portion = 12_000;
  private lastAdvance = 0;
  private lastScale = 0;
  private lastZoom = 0;
  private isSlow = false;

  /** Throws when the browser has no WebGL 2. */
  constructor(readonly canvas: HTMLCanvasElement, private palette: Palette) {
    const gl = canvas.getContext("webgl2", { antialias: false, alpha: false, depth: false, preserveDrawingBuffer: false });
    if (gl === null) throw new Error("this browser draws no WebGL 2");
    this.gl = gl;
    this.nodes = new Program(gl, nodeShaders);
    this.edges = new Program(gl, edgeShaders);
    this.pictures = new Program(gl, pictureShaders);
    this.ribbons = new Program(gl, ribbonShaders);
    this.picture = new Picture(gl, 1.4);
    this.nodePicture = new Picture(gl, 1.6);
    const make = (): WebGLBuffer => gl.createBuffer() as WebGLBuffer;
    this.buffers = { node: make(), style: make(), edge: make(), edgeColour: make(), corner: make(), ribbon: make(), raised: make() };
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.corner);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    gl.disable(gl.DEPTH_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /** Takes other colours. */
  setPalette(palette: Palette): void {
    this.palette = palette;
  }

  /** Takes another map. */
  setModel(model: GraphModel): void {
    this.model = model;
    const { x, y, year, citations, edges } = model.columns;
    this.order = Uint32Array.from({ length: model.size }, (_, index) => index);
    this.order.sort((a, b) => (citations[a] as number) - (citations[b] as number) || b - a);
    const nodes = new Float32Array(model.size * 4);
    this.order.forEach((index, at) => {
      nodes.set([x[index] as number, y[index] as number, nodeSize(citations[index] as number), year[index] as number], at * 4);
    });
    this.upload(this.buffers.node, nodes);
    this.edgeCount = edges.length / 2;
    const lines = new Float32Array(edges.length * 4);
    for (let at = 0; at < edges.length; at += 2) {
      const [a, b] = [edges[at] as number, edges[at + 1] as number];
      const [first, last] = [year[a] as number, year[b] as number];
      const span = [Math.min(first, last), Math.max(first, last)] as const;
      lines.set([x[a] as number, y[a] as number, span[0], span[1]], at * 4);
      lines.set([x[b] as number, y[b] as number, span[0], span[1]], at * 4 + 4);
    }
    this.upload(this.buffers.edge, lines);
    this.setRibbons([]);
  }

  /** Takes the colours and states of the papers; the colours of the edges follow. */
  setStyle(colour: (index: number) => Colour, state: (index: number) => NodeState, options: { isDimmed: boolean; areEdgesNew: boolean }): void {
    const model = this.model;
    if (model === undefined) return;
    const colours = Array.from({ length: model.size }, (_, index) => colour(index));
    const bytes = new Uint8Array(model.size * 4);
    const raised: number[] = [];
    const chosen: number[] = [];
    this.order.forEach((index, at) => {
      const [red, green, blue] = colours[index] as Colour;
      const own = state(index);
      bytes.set([red, green, blue, own], at * 4);
      if (own === NodeState.raised) raised.push(at);
      else if (own === NodeState.chosen) chosen.push(at);
    });
    this.raisedCount = raised.length + chosen.length;
    this.gl.bindBuffer(this.gl.ELEMENT_ARRAY_BUFFER, this.buffers.raised);
    this.gl.bufferData(this.gl.ELEMENT_ARRAY_BUFFER, new Uint32Array([...raised, ...chosen]), this.gl.STATIC_DRAW);
    this.upload(this.buffers.style, bytes);
    this.isDimmed = options.isDimmed;
    this.nodePicture.invalidate();
    if (!options.areEdgesNew) return;
    const { edges } = model.columns;
    const ends = new Uint8Array(edges.length * 4);
    edges.forEach((index, at) => {
      const [red, green, blue] = colours[index] as Colour;
      ends.set([red, green, blue, 255], at * 4);
    });
    this.upload(this.buffers.edgeColour, ends);
    this.picture.invalidate();
  }

  /** Shows only papers of these years. */
  setYears(first: number, last: number): void {
    this.years = [first, last];
    this.picture.invalidate();
    this.nodePicture.invalidate();
  }

  /** Takes the lines that stand out. */
  setRibbons(ribbons: readonly Ribbon[]): void {
    const model = this.model;
    if (model === undefined) return;
    const { x, y } = model.columns;
    const values = ribbons.flatMap(({ from, to, colour, alpha, width }) => [
      x[from] as number, y[from] as number, x[to] as number, y[to] as number,
      colour[0] / 255, colour[1] / 255, colour[2] / 255, alpha, width,
    ]);
    this.ribbonCount = ribbons.length;
    this.upload(this.buffers.ribbon, new Float32Array(values));
  }

  private upload(buffer: WebGLBuffer, data: Float32Array | Uint8Array): void {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, buffer);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, data, this.gl.STATIC_DRAW);
  }

  /** The view has come to rest somewhere else: the edges are drawn anew from there. */
  settle(): void {
    this.picture.invalidate();
  }

  /** How much larger papers are drawn when the view is zoomed in. */
  growth(camera: Camera): number {
    return Math.min(5, Math.max(0.7, camera.zoom ** 0.42));
  }

  /**
   * Draws a frame.
   *
   * @param isMoving whether the view moves: then the edges are not drawn anew.
   * @param isDirty whether the window must be drawn anew; without, only the picture of the edges goes on.
   * @returns whether there is more to draw even if nothing changes.
   */
  draw(camera: Camera, isMoving: boolean, isDirty: boolean, now: number): boolean {
    const ratio = this.fitWindow(camera);
    for (const picture of [this.picture, this.nodePicture]) picture.resize(this.canvas.width, this.canvas.height);
    let isNew = false;
    if (!isMoving && this.edgeCount > 0 && this.picture.isUnfinished) isNew = this.drawPortion(camera, now);
    else this.lastAdvance = 0;
    if (isDirty || isNew || !this.nodePicture.isGood(camera, 1)) this.drawWindow(camera, ratio, now);
    return !this.nodePicture.isGood(camera, 1) || (this.edgeCount > 0 && this.picture.isUnfinished);
  }

  private drawWindow(camera: Camera, ratio: number, now: number): void {
    const { gl } = this;
    const usesPicture = this.prepareNodes(camera, ratio, now);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    const ground = this.palette.ground;
    gl.clearColor(ground[0] / 255, ground[1] / 255, ground[2] / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const view = [camera.x, camera.y, (2 * camera.scale) / camera.width, (2 * camera.scale) / camera.height];
    this.drawPicture(this.picture, camera, this.isDimmed ? 0.3 : 1);
    this.drawRibbons(view, camera);
    if (usesPicture) this.drawPicture(this.nodePicture, camera, 1);
    else this.drawNodes(view, camera, ratio);
    if (this.raisedCount > 0) this.drawNodes(view, camera, ratio, true);
  }

  /**
   * Decides whether the papers are drawn one by one or as a picture of them. While the view is moved, their picture is moved; while it is
   * zoomed, they are drawn one by one, unless this machine is too slow for that: then their picture is stretched a little.
   */
  private prepareNodes(camera: Camera, ratio: number, now: number): boolean {
    const isZooming = camera.scale !== this.lastScale;
    if (isZooming && this.lastZoom > 0 && now - this.lastZoom < 500) this.isSlow ||= now - this.lastZoom > 55;
    this.lastZoom = isZooming ? now : 0;
    this.lastScale = camera.scale;
    if (isZooming && !this.isSlow) return false;
    if (!this.nodePicture.isGood(camera, isZooming ? 1.4 : 1)) {
      this.nodePicture.invalidate();
      this.nodePicture.advance(camera, 1, 1, (view) => this.drawNodes(view, camera, ratio));
    }
    return true;
  }

  private fitWindow(camera: Camera): number {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [width, height] = [Math.round(camera.width * ratio), Math.round(camera.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    return ratio;
  }

  /** Draws a portion of the edges; answers whether their picture is finished by that. */
  private drawPortion(camera: Camera, now: number): boolean {
    const { gl } = this;
    // The time since the last portion tells how fast this machine draws: portions grow or shrink with it.
    if (this.lastAdvance > 0) {
      const took = now - this.lastAdvance;
      if (took > 90) this.portion = Math.max(6000, this.portion / 2);
      else if (took < 30) this.portion = Math.min(60_000, this.portion * 2);
    }
    this.lastAdvance = now;
    const alpha = Math.min(0.5, Math.max(0.07, (this.palette.isDark ? 0.12 : 0.13) * Math.sqrt(40_000 / Math.max(this.edgeCount, 1)) * Math.max(1, camera.zoom) ** 0.35));
    return this.picture.advance(camera, this.edgeCount, Math.round(this.portion), (view, from, to) => {
      this.edges.use().set("u_view", ...view).set("u_years", ...this.years).set("u_alpha", alpha);
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.edge);
      this.edges.input("a_place", 2, gl.FLOAT, 16, 0);
      this.edges.input("a_years", 2, gl.FLOAT, 16, 8);
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.edgeColour);
      this.edges.input("a_colour", 3, gl.UNSIGNED_BYTE, 4, 0, { isShare: true });
      gl.drawArrays(gl.LINES, from * 2, (to - from) * 2);
      this.forget();
    });
  }

  private drawPicture(picture: Picture, camera: Camera, strength: number): void {
    const { gl } = this;
    const placed = picture.placed(camera);
    if (placed === undefined) return;
    this.pictures.use().set("u_rect", ...placed.rect).set("u_strength", strength);
    gl.bindTexture(gl.TEXTURE_2D, placed.texture);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.corner);
    this.pictures.input("a_corner", 2, gl.FLOAT, 8, 0);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    this.forget();
  }

  private drawRibbons(view: readonly number[], camera: Camera): void {
    if (this.ribbonCount === 0) return;
    const { gl } = this;
    this.ribbons.use().set("u_view", ...view).set("u_window", camera.width / 2, camera.height / 2);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.corner);
    this.ribbons.input("a_corner", 2, gl.FLOAT, 8, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.ribbon);
    this.ribbons.input("a_from", 2, gl.FLOAT, 36, 0, { divisor: 1 });
    this.ribbons.input("a_to", 2, gl.FLOAT, 36, 8, { divisor: 1 });
    this.ribbons.input("a_colour", 4, gl.FLOAT, 36, 16, { divisor: 1 });
    this.ribbons.input("a_width", 1, gl.FLOAT, 36, 32, { divisor: 1 });
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.ribbonCount);
    this.forget();
  }

  private drawNodes(view: readonly number[], camera: Camera, ratio: number, isRaised = false): void {
    const { gl } = this;
    const share = (colour: Colour): number[] => colour.map((part) => part / 255);
    this.nodes.use().set("u_view", ...view).set("u_years", ...this.years)
      .set("u_zoom", this.growth(camera)).set("u_ratio", ratio)
      .set("u_accent", ...share(this.palette.accent)).set("u_ground", ...share(this.palette.ground));
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.node);
    this.nodes.input("a_place", 2, gl.FLOAT, 16, 0);
    this.nodes.input("a_size", 1, gl.FLOAT, 16, 8);
    this.nodes.input("a_year", 1, gl.FLOAT, 16, 12);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.style);
    this.nodes.input("a_colour", 3, gl.UNSIGNED_BYTE, 4, 0, { isShare: true });
    this.nodes.input("a_state", 1, gl.UNSIGNED_BYTE, 4, 3);
    if (isRaised) {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.raised);
      gl.drawElements(gl.POINTS, this.raisedCount, gl.UNSIGNED_INT, 0);
    } else {
      gl.drawArrays(gl.POINTS, 0, this.order.length);
    }
    this.forget();
  }

  /** Inputs of one program must not stay on for the next, which may have fewer. */
  private forget(): void {
    for (let place = 0; place < 8; place += 1) {
      this.gl.disableVertexAttribArray(place);
      this.gl.vertexAttribDivisor(place, 0);
    }
  }

  /** Frees what it holds of the graphics processor. */
  release(): void {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}
