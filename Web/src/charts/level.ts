import { h, type Child } from "../base/dom";

/** A line with a name, a bar and a value. */
export function level(name: Child, share: number, value: string): HTMLLIElement {
  const bar = h("i", {});
  bar.style.width = `${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%`;
  return h("li", {}, h("span", { class: "name" }, name), h("span", { class: "meter wide", "aria-hidden": "true" }, bar), h("span", { class: "number" }, value));
}
