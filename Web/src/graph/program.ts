/** A program of the graphics processor with the places of its inputs. */
export class Program {
  private readonly program: WebGLProgram;
  private readonly uniforms = new Map<string, WebGLUniformLocation | null>();

  constructor(private readonly gl: WebGL2RenderingContext, shaders: { readonly vertex: string; readonly fragment: string }) {
    const program = gl.createProgram();
    if (program === null) throw new Error("the graphics processor is not available");
    for (const [kind, text] of [[gl.VERTEX_SHADER, shaders.vertex], [gl.FRAGMENT_SHADER, shaders.fragment]] as const) {
      const shader = gl.createShader(kind);
      if (shader === null) throw new Error("the graphics processor is not available");
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) throw new Error(gl.getProgramInfoLog(program) ?? "no program");
    this.program = program;
  }

  /** Makes it the program of what is drawn next. */
  use(): this {
    this.gl.useProgram(this.program);
    return this;
  }

  /** Inputs of one program must not stay on for the next, which may have fewer. */
  forget(): void {
    for (let place = 0; place < 8; place += 1) {
      this.gl.disableVertexAttribArray(place);
      this.gl.vertexAttribDivisor(place, 0);
    }
  }

  /** Sets a uniform of one to four numbers. */
  set(name: string, ...values: readonly number[]): this {
    let place = this.uniforms.get(name);
    if (place === undefined) {
      place = this.gl.getUniformLocation(this.program, name);
      this.uniforms.set(name, place);
    }
    if (values.length === 1) this.gl.uniform1f(place, values[0] as number);
    else if (values.length === 2) this.gl.uniform2fv(place, values);
    else if (values.length === 3) this.gl.uniform3fv(place, values);
    else this.gl.uniform4fv(place, values);
    return this;
  }

  /** Says how an input lies in the buffer that is bound. */
  input(name: string, size: number, type: number, stride: number, offset: number, options: { isShare?: boolean; divisor?: number } = {}): void {
    const place = this.gl.getAttribLocation(this.program, name);
    if (place < 0) return;
    this.gl.enableVertexAttribArray(place);
    this.gl.vertexAttribPointer(place, size, type, options.isShare === true, stride, offset);
    this.gl.vertexAttribDivisor(place, options.divisor ?? 0);
  }
}

/** A new buffer. Throws when the graphics processor is gone. */
export function makeBuffer(gl: WebGL2RenderingContext): WebGLBuffer {
  const buffer = gl.createBuffer();
  if (buffer === null) throw new Error("the graphics processor is not available");
  return buffer;
}
