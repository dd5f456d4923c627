/** Finds the points near a place: they lie in the cells of a grid. */
export class PointGrid {
  private readonly starts: Uint32Array;
  private readonly items: Uint32Array;
  private readonly left: number;
  private readonly bottom: number;
  private readonly cell: number;
  private readonly columns: number;
  private readonly rows: number;

  constructor(xs: Float32Array, ys: Float32Array) {
    const count = xs.length;
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let index = 0; index < count; index += 1) {
      const [x, y] = [xs[index] as number, ys[index] as number];
      left = Math.min(left, x);
      right = Math.max(right, x);
      bottom = Math.min(bottom, y);
      top = Math.max(top, y);
    }
    if (count === 0) [left, right, bottom, top] = [0, 1, 0, 1];
    const side = Math.max(1, Math.ceil(Math.sqrt(count / 2)));
    this.left = left;
    this.bottom = bottom;
    this.cell = Math.max(right - left, top - bottom, 1e-6) / side;
    this.columns = Math.floor((right - left) / this.cell) + 1;
    this.rows = Math.floor((top - bottom) / this.cell) + 1;
    this.starts = new Uint32Array(this.columns * this.rows + 1);
    const cells = Uint32Array.from({ length: count }, (_, index) => this.cellOf(xs[index] as number, ys[index] as number));
    for (const cell of cells) this.starts[cell + 1] = (this.starts[cell + 1] as number) + 1;
    for (let cell = 0; cell < this.columns * this.rows; cell += 1) {
      this.starts[cell + 1] = (this.starts[cell + 1] as number) + (this.starts[cell] as number);
    }
    const next = this.starts.slice();
    this.items = new Uint32Array(count);
    cells.forEach((cell, index) => {
      this.items[next[cell] as number] = index;
      next[cell] = (next[cell] as number) + 1;
    });
  }

  private cellOf(x: number, y: number): number {
    const column = Math.min(this.columns - 1, Math.max(0, Math.floor((x - this.left) / this.cell)));
    const row = Math.min(this.rows - 1, Math.max(0, Math.floor((y - this.bottom) / this.cell)));
    return row * this.columns + column;
  }

  /** How far points are from each other where there are any, on average. */
  get spacing(): number {
    let taken = 0;
    for (let cell = 0; cell + 1 < this.starts.length; cell += 1) if (this.starts[cell] !== this.starts[cell + 1]) taken += 1;
    return this.cell * Math.sqrt(taken / Math.max(1, this.items.length));
  }

  /** Calls `visit` for every point in the cells that a rectangle touches. */
  within(left: number, bottom: number, right: number, top: number, visit: (index: number) => void): void {
    const clamp = (value: number, end: number): number => Math.min(end, Math.max(0, value));
    const [from, to] = [left, right].map((x) => clamp(Math.floor((x - this.left) / this.cell), this.columns - 1)) as [number, number];
    const [low, high] = [bottom, top].map((y) => clamp(Math.floor((y - this.bottom) / this.cell), this.rows - 1)) as [number, number];
    for (let row = low; row <= high; row += 1) {
      for (let column = from; column <= to; column += 1) {
        const cell = row * this.columns + column;
        for (let at = this.starts[cell] as number; at < (this.starts[cell + 1] as number); at += 1) visit(this.items[at] as number);
      }
    }
  }
}
