/** Which part of the plane a window shows: the point in its middle, and how many pixels a unit is. */
export class Camera {
  x = 0;
  y = 0;
  scale = 1;
  /** The scale at which everything is seen. */
  fitScale = 1;
  /** How large papers are drawn when everything is seen: smaller where they stand close. */
  crowding = 1;
  width = 1;
  height = 1;
  private flight: { from: [number, number, number]; to: [number, number, number]; start: number; length: number } | undefined;

  /** Where a point of the plane is seen. */
  toScreen(x: number, y: number): [number, number] {
    return [(x - this.x) * this.scale + this.width / 2, this.height / 2 - (y - this.y) * this.scale];
  }

  /** Which point of the plane is seen somewhere. */
  toPlane(left: number, top: number): [number, number] {
    return [(left - this.width / 2) / this.scale + this.x, (this.height / 2 - top) / this.scale + this.y];
  }

  /** How far it is zoomed in, beside everything. */
  get zoom(): number {
    return this.scale / this.fitScale;
  }

  /** Moves what is seen by pixels. */
  pan(right: number, down: number): void {
    this.flight = undefined;
    this.x -= right / this.scale;
    this.y += down / this.scale;
  }

  /** Zooms so that what is seen at a place stays there. */
  zoomAt(left: number, top: number, factor: number): void {
    this.flight = undefined;
    const [x, y] = this.toPlane(left, top);
    this.scale = this.bounded(this.scale * factor);
    const [newX, newY] = this.toPlane(left, top);
    this.x += x - newX;
    this.y += y - newY;
  }

  private bounded(scale: number): number {
    return Math.min(this.fitScale * 400, Math.max(this.fitScale * 0.4, scale));
  }

  /**
   * Where all of the points are seen.
   *
   * @param margin the share of the window that is left free at each side.
   * @param trim of many points, the share at each side that may stay outside.
   */
  fit(xs: Float32Array, ys: Float32Array, margin = 0.06, trim = 0.004): { x: number; y: number; scale: number } {
    const [left, right] = spread(xs, trim);
    const [bottom, top] = spread(ys, trim);
    const scale = Math.min(
      (this.width * (1 - 2 * margin)) / Math.max(right - left, 1e-6),
      (this.height * (1 - 2 * margin)) / Math.max(top - bottom, 1e-6));
    return { x: (left + right) / 2, y: (bottom + top) / 2, scale: Math.min(scale, 1e6) };
  }

  /** Goes somewhere at once. */
  jump(to: { x: number; y: number; scale: number }): void {
    this.flight = undefined;
    Object.assign(this, { x: to.x, y: to.y, scale: this.bounded(to.scale) });
  }

  /** Goes somewhere within `length` milliseconds. */
  fly(to: { x: number; y: number; scale: number }, now: number, length = 650): void {
    this.flight = { from: [this.x, this.y, this.scale], to: [to.x, to.y, this.bounded(to.scale)], start: now, length };
  }

  /** Moves on in a flight. Answers whether it moved. */
  step(now: number): boolean {
    if (this.flight === undefined) return false;
    const { from, to, start, length } = this.flight;
    const share = Math.min(1, Math.max(0, (now - start) / length));
    const eased = share * share * (3 - 2 * share);
    this.scale = from[2] * (to[2] / from[2]) ** eased;
    // While the scale changes, the way across the screen stays even when it is weighed by the scale.
    const weight = Math.abs(to[2] - from[2]) < 1e-9 ? eased : (1 / from[2] - 1 / this.scale) / (1 / from[2] - 1 / to[2]);
    this.x = from[0] + (to[0] - from[0]) * weight;
    this.y = from[1] + (to[1] - from[1]) * weight;
    if (share >= 1) this.flight = undefined;
    return true;
  }
}

function spread(values: Float32Array, trim: number): [number, number] {
  if (values.length === 0) return [-1, 1];
  const sorted = values.slice().sort();
  const cut = values.length < 500 ? 0 : Math.floor(values.length * trim);
  const [low, high] = [sorted[cut] ?? 0, sorted[values.length - 1 - cut] ?? 0];
  return high > low ? [low, high] : [low - 1, high + 1];
}
