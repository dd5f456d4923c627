import { h } from "../base/dom";
import { plain } from "../text/accents";
import type { Camera } from "./camera";
import type { GraphModel } from "./model";
import type { Appearance } from "./appearance";
import { growth, nodeSize } from "./node-layer";
import { css } from "./palette";
import type { PointGrid } from "./picking";

/** A text at a point of the map. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly kind: "community" | "title" | "chosen";
  /** Distance from the point, in pixels. */
  readonly lift: number;
  readonly colour?: string;
}

/** The texts over the map. They say what is also in the list, so screen readers need not hear them. */
export class Labels {
  readonly element = h("div", { class: "map-labels", "aria-hidden": "true" });
  private shown: { label: Label; element: HTMLElement; width: number; height: number }[] = [];

  /** Shows other labels; those that come first win where two would touch. */
  set(labels: readonly Label[]): void {
    this.element.textContent = "";
    this.shown = labels.map((label) => {
      const element = h("span", { class: label.kind }, label.text);
      if (label.colour !== undefined) element.style.setProperty("--label", label.colour);
      this.element.append(element);
      const width = Math.min(label.kind === "community" ? 190 : 280, label.text.length * 6.6) + 12;
      // Names of communities are broken into lines of some 21 letters.
      const height = label.kind === "community" ? 2 + 17 * Math.ceil(label.text.length / 21) : 20;
      return { label, element, width, height };
    });
  }

  /** Moves the labels to where their points are seen. */
  place(camera: Camera): void {
    const taken: [number, number, number, number][] = [];
    for (const { label, element, width, height } of this.shown) {
      const [left, y] = camera.toScreen(label.x, label.y);
      const isIn = left >= 0 && left <= camera.width;
      // A text at the edge of the window is moved inwards as far as it can be read.
      const x = isIn && camera.width > width ? Math.min(camera.width - width / 2, Math.max(width / 2, left)) : left;
      const box: [number, number, number, number] = [x - width / 2, y - label.lift - height, x + width / 2, y - label.lift];
      const isOut = box[2] < 0 || box[0] > camera.width || box[3] < 0 || box[1] > camera.height;
      const isFree = !isOut && !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
      element.classList.toggle("off", !isFree);
      if (!isFree) continue;
      taken.push(box);
      element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y - label.lift)}px) translate(-50%, -100%)`;
    }
  }
}

/** The middle of each community: the median place of its papers. */
function communityLabels(model: GraphModel, colour: (community: number) => string, limit: number): Label[] {
  const { x, y, community, citations } = model.columns;
  const members = new Map<number, number[]>();
  community.forEach((number, index) => {
    if (number < 0) return;
    const list = members.get(number);
    if (list === undefined) members.set(number, [index]);
    else list.push(index);
  });
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return model.communities
    .map(({ id, label }) => ({ id, label, members: members.get(id) ?? [] }))
    .filter((entry) => entry.members.length >= 25)
    .sort((a, b) => b.members.length - a.members.length)
    .slice(0, limit)
    .map(({ id, label, members: all }) => {
      const best = [...all].sort((a, b) => (citations[b] as number) - (citations[a] as number)).slice(0, 60);
      return {
        x: middle(best.map((index) => x[index] as number)), y: middle(best.map((index) => y[index] as number)),
        text: label, kind: "community" as const, lift: -14, colour: colour(id),
      };
    });
}

/** A label over a paper. */
function paperLabel(model: GraphModel, index: number, growth: number, kind: "title" | "chosen"): Label {
  const { x, y, citations } = model.columns;
  const text = plain(model.title(index).replace(/\$/g, ""));
  return {
    x: x[index] as number, y: y[index] as number, kind, text: text.length > 60 ? `${text.slice(0, 58)}…` : text,
    lift: (nodeSize(citations[index] as number) * growth) / 2 + 4,
  };
}

/** The labels of a map as it is seen, and the papers among them whose titles are not known yet. */
export function mapLabels(
  model: GraphModel, look: Appearance, camera: Camera, grid: PointGrid, hovered: number | undefined,
): { labels: Label[]; untitled: number[] } {
  const size = growth(camera);
  const important = [...new Set([...look.way, hovered, look.chosen].filter((index): index is number => index !== undefined))];
  const isNear = camera.zoom > 2.2 || !model.isLibrary;
  const nearby = isNear ? bestInView(model, look, camera, grid, model.isLibrary ? 10 : 14) : [];
  const isKnown = (index: number): boolean => model.titles.has(model.id(index));
  const groups = model.isLibrary && !look.isDimmed
    ? communityLabels(model, (number) => css(look.colouring === "community" ? look.palette.kind(number) : look.palette.other), isNear ? 6 : 20)
    : [];
  return {
    labels: [
      ...important.filter((index) => look.isSeen(index)).map((index) => paperLabel(model, index, size, "chosen")),
      ...groups,
      ...nearby.filter((index) => !important.includes(index) && isKnown(index)).map((index) => paperLabel(model, index, size, "title")),
    ],
    untitled: [...important, ...nearby].filter((index) => !isKnown(index)),
  };
}

/** The most cited papers in the window. */
function bestInView(model: GraphModel, look: Appearance, camera: Camera, grid: PointGrid, limit: number): number[] {
  const [left, top] = camera.toPlane(0, 0);
  const [right, bottom] = camera.toPlane(camera.width, camera.height);
  const { x, y, citations } = model.columns;
  const found: number[] = [];
  grid.within(left, bottom, right, top, (index) => {
    const isIn = (x[index] as number) >= left && (x[index] as number) <= right && (y[index] as number) >= bottom && (y[index] as number) <= top;
    if (isIn && look.isSeen(index)) found.push(index);
  });
  return found.sort((a, b) => (citations[b] as number) - (citations[a] as number)).slice(0, limit);
}
