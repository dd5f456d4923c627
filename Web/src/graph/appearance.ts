import type { GraphModel } from "./model";
import { NodeState } from "./node-layer";
import type { Colour, Colouring, Palette } from "./palette";
import type { Ribbon } from "./ribbon-layer";

/** Lines from a chosen paper beyond this number would only be a blot. */
const ribbonLimit = 3000;

/** What of a map is shown, in which colours, and what stands out. */
export class Appearance {
  colouring: Colouring = "community";
  /** The years that are shown. */
  years: readonly [number, number] = [0, 9999];
  /** The paper that is chosen: it and its neighbours stand out. */
  chosen: number | undefined;
  /** The papers of a path that stands out. */
  way: readonly number[] = [];
  /** The kinds, by what the map is coloured by, that are not shown. */
  hidden: ReadonlySet<number> = new Set();

  constructor(private readonly model: GraphModel, public palette: Palette) {}

  /** The colour of a paper. */
  colour(index: number): Colour {
    const { year, category, community } = this.model.columns;
    if (this.colouring === "community") return this.palette.kind(community[index] as number);
    if (this.colouring === "category") return this.palette.kind(category[index] as number);
    const [first, last] = this.model.years;
    const own = year[index] as number;
    return own === 0 ? this.palette.other : this.palette.time((own - first) / Math.max(1, last - first));
  }

  /** The colours of all papers. */
  colours(): Colour[] {
    return Array.from({ length: this.model.size }, (_, index) => this.colour(index));
  }

  /** Whether a paper is seen: of the years shown, and of no kind that is hidden. */
  isSeen(index: number): boolean {
    const year = this.model.columns.year[index] as number;
    return (year === 0 || (year >= this.years[0] && year <= this.years[1])) && !this.isHidden(index);
  }

  private isHidden(index: number): boolean {
    if (this.hidden.size === 0 || this.colouring === "year") return false;
    return this.hidden.has(this.model.columns[this.colouring][index] as number);
  }

  /** Whether something stands out, so that the rest is faint. */
  get isDimmed(): boolean {
    return this.chosen !== undefined || this.way.length > 0;
  }

  /** How each paper is shown. */
  states(): (index: number) => NodeState {
    const raised = new Set<number>(this.way);
    if (this.chosen !== undefined) for (const other of this.model.around(this.chosen)) raised.add(other);
    const { isDimmed } = this;
    return (index) => {
      if (this.isHidden(index)) return NodeState.hidden;
      if (index === this.chosen) return NodeState.chosen;
      if (raised.has(index)) return NodeState.raised;
      return isDimmed ? NodeState.faint : NodeState.usual;
    };
  }

  /** The lines that stand out: from the chosen paper to its neighbours, and along the path. */
  ribbons(): Ribbon[] {
    const ribbons: Ribbon[] = [];
    if (this.chosen !== undefined) {
      const from = this.chosen;
      for (const to of [...this.model.around(from)].slice(0, ribbonLimit)) {
        if (this.isSeen(to)) ribbons.push({ from, to, colour: this.colour(to), alpha: 0.55, width: 0.6 });
      }
    }
    this.way.slice(1).forEach((to, at) => {
      ribbons.push({ from: this.way[at] as number, to, colour: this.palette.accent, alpha: 0.95, width: 1.8 });
    });
    return ribbons;
  }

  /** The same for a map with more papers. */
  of(model: GraphModel): Appearance {
    const other = new Appearance(model, this.palette);
    const { colouring, years, chosen, way, hidden } = this;
    return Object.assign(other, { colouring, years, chosen, way, hidden });
  }
}
