import type { GraphModel } from "./model";
import type { Colour } from "./palette";
import { makeBuffer, Program } from "./program";
import { edgeShaders } from "./shaders";

/** Draws citations as hair lines. */
export class EdgeLayer {
  private readonly program: Program;
  private readonly places: WebGLBuffer;
  private readonly colours: WebGLBuffer;
  private ends: Uint32Array = new Uint32Array(0);

  constructor(private readonly gl: WebGL2RenderingContext) {
    this.program = new Program(gl, edgeShaders);
    [this.places, this.colours] = [makeBuffer(gl), makeBuffer(gl)];
  }

  /** How many there are. */
  get count(): number {
    return this.ends.length / 2;
  }

  /** Takes the citations of a map. */
  setModel(model: GraphModel): void {
    const { x, y, year, edges } = model.columns;
    this.ends = edges;
    const lines = new Float32Array(edges.length * 4);
    for (let at = 0; at < edges.length; at += 2) {
      const [a, b] = [edges[at] as number, edges[at + 1] as number];
      const [first, last] = [year[a] as number, year[b] as number];
      const span = [Math.min(first, last), Math.max(first, last)] as const;
      lines.set([x[a] as number, y[a] as number, span[0], span[1]], at * 4);
      lines.set([x[b] as number, y[b] as number, span[0], span[1]], at * 4 + 4);
    }
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.places);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, lines, this.gl.STATIC_DRAW);
  }

  /** Takes the colours of the papers: a line goes from the colour of one end to that of the other. */
  setColours(colours: readonly Colour[]): void {
    const bytes = new Uint8Array(this.ends.length * 4);
    this.ends.forEach((index, at) => {
      const [red, green, blue] = colours[index] as Colour;
      bytes.set([red, green, blue, 255], at * 4);
    });
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.colours);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, bytes, this.gl.STATIC_DRAW);
  }

  /** How much of the ground a line covers: the less, the more there are. */
  alpha(zoom: number, isDark: boolean): number {
    const many = Math.sqrt(40_000 / Math.max(this.count, 1));
    return Math.min(0.5, Math.max(0.07, (isDark ? 0.12 : 0.13) * many * Math.max(1, zoom) ** 0.35));
  }

  /** Draws the lines from one number up to another into what is bound. */
  draw(view: readonly number[], years: readonly [number, number], alpha: number, from: number, to: number): void {
    const { gl, program } = this;
    program.use().set("u_view", ...view).set("u_years", ...years).set("u_alpha", alpha);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.places);
    program.input("a_place", 2, gl.FLOAT, 16, 0);
    program.input("a_years", 2, gl.FLOAT, 16, 8);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.colours);
    program.input("a_colour", 3, gl.UNSIGNED_BYTE, 4, 0, { isShare: true });
    gl.drawArrays(gl.LINES, from * 2, (to - from) * 2);
    program.forget();
  }
}
