import { h } from "../base/dom";
import { icon, type IconName } from "../base/icons";
import { keyButton } from "./access";
import { announcements } from "./announce";
import { themeButton } from "./theme";

const places: readonly (readonly [string, string, IconName])[] = [
  ["/search", "Search", "search"], ["/graph", "Graph", "graph"], ["/trends", "Trends", "trends"],
  ["/collections", "Collections", "shelf"], ["/dashboard", "Dashboard", "gauge"],
];

/** Builds what stays on every page; answers the element that views appear in. */
export function buildShell(): HTMLElement {
  const outlet = h("main", { id: "content", tabindex: -1 });
  document.body.append(
    h("a", { class: "skip", href: "#content", onclick: (event) => {
      event.preventDefault();
      outlet.focus();
    } }, "Skip to the content"),
    h("header", { class: "top" },
      h("a", { class: "brand", href: "/" }, h("span", { class: "long" }, "ArXiv Co-Scientist"), h("span", { class: "short", "aria-hidden": "true" }, "Co-Sci")),
      h("nav", { class: "places", "aria-label": "Places" }, places.map(([href, label, drawing]) =>
        h("a", { href }, icon(drawing), h("span", {}, label)))),
      h("div", { class: "tools" }, keyButton(), themeButton())),
    outlet, ...announcements());
  return outlet;
}
