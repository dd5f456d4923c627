import { get } from "../api/client";
import type { GraphModel } from "./model";

/** Fetches the titles of papers on a map when they are wanted, many at a time. */
export class Titles {
  private readonly wanted = new Set<string>();
  private readonly asked = new Set<string>();
  private timer = 0;

  constructor(private readonly signal: AbortSignal, private readonly arrived: () => void) {}

  /** Asks for titles; `arrived` is called when new ones are in the map. */
  want(model: GraphModel, indices: readonly number[]): void {
    for (const index of indices) {
      const id = model.id(index);
      if (!this.asked.has(id)) this.wanted.add(id);
    }
    if (this.wanted.size === 0 || this.timer !== 0) return;
    this.timer = window.setTimeout(() => void this.load(model), 60);
  }

  private async load(model: GraphModel): Promise<void> {
    this.timer = 0;
    const ids = [...this.wanted].slice(0, 50);
    for (const id of ids) {
      this.wanted.delete(id);
      this.asked.add(id);
    }
    try {
      await Titles.fill(model, ids, this.signal);
      this.arrived();
    } catch {
      // Papers without titles are labelled by their identifiers.
    }
  }

  /** Puts titles into a map. */
  static async fill(model: GraphModel, ids: readonly string[], signal: AbortSignal): Promise<void> {
    if (ids.length === 0) return;
    const answer = await get<{ titles: Record<string, string | null> }>("/api/graph/layout/labels", { ids: ids.join(",") }, signal);
    for (const [id, title] of Object.entries(answer.titles)) if (title !== null) model.titles.set(id, title);
  }
}
