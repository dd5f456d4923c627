import { svg } from "../base/dom";
import { fitting, labelStep, ticks } from "./scale";

/** A line over periods that all lines share. */
export interface Line {
  readonly name: string;
  /** A value for every period; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Spans of periods (first and last index) that are shaded. */
  readonly spans: readonly (readonly [number, number])[];
}

/** How a drawing of lines is labelled. */
export interface LineChart {
  readonly label: string;
  readonly periods: readonly string[];
  readonly lines: readonly Line[];
  /** A value in words. */
  readonly format: (value: number) => string;
}


/** A drawing of lines; each has its own stroke pattern besides its colour. */
export function lines(chart: LineChart): SVGSVGElement {
  const width = fitting(760);
  const size = { width, height: width < 500 ? 220 : 300, left: 52, right: 14, top: 12, bottom: 26 };
  const greatest = Math.max(1e-9, ...chart.lines.flatMap((line) => line.values.map((value) => value ?? 0)));
  const marks = ticks(greatest);
  const reach = marks[marks.length - 1] ?? 1;
  const inner = size.width - size.left - size.right;
  const last = Math.max(1, chart.periods.length - 1);
  const x = (index: number): number => size.left + (index / last) * inner;
  const y = (value: number): number => size.height - size.bottom - (value / reach) * (size.height - size.bottom - size.top);
  const drawing = svg("svg", {
    class: "chart lines", viewBox: `0 0 ${size.width} ${size.height}`, role: "img", "aria-label": chart.label,
  });
  for (const mark of marks) {
    drawing.append(
      svg("line", { class: "grid", x1: size.left, x2: size.width - size.right, y1: y(mark), y2: y(mark) }),
      svg("text", { class: "tick end", x: size.left - 8, y: y(mark) + 4 }, chart.format(mark)));
  }
  const every = labelStep(chart.periods.length, inner, 52);
  chart.periods.forEach((period, index) => {
    if ((chart.periods.length - 1 - index) % every === 0) {
      drawing.append(svg("text", { class: "tick middle", x: x(index), y: size.height - 7 }, period));
    }
  });
  chart.lines.forEach((line, number) => {
    const series = `series-${number % 6}`;
    for (const [from, to] of line.spans) {
      const half = inner / last / 2;
      drawing.append(svg("rect", {
        class: `span ${series}`, x: Math.max(size.left, x(from) - half), y: size.top,
        width: Math.min(size.width - size.right, x(to) + half) - Math.max(size.left, x(from) - half), height: size.height - size.top - size.bottom,
      }));
    }
    const path = line.values.map((value, index) => {
      const isFirst = index === 0 || line.values[index - 1] === null;
      return value === null ? "" : `${isFirst ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    }).join("");
    drawing.append(svg("path", { class: `line ${series}`, d: path }));
    line.values.forEach((value, index) => value !== null && drawing.append(svg("g", { class: "point" },
      svg("title", {}, `${line.name}, ${chart.periods[index] ?? ""}: ${chart.format(value)}`),
      svg("circle", { class: "reach", cx: x(index), cy: y(value), r: 9 }),
      svg("circle", { class: `dot ${series}`, cx: x(index), cy: y(value), r: 2.6 }))));
  });
  return drawing;
}
