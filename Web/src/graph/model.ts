import type { NeighbourhoodAnswer, PaperSummary } from "../api/types";

/** A community of papers that cite each other. */
export interface Community {
  readonly id: number;
  readonly label: string;
}

/** The papers of a map in columns: entry `i` of each is paper `i`. Edges are pairs of citing and cited paper. */
export interface Columns {
  readonly ids: readonly string[];
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** 0 where it is not known. */
  readonly year: Int16Array;
  /** -1 where it is not known. */
  readonly category: Int16Array;
  readonly community: Int16Array;
  readonly citations: Uint32Array;
  readonly edges: Uint32Array;
}

/** A map of papers: where each stands, what it belongs to, who cites whom. */
export class GraphModel {
  readonly size: number;
  private readonly indices = new Map<string, number>();
  private starts: Uint32Array | undefined;
  private neighbours: Uint32Array | undefined;

  constructor(
    readonly columns: Columns,
    readonly categories: readonly string[],
    readonly communities: readonly Community[],
    readonly titles: Map<string, string>,
    /** Whether it shows a library; else the surroundings of a paper. */
    readonly isLibrary: boolean,
  ) {
    this.size = columns.ids.length;
    columns.ids.forEach((id, index) => this.indices.set(id, index));
  }

  /** The paper's number in the map. */
  index(id: string): number | undefined {
    return this.indices.get(id);
  }

  /** The identifier of a paper. */
  id(index: number): string {
    return this.columns.ids[index] ?? "";
  }

  /** The title as far as it is known, else the identifier. */
  title(index: number): string {
    const id = this.id(index);
    return this.titles.get(id) ?? id;
  }

  /** The first and the last year. */
  get years(): readonly [number, number] {
    let [first, last] = [9999, 0];
    for (const year of this.columns.year) {
      if (year === 0) continue;
      first = Math.min(first, year);
      last = Math.max(last, year);
    }
    return last === 0 ? [0, 0] : [first, last];
  }

  /** The papers that a paper cites or is cited by. */
  around(index: number): Uint32Array {
    const starts = this.starts ?? this.connect();
    return (this.neighbours as Uint32Array).subarray(starts[index] ?? 0, starts[index + 1] ?? 0);
  }

  private connect(): Uint32Array {
    const { edges } = this.columns;
    const starts = new Uint32Array(this.size + 1);
    for (const end of edges) starts[end + 1] = (starts[end + 1] ?? 0) + 1;
    for (let index = 0; index < this.size; index += 1) starts[index + 1] = (starts[index + 1] ?? 0) + (starts[index] ?? 0);
    const next = starts.slice();
    const neighbours = new Uint32Array(edges.length);
    for (let at = 0; at + 1 < edges.length; at += 2) {
      const [a, b] = [edges[at] as number, edges[at + 1] as number];
      neighbours[(next[a] as number)] = b;
      neighbours[(next[b] as number)] = a;
      next[a] = (next[a] as number) + 1;
      next[b] = (next[b] as number) + 1;
    }
    this.starts = starts;
    this.neighbours = neighbours;
    return starts;
  }

  /** The map with more papers: those around one of its own, placed near it. */
  with(answer: NeighbourhoodAnswer, center: number): GraphModel {
    const fresh = answer.nodes.filter((node) => this.index(node.identifier) === undefined);
    const old = this.columns;
    const reach = this.reach(center);
    const place = (index: number, isX: boolean): number => {
      const angle = index * 2.399963;
      const radius = reach * Math.sqrt((index + 1) / Math.max(1, fresh.length));
      return isX ? (old.x[center] ?? 0) + radius * Math.cos(angle) : (old.y[center] ?? 0) + radius * Math.sin(angle);
    };
    const ids = [...old.ids, ...fresh.map((node) => node.identifier)];
    const categories = [...new Set([...this.categories, ...fresh.flatMap((node) => node.categories?.[0] ?? [])])];
    const indices = new Map(ids.map((id, index) => [id, index]));
    const edges = new Set<number>();
    const pairs = [...old.edges];
    for (let at = 0; at + 1 < pairs.length; at += 2) edges.add((pairs[at] as number) * ids.length + (pairs[at + 1] as number));
    for (const { source, target } of answer.edges) {
      const [a, b] = [indices.get(source), indices.get(target)];
      if (a === undefined || b === undefined || edges.has(a * ids.length + b)) continue;
      edges.add(a * ids.length + b);
      pairs.push(a, b);
    }
    const columns: Columns = {
      ids,
      x: Float32Array.from([...old.x, ...fresh.map((_, index) => place(index, true))]),
      y: Float32Array.from([...old.y, ...fresh.map((_, index) => place(index, false))]),
      year: Int16Array.from([...old.year, ...fresh.map((node) => node.year ?? 0)]),
      category: Int16Array.from([...old.category, ...fresh.map((node) => categories.indexOf(node.categories?.[0] ?? ""))]),
      community: Int16Array.from([...old.community, ...fresh.map(() => old.community[center] ?? -1)]),
      citations: Uint32Array.from([...old.citations, ...fresh.map((node) => node.citation_count)]),
      edges: Uint32Array.from(pairs),
    };
    return new GraphModel(columns, categories, this.communities, new Map([...this.titles, ...titlesOf(answer.nodes)]), this.isLibrary);
  }

  /** How far new papers may stand from the paper around which they appear: as far as its nearer neighbours. */
  private reach(center: number): number {
    const { x, y } = this.columns;
    const distances = [...this.around(center)]
      .map((other) => Math.hypot((x[other] ?? 0) - (x[center] ?? 0), (y[other] ?? 0) - (y[center] ?? 0)))
      .sort((a, b) => a - b);
    return Math.max(distances[Math.floor(distances.length / 2)] ?? 0, this.extent / 60);
  }

  private get extent(): number {
    const { x } = this.columns;
    let [low, high] = [Infinity, -Infinity];
    for (const value of x) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high > low ? high - low : 1;
  }
}

/** The titles that an answer brings. */
export function titlesOf(nodes: readonly PaperSummary[]): Map<string, string> {
  return new Map(nodes.flatMap((node) => (node.title === null || node.title === undefined ? [] : [[node.identifier, node.title]])));
}
