import type { Camera } from "./camera";
import type { GraphModel } from "./model";
import type { Colour, Palette } from "./palette";
import { makeBuffer, Program } from "./program";
import { nodeShaders } from "./shaders";

/** How a paper is shown. */
export const enum NodeState {
  usual = 0,
  faint = 1,
  raised = 2,
  chosen = 3,
  hidden = 4,
}

/** The diameter of a paper's disc in pixels, when everything is seen. */
export function nodeSize(citations: number): number {
  return 2.2 + 1.15 * Math.log2(1 + citations);
}

/** How much larger papers are drawn when the view is zoomed in. */
export function growth(camera: Camera): number {
  return Math.min(5, camera.crowding * Math.max(0.7, camera.zoom ** 0.46));
}

/** Draws papers as discs. */
export class NodeLayer {
  private readonly program: Program;
  private readonly places: WebGLBuffer;
  private readonly styles: WebGLBuffer;
  private readonly raised: WebGLBuffer;
  /** Papers in the order in which they are drawn: the most cited on top. */
  private order = new Uint32Array(0);
  private raisedCount = 0;

  constructor(private readonly gl: WebGL2RenderingContext) {
    this.program = new Program(gl, nodeShaders);
    [this.places, this.styles, this.raised] = [makeBuffer(gl), makeBuffer(gl), makeBuffer(gl)];
  }

  /** Takes the papers of a map. */
  setModel(model: GraphModel): void {
    const { x, y, year, citations } = model.columns;
    this.order = Uint32Array.from({ length: model.size }, (_, index) => index);
    this.order.sort((a, b) => (citations[a] as number) - (citations[b] as number) || b - a);
    const values = new Float32Array(model.size * 4);
    this.order.forEach((index, at) => {
      values.set([x[index] as number, y[index] as number, nodeSize(citations[index] as number), year[index] as number], at * 4);
    });
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.places);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, values, this.gl.STATIC_DRAW);
  }

  /** Takes colours and states. */
  setStyle(colours: readonly Colour[], state: (index: number) => NodeState): void {
    const { gl } = this;
    const bytes = new Uint8Array(this.order.length * 4);
    const [raised, chosen]: [number[], number[]] = [[], []];
    this.order.forEach((index, at) => {
      const [red, green, blue] = colours[index] as Colour;
      const own = state(index);
      bytes.set([red, green, blue, own], at * 4);
      if (own === NodeState.raised) raised.push(at);
      else if (own === NodeState.chosen) chosen.push(at);
    });
    gl.bindBuffer(gl.ARRAY_BUFFER, this.styles);
    gl.bufferData(gl.ARRAY_BUFFER, bytes, gl.STATIC_DRAW);
    this.raisedCount = raised.length + chosen.length;
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.raised);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, new Uint32Array([...raised, ...chosen]), gl.STATIC_DRAW);
  }

  /**
   * Draws the papers into what is bound.
   *
   * @param view the middle and the scales of the view.
   * @param onlyRaised draws only those that stand out, to be over all others.
   */
  draw(view: readonly number[], camera: Camera, ratio: number, years: readonly [number, number], palette: Palette, onlyRaised = false): void {
    if (onlyRaised && this.raisedCount === 0) return;
    const { gl, program } = this;
    const share = (colour: Colour): number[] => colour.map((part) => part / 255);
    program.use().set("u_view", ...view).set("u_years", ...years).set("u_zoom", growth(camera)).set("u_ratio", ratio)
      .set("u_accent", ...share(palette.accent)).set("u_ground", ...share(palette.ground));
    gl.bindBuffer(gl.ARRAY_BUFFER, this.places);
    program.input("a_place", 2, gl.FLOAT, 16, 0);
    program.input("a_size", 1, gl.FLOAT, 16, 8);
    program.input("a_year", 1, gl.FLOAT, 16, 12);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.styles);
    program.input("a_colour", 3, gl.UNSIGNED_BYTE, 4, 0, { isShare: true });
    program.input("a_state", 1, gl.UNSIGNED_BYTE, 4, 3);
    if (onlyRaised) {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.raised);
      gl.drawElements(gl.POINTS, this.raisedCount, gl.UNSIGNED_INT, 0);
    } else {
      gl.drawArrays(gl.POINTS, 0, this.order.length);
    }
    program.forget();
  }
}
