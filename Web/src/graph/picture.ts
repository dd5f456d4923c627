import type { Camera } from "./camera";

/** A texture, the frame to draw into it, and where the camera stood. */
interface Sheet {
  readonly texture: WebGLTexture;
  readonly frame: WebGLFramebuffer;
  pose: { x: number; y: number; scale: number };
}

/**
 * A picture of a part of the map, larger than the window, kept while the view moves. Tens of thousands of lines and discs take longer to
 * draw than a frame may last without a graphics card; so they are drawn, in portions, into a second picture whenever the view rests, and
 * meanwhile the last picture is moved along.
 */
export class Picture {
  private shown: Sheet | undefined;
  private next: Sheet | undefined;
  private spare: Sheet | undefined;
  private width = 0;
  private height = 0;
  private done = 0;
  private isStale = true;

  /** @param reach how much larger than the window the picture is, in both directions. */
  constructor(private readonly gl: WebGL2RenderingContext, private readonly reach: number) {}

  /** Whether there is a portion to draw. */
  get isUnfinished(): boolean {
    return this.isStale || this.next !== undefined;
  }

  /** What is shown is no longer right; a picture that is being drawn is given up. */
  invalidate(): void {
    this.isStale = true;
  }

  /** Follows the size of the window, in device pixels. */
  resize(width: number, height: number): void {
    const [wide, high] = [Math.ceil(width * this.reach), Math.ceil(height * this.reach)];
    if (wide === this.width && high === this.height) return;
    [this.width, this.height] = [wide, high];
    for (const sheet of [this.shown, this.next, this.spare]) {
      this.gl.deleteTexture(sheet?.texture ?? null);
      this.gl.deleteFramebuffer(sheet?.frame ?? null);
    }
    this.shown = this.next = this.spare = undefined;
    this.isStale = true;
  }

  /**
   * Draws the next portion of what there is.
   *
   * @param draw draws what there is from one number up to another into what is bound, for a view given as middle and scales.
   * @returns whether the picture that is shown has changed.
   */
  advance(camera: Camera, total: number, portion: number, draw: (view: readonly number[], from: number, to: number) => void): boolean {
    const { gl } = this;
    if (this.isStale) {
      this.isStale = false;
      this.next ??= this.spare ?? this.make();
      this.spare = undefined;
      if (this.next === undefined) return false;
      this.next.pose = { x: camera.x, y: camera.y, scale: camera.scale };
      this.done = 0;
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.next.frame);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
    }
    if (this.next === undefined) return false;
    const { pose, frame } = this.next;
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.viewport(0, 0, this.width, this.height);
    const end = Math.min(total, this.done + portion);
    const { reach } = this;
    draw([pose.x, pose.y, (2 * pose.scale) / (camera.width * reach), (2 * pose.scale) / (camera.height * reach)], this.done, end);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.done = end;
    if (end < total) return false;
    [this.shown, this.spare, this.next] = [this.next, this.shown, undefined];
    return true;
  }

  /**
   * Whether the picture shows what is to be seen now, to the window's edges.
   *
   * @param stretch by which factor it may be larger or smaller than what is to be seen; 1 for not at all.
   */
  isGood(camera: Camera, stretch: number): boolean {
    const rect = this.placed(camera)?.rect;
    if (rect === undefined || this.isStale || this.shown === undefined) return false;
    const factor = Math.abs(Math.log(camera.scale / this.shown.pose.scale));
    return factor <= Math.log(stretch) + 1e-6 && rect[0] <= -1 && rect[1] <= -1 && rect[2] >= 1 && rect[3] >= 1;
  }

  /** The texture, and the rectangle of the window (from -1 to 1) that it covers now; undefined while there is none. */
  placed(camera: Camera): { texture: WebGLTexture; isStretched: boolean; rect: readonly [number, number, number, number] } | undefined {
    if (this.shown === undefined) return undefined;
    const { pose, texture } = this.shown;
    const grow = (camera.scale / pose.scale) * this.reach;
    const right = ((pose.x - camera.x) * camera.scale * 2) / camera.width;
    const up = ((pose.y - camera.y) * camera.scale * 2) / camera.height;
    const isStretched = Math.abs(camera.scale / pose.scale - 1) > 1e-6;
    return { texture, isStretched, rect: [right - grow, up - grow, right + grow, up + grow] };
  }

  private make(): Sheet | undefined {
    const { gl } = this;
    const [texture, frame] = [gl.createTexture(), gl.createFramebuffer()];
    if (texture === null || frame === null) return undefined;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, this.width, this.height);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return { texture, frame, pose: { x: 0, y: 0, scale: 1 } };
  }
}
