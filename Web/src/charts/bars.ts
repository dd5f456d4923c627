import { svg } from "../base/dom";
import { count } from "../base/format";
import { fitting, labelStep, ticks } from "./scale";

/** A bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

const left = 40;
const bottom = 20;
const top = 8;

/** A drawing of upright bars; what it shows is also said in words. */
export function bars(values: readonly Bar[], label: string, size = { width: 340, height: 150 }): SVGSVGElement {
  const width = fitting(size.width);
  const { height } = size;
  const greatest = Math.max(1, ...values.map(({ value }) => value));
  const marks = ticks(greatest, 3).filter((mark) => Number.isInteger(mark));
  const reach = Math.max(greatest, marks[marks.length - 1] ?? 1);
  const room = (width - left) / Math.max(1, values.length);
  const y = (value: number): number => height - bottom - (value / reach) * (height - bottom - top);
  const every = labelStep(values.length, width - left, 34);
  const drawing = svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${label}: ${inWords(values)}` });
  for (const mark of marks) {
    drawing.append(
      svg("line", { class: "grid", x1: left, x2: width, y1: y(mark), y2: y(mark) }),
      svg("text", { class: "tick end", x: left - 6, y: y(mark) + 4 }, count(mark)));
  }
  values.forEach(({ label: name, value }, index) => {
    const x = left + index * room;
    drawing.append(svg("g", { class: "bar" },
      svg("title", {}, `${name}: ${count(value)}`),
      svg("rect", { class: "reach", x, y: top, width: room, height: height - bottom - top }),
      svg("rect", { class: "value", x: x + room * 0.12, y: y(value), width: room * 0.76, height: Math.max(0, height - bottom - y(value)), rx: 1.5 })));
    if ((values.length - 1 - index) % every === 0) {
      drawing.append(svg("text", { class: "tick middle", x: x + room / 2, y: height - 5 }, name));
    }
  });
  return drawing;
}

function inWords(values: readonly Bar[]): string {
  return values.map(({ label, value }) => `${label} ${count(value)}`).join(", ");
}

/** Years from the first to the last, those without anything included. */
export function byYear(years: Readonly<Record<string, number>>): Bar[] {
  const known = Object.keys(years).map(Number).filter(Number.isInteger).sort((a, b) => a - b);
  const [first, last] = [known[0], known[known.length - 1]];
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: Math.min(400, last - first + 1) }, (_, index) => {
    const year = last - Math.min(400, last - first + 1) + 1 + index;
    return { label: String(year), value: years[String(year)] ?? 0 };
  });
}
