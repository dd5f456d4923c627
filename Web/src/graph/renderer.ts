import type { Camera } from "./camera";
import { EdgeLayer } from "./edge-layer";
import type { GraphModel } from "./model";
import { NodeLayer, type NodeState } from "./node-layer";
import type { Colour, Palette } from "./palette";
import { Picture } from "./picture";
import { makeBuffer, Program } from "./program";
import { type Ribbon, RibbonLayer } from "./ribbon-layer";
import { pictureShaders } from "./shaders";

/** Draws a map of papers with WebGL 2. */
export class Renderer {
  private readonly gl: WebGL2RenderingContext;
  private readonly nodes: NodeLayer;
  private readonly edges: EdgeLayer;
  private readonly ribbons: RibbonLayer;
  private readonly edgePicture: Picture;
  private readonly nodePicture: Picture;
  private readonly pictures: Program;
  private readonly corners: WebGLBuffer;
  private years: readonly [number, number] = [0, 9999];
  private isDimmed = false;
  /** Edges drawn per frame; follows how long frames take. */
  private portion = 12_000;
  private lastPortion = 0;
  private lastScale = 0;
  private lastZoom = 0;
  private isSlow = false;

  /** Throws when the browser has no WebGL 2. */
  constructor(readonly canvas: HTMLCanvasElement, private palette: Palette) {
    const gl = canvas.getContext("webgl2", { antialias: false, alpha: false, depth: false });
    if (gl === null) throw new Error("this browser draws no WebGL 2");
    this.gl = gl;
    this.nodes = new NodeLayer(gl);
    this.edges = new EdgeLayer(gl);
    this.ribbons = new RibbonLayer(gl);
    this.edgePicture = new Picture(gl, 1.4);
    this.nodePicture = new Picture(gl, 1.6);
    this.pictures = new Program(gl, pictureShaders);
    this.corners = makeBuffer(gl);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    gl.disable(gl.DEPTH_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  // MARK: What is drawn

  /** Takes other colours. */
  setPalette(palette: Palette): void {
    this.palette = palette;
  }

  /** Takes another map. */
  setModel(model: GraphModel): void {
    this.nodes.setModel(model);
    this.edges.setModel(model);
    this.ribbons.set([], model);
  }

  /** Takes the colours and states of the papers. The colours of the edges follow when `areEdgesNew`. */
  setStyle(colours: readonly Colour[], state: (index: number) => NodeState, options: { isDimmed: boolean; areEdgesNew: boolean }): void {
    this.nodes.setStyle(colours, state);
    this.isDimmed = options.isDimmed;
    this.nodePicture.invalidate();
    if (!options.areEdgesNew) return;
    this.edges.setColours(colours);
    this.edgePicture.invalidate();
  }

  /** Shows only papers of these years. */
  setYears(first: number, last: number): void {
    this.years = [first, last];
    this.edgePicture.invalidate();
    this.nodePicture.invalidate();
  }

  /** Takes the lines that stand out. */
  setRibbons(ribbons: readonly Ribbon[], model: GraphModel): void {
    this.ribbons.set(ribbons, model);
  }

  /** The view has come to rest somewhere else: the edges are drawn anew from there. */
  settle(): void {
    this.edgePicture.invalidate();
  }

  // MARK: Drawing

  /**
   * Draws a frame.
   *
   * @param isMoving whether the view moves: then the edges are not drawn anew.
   * @param isDirty whether the window must be drawn anew; without, only the picture of the edges goes on.
   * @returns whether there is more to draw even if nothing changes.
   */
  draw(camera: Camera, isMoving: boolean, isDirty: boolean, now: number): boolean {
    const ratio = this.fitWindow(camera);
    for (const picture of [this.edgePicture, this.nodePicture]) picture.resize(this.canvas.width, this.canvas.height);
    let isNew = false;
    if (!isMoving && this.areEdgesUnfinished) isNew = this.drawPortion(camera, now);
    else this.lastPortion = 0;
    if (isDirty || isNew || !this.nodePicture.isGood(camera, 1)) this.drawWindow(camera, ratio, now);
    return !this.nodePicture.isGood(camera, 1) || this.areEdgesUnfinished;
  }

  private get areEdgesUnfinished(): boolean {
    return this.edges.count > 0 && this.edgePicture.isUnfinished;
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

  private drawWindow(camera: Camera, ratio: number, now: number): void {
    const { gl } = this;
    const usesPicture = this.prepareNodes(camera, ratio, now);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    const ground = this.palette.ground;
    gl.clearColor(ground[0] / 255, ground[1] / 255, ground[2] / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const view = [camera.x, camera.y, (2 * camera.scale) / camera.width, (2 * camera.scale) / camera.height];
    this.drawPicture(this.edgePicture, camera, this.isDimmed ? 0.3 : 1);
    this.ribbons.draw(view, camera);
    if (usesPicture) this.drawPicture(this.nodePicture, camera, 1);
    else this.nodes.draw(view, camera, ratio, this.years, this.palette);
    this.nodes.draw(view, camera, ratio, this.years, this.palette, true);
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
      this.nodePicture.advance(camera, 1, 1, (view) => this.nodes.draw(view, camera, ratio, this.years, this.palette));
    }
    return true;
  }

  /** Draws a portion of the edges; answers whether their picture is finished by that. */
  private drawPortion(camera: Camera, now: number): boolean {
    // The time since the last portion tells how fast this machine draws: portions grow or shrink with it.
    if (this.lastPortion > 0) {
      const took = now - this.lastPortion;
      if (took > 90) this.portion = Math.max(6000, this.portion / 2);
      else if (took < 30) this.portion = Math.min(60_000, this.portion * 2);
    }
    this.lastPortion = now;
    const alpha = this.edges.alpha(camera.zoom, this.palette.isDark);
    return this.edgePicture.advance(camera, this.edges.count, Math.round(this.portion), (view, from, to) =>
      this.edges.draw(view, this.years, alpha, from, to));
  }

  private drawPicture(picture: Picture, camera: Camera, strength: number): void {
    const { gl } = this;
    const placed = picture.placed(camera);
    if (placed === undefined) return;
    this.pictures.use().set("u_rect", ...placed.rect).set("u_strength", strength);
    gl.bindTexture(gl.TEXTURE_2D, placed.texture);
    // Without stretching, the nearest point is as good as a mean of four, and cheaper.
    const filter = placed.isStretched ? gl.LINEAR : gl.NEAREST;
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    this.pictures.input("a_corner", 2, gl.FLOAT, 8, 0);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    this.pictures.forget();
  }

  /** Frees what it holds of the graphics processor. */
  release(): void {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}
