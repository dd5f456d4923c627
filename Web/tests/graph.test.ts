import type { LayoutAnswer } from "../src/api/types";
import { Camera } from "../src/graph/camera";
import { edgeLimit, mapOfLibrary } from "../src/graph/maps";
import { PointGrid } from "../src/graph/picking";
import { equal, test } from "./harness";

function layout(size: number, edges: number[]): LayoutAnswer {
  const numbers = Array.from({ length: size }, (_, index) => index);
  return {
    nodes: {
      id: numbers.map((index) => `p${index}`), x: numbers.map((index) => (index * 37) % 101), y: numbers.map((index) => (index * 53) % 97),
      year: numbers.map((index) => (index === 0 ? null : 1990 + (index % 10))), category: numbers.map(() => 0),
      community: numbers.map((index) => index % 3), citations: numbers.map((index) => size - index),
    },
    categories: ["hep-th"], communities: [{ id: 0, label: "a" }], edges,
  };
}

test("a map knows who is linked with whom", () => {
  const model = mapOfLibrary(layout(5, [0, 1, 2, 0, 3, 4]));
  equal([...model.around(0)].sort(), [1, 2]);
  equal([...model.around(4)], [3]);
  equal(model.years, [1991, 1994]);
  equal(model.index("p3"), 3);
});

test("edges to nowhere are left out, and too many are thinned to the shortest", () => {
  equal(mapOfLibrary(layout(3, [0, 1, 0, 9, 1])).columns.edges.length, 2);
  const many = Array.from({ length: 2 * (edgeLimit + 5000) }, (_, at) => (at * 7919) % 400);
  equal(mapOfLibrary(layout(400, many)).columns.edges.length, 2 * edgeLimit);
});

test("papers are added around one of the map, once", () => {
  const model = mapOfLibrary(layout(5, [0, 1]));
  const node = (identifier: string) => ({ identifier, citation_count: 1, depth: 1, title: identifier.toUpperCase() });
  const answer = { found: [1], nodes: [node("p0"), node("new")], edges: [{ source: "new", target: "p0" }, { source: "p0", target: "p1" }] };
  const more = model.with(answer, 0);
  equal(more.size, 6);
  equal(more.columns.edges.length, 4);
  equal(more.title(5), "NEW");
  equal([...more.around(5)], [0]);
  equal(more.with(answer, 0).columns.edges.length, 4);
  equal([...more.columns.x].every(Number.isFinite), true);
});

test("the points of a rectangle are among those that the grid visits, each once", () => {
  const size = 500;
  const xs = Float32Array.from({ length: size }, (_, index) => (index * 7919) % 1000);
  const ys = Float32Array.from({ length: size }, (_, index) => (index * 104729) % 777);
  const grid = new PointGrid(xs, ys);
  for (let round = 0; round < 300; round += 1) {
    const [left, bottom] = [((round * 31) % 1100) - 50, ((round * 57) % 900) - 50];
    const [right, top] = [left + (round % 200), bottom + ((round * 3) % 150)];
    const visited: number[] = [];
    grid.within(left, bottom, right, top, (index) => visited.push(index));
    equal(new Set(visited).size, visited.length);
    const isIn = (index: number): boolean =>
      (xs[index] as number) >= left && (xs[index] as number) <= right && (ys[index] as number) >= bottom && (ys[index] as number) <= top;
    const inside = Array.from({ length: size }, (_, index) => index).filter(isIn);
    equal(inside.filter((index) => !visited.includes(index)), []);
  }
  let count = 0;
  new PointGrid(new Float32Array(0), new Float32Array(0)).within(0, 0, 9, 9, () => (count += 1));
  equal(count, 0);
});

test("a camera keeps the place under the pointer, and arrives where it flies to", () => {
  const camera = new Camera();
  Object.assign(camera, { width: 800, height: 600, x: 3, y: -2, scale: 4, fitScale: 2 });
  const before = camera.toPlane(123, 456);
  camera.zoomAt(123, 456, 1.7);
  const after = camera.toPlane(123, 456);
  equal(Math.hypot(after[0] - before[0], after[1] - before[1]) < 1e-9, true);
  camera.fly({ x: 50, y: 60, scale: 9 }, 1000, 500);
  for (let now = 1000; now <= 1500; now += 50) camera.step(now);
  equal([camera.x, camera.y, camera.scale].map((value) => Math.round(value * 1000) / 1000), [50, 60, 9]);
  equal(camera.step(1600), false);
});
