import type { Camera } from "./camera";
import type { GraphModel } from "./model";
import type { Colour } from "./palette";
import { makeBuffer, Program } from "./program";
import { ribbonShaders } from "./shaders";

/** A line that stands out. */
export interface Ribbon {
  readonly from: number;
  readonly to: number;
  readonly colour: Colour;
  readonly alpha: number;
  /** Half of its width in pixels. */
  readonly width: number;
}

/** Draws lines that stand out. */
export class RibbonLayer {
  private readonly program: Program;
  private readonly corners: WebGLBuffer;
  private readonly lines: WebGLBuffer;
  private count = 0;

  constructor(private readonly gl: WebGL2RenderingContext) {
    this.program = new Program(gl, ribbonShaders);
    [this.corners, this.lines] = [makeBuffer(gl), makeBuffer(gl)];
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
  }

  /** Takes the lines, between papers of a map. */
  set(ribbons: readonly Ribbon[], model: GraphModel): void {
    const { x, y } = model.columns;
    const values = ribbons.flatMap(({ from, to, colour, alpha, width }) => [
      x[from] as number, y[from] as number, x[to] as number, y[to] as number,
      colour[0] / 255, colour[1] / 255, colour[2] / 255, alpha, width,
    ]);
    this.count = ribbons.length;
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.lines);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, new Float32Array(values), this.gl.STATIC_DRAW);
  }

  /** Draws them into what is bound. */
  draw(view: readonly number[], camera: Camera): void {
    if (this.count === 0) return;
    const { gl, program } = this;
    program.use().set("u_view", ...view).set("u_window", camera.width / 2, camera.height / 2);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    program.input("a_corner", 2, gl.FLOAT, 8, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.lines);
    program.input("a_from", 2, gl.FLOAT, 36, 0, { divisor: 1 });
    program.input("a_to", 2, gl.FLOAT, 36, 8, { divisor: 1 });
    program.input("a_colour", 4, gl.FLOAT, 36, 16, { divisor: 1 });
    program.input("a_width", 1, gl.FLOAT, 36, 32, { divisor: 1 });
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.count);
    program.forget();
  }
}
