import { svg } from "./dom";

const shapes = {
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm4.7 11.2L20 20",
  graph: "M6 17.5 11.5 7M12.5 6.5 18 12M7 18l10.5-4.5M6 18.5h.01M12 5.5h.01M18.5 13h.01",
  trends: "M4 4v16h16M7.5 15l3.5-4.5 3 2.5L19 7",
  shelf: "M5 5h4v14H5zM9 7h4v12H9zM14.2 8.2l3.8-1 3 11.2-3.8 1z",
  gauge: "M4.5 17a8.5 8.5 0 1 1 15 0M12 15l4-5",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2v2.5M12 19.5V22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8M2 12h2.5M19.5 12H22M4.9 19.1l1.8-1.8M17.3 6.7l1.8-1.8",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  auto: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 3.5v17M12 7h6M12 11h8M12 15h7.5",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  key: "M8 10.5a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM11 11.5 20 4M16.5 7l2.5 3",
  play: "M7 5l12 7-12 7z",
  pause: "M8 5v14M16 5v14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  minus: "M5 12h14",
  down: "M12 4v11M7 11l5 5 5-5M5 20h14",
  external: "M14 4h6v6M20 4l-9 9M17 14v5H5V7h5",
  bell: "M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4.5zM10.5 20h3",
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof shapes;

/** A small drawing beside a text, or alone in a button that has a label: it says nothing by itself. */
export function icon(name: IconName): SVGSVGElement {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: shapes[name] }));
}
