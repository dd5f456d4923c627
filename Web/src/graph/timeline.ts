import { isCalm } from "../app/theme";
import { h, replace, svg } from "../base/dom";
import { icon } from "../base/icons";
import type { GraphModel } from "./model";

/** A slider over the years of a map, with how many papers each year has; it can run by itself. */
export class Timeline {
  readonly element = h("div", { class: "timeline", role: "group", "aria-label": "Years shown" });
  private timer = 0;
  private first = 0;
  private last = 0;

  constructor(private readonly onChange: (first: number, last: number) => void) {}

  /** Shows the years of a map. */
  setModel(model: GraphModel): void {
    this.stop();
    const [low, high] = model.years;
    [this.first, this.last] = [low, high];
    this.element.hidden = high <= low;
    if (high <= low) return;
    const from = this.slider("From year", low, high, low);
    const to = this.slider("To year", low, high, high);
    const shown = h("output", { class: "years" }, `${low}–${high}`);
    const columns = histogram(model, low, high);
    const play = h("button", { type: "button", class: "plain", "aria-label": "Play the years", title: "Play the years" }, icon("play"));
    const apply = (moved: HTMLInputElement): void => {
      if (Number(from.value) > Number(to.value)) (moved === from ? to : from).value = moved.value;
      [this.first, this.last] = [Number(from.value), Number(to.value)];
      shown.textContent = this.first === this.last ? String(this.first) : `${this.first}–${this.last}`;
      columns.querySelectorAll("rect").forEach((bar, index) => bar.classList.toggle("out", low + index < this.first || low + index > this.last));
      this.onChange(this.first, this.last);
    };
    for (const slider of [from, to]) slider.addEventListener("input", () => apply(slider));
    play.addEventListener("click", () => {
      if (this.timer !== 0) {
        this.stop();
        return setPlaying(false);
      }
      if (Number(to.value) >= high) to.value = String(Number(from.value));
      apply(to);
      setPlaying(true);
      this.timer = window.setInterval(() => {
        if (Number(to.value) >= high) {
          this.stop();
          return setPlaying(false);
        }
        to.value = String(Number(to.value) + 1);
        apply(to);
      }, isCalm() ? 1500 : 750);
    });
    function setPlaying(isPlaying: boolean): void {
      replace(play, icon(isPlaying ? "pause" : "play"));
      play.setAttribute("aria-label", isPlaying ? "Stop" : "Play the years");
    }
    replace(this.element, play, h("div", { class: "range" }, columns, from, to), shown);
  }

  /** Stops running. */
  stop(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
  }

  private slider(label: string, low: number, high: number, value: number): HTMLInputElement {
    return h("input", { type: "range", min: low, max: high, step: 1, value, "aria-label": label });
  }
}

function histogram(model: GraphModel, low: number, high: number): SVGSVGElement {
  const counts = new Array<number>(high - low + 1).fill(0);
  for (const year of model.columns.year) if (year >= low) counts[year - low] = (counts[year - low] ?? 0) + 1;
  const greatest = Math.max(1, ...counts);
  return svg("svg", { viewBox: `0 0 ${counts.length * 10} 24`, preserveAspectRatio: "none", "aria-hidden": "true" },
    counts.map((count, index) => {
      const height = Math.max(0.5, (count / greatest) * 24);
      return svg("rect", { x: index * 10 + 1, y: 24 - height, width: 8, height });
    }));
}
