import type { LayoutAnswer, NeighbourhoodAnswer } from "../api/types";
import { type Columns, GraphModel, titlesOf } from "./model";

/** Edges beyond this number are not drawn: they would cover the map without telling more. */
export const edgeLimit = 60_000;

/** The map of a whole library. */
export function mapOfLibrary(answer: LayoutAnswer): GraphModel {
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
  return new GraphModel({ ...columns, edges }, answer.categories, answer.communities, new Map(), true);
}

/** The map of the papers around a paper. */
export function mapOfNeighbourhood(answer: NeighbourhoodAnswer): GraphModel {
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
  return new GraphModel(columns, categories, names, titlesOf(nodes), false);
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
