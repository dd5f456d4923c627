import type { LayoutAnswer, NeighbourhoodAnswer, PaperSummary } from "../api/types";

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

/** Edges beyond this number are not drawn: they would cover the map without telling more. */
export const edgeLimit = 60_000;

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

  /** The map of a whole library. */
  static ofLayout(answer: LayoutAnswer): GraphModel {
    const { nodes } = answer;
    const size = nodes.id.length;
    const known = (values: readonly (number | null)[], missing: number): Int16Array =>
      Int16Array.from({ length: size }, (_, index) => values[index] ?? missing);
    const columns: Columns = {
      ids: nodes.id,
      x: Float32Array.from(nodes.x),
      y: Float32Array.from(nodes.y),
      year: known(nodes.year, 0),
      category: known(nodes.category, -1),
      community: known(nodes.community, -1),
      citations: Uint32Array.from(nodes.citations),
      edges: Uint32Array.from(answer.edges),
    };
    const edges = thinned(columns, size, edgeLimit);
    return new GraphModel({ ...columns, edges }, answer.categories, answer.communities, new Map());
  }

  /** The map of the papers around a paper. */
  static ofNeighbourhood(answer: NeighbourhoodAnswer): GraphModel {
    const nodes = answer.nodes;
    const indices = new Map(nodes.map((node, index) => [node.identifier, index]));
    const categories = [...new Set(nodes.flatMap((node) => node.categories?.[0] ?? []))];
    const edges = answer.edges.flatMap(({ source, target }) => {
      const [a, b] = [indices.get(source), indices.get(target)];
      return a === undefined || b === undefined ? [] : [a, b];
    });
    const ring = ringPlaces(nodes);
    const columns: Columns = {
      ids: nodes.map((node) => node.identifier),
      x: Float32Array.from(nodes, (node, index) => node.x ?? ring[2 * index] ?? 0),
      y: Float32Array.from(nodes, (node, index) => node.y ?? ring[2 * index + 1] ?? 0),
      year: Int16Array.from(nodes, (node) => node.year ?? 0),
      category: Int16Array.from(nodes, (node) => categories.indexOf(node.categories?.[0] ?? "")),
      community: Int16Array.from(nodes, (node) => node.depth),
      citations: Uint32Array.from(nodes, (node) => node.citation_count),
      edges: Uint32Array.from(edges),
    };
    const depths = [...new Set(nodes.map((node) => node.depth))].sort((a, b) => a - b);
    const names = depths.map((depth) => ({ id: depth, label: depth === 0 ? "start" : depth === 1 ? "one citation away" : `${depth} citations away` }));
    return new GraphModel(columns, categories, names, titlesOf(nodes));
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
    return new GraphModel(columns, categories, this.communities, new Map([...this.titles, ...titlesOf(answer.nodes)]));
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

function titlesOf(nodes: readonly PaperSummary[]): Map<string, string> {
  return new Map(nodes.flatMap((node) => (node.title === null || node.title === undefined ? [] : [[node.identifier, node.title]])));
}

function ringPlaces(nodes: NeighbourhoodAnswer["nodes"]): number[] {
  return nodes.flatMap((node, index) => {
    const angle = index * 2.399963;
    return [node.depth * 100 * Math.cos(angle), node.depth * 100 * Math.sin(angle)];
  });
}

/** Of too many edges, the shortest: they show what belongs together, and cover the least. */
function thinned(columns: Columns, size: number, limit: number): Uint32Array {
  const { x, y, edges } = columns;
  const isGood = (end: number | undefined): boolean => end !== undefined && end < size;
  const count = Math.floor(edges.length / 2);
  const good = Array.from({ length: count }, (_, edge) => edge).filter((edge) => isGood(edges[2 * edge]) && isGood(edges[2 * edge + 1]));
  if (good.length === count && count <= limit) return edges;
  const length = Float32Array.from({ length: count }, (_, edge) => {
    const [a, b] = [edges[2 * edge] as number, edges[2 * edge + 1] as number];
    return Math.hypot((x[a] ?? 0) - (x[b] ?? 0), (y[a] ?? 0) - (y[b] ?? 0));
  });
  if (good.length > limit) good.sort((a, b) => (length[a] as number) - (length[b] as number) || a - b);
  return Uint32Array.from(good.slice(0, limit).flatMap((edge) => [edges[2 * edge] as number, edges[2 * edge + 1] as number]));
}
