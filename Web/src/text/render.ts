import { h } from "../base/dom";
import type { SnippetSegment } from "../api/types";
import { plain } from "./accents";
import { formula } from "./math";
import { pieces } from "./segments";

/** A title or an abstract: formulas are set, accents of TeX are letters. */
export function rich(text: string): Node {
  const fragment = document.createDocumentFragment();
  for (const piece of pieces(text)) {
    fragment.append(piece.kind === "math" ? formula(piece.body, piece.isDisplay) : plain(piece.body));
  }
  return fragment;
}

/** A title, or what stands for one that is missing. */
export function title(text: string | null | undefined): Node {
  return text === null || text === undefined || text.trim() === "" ? h("em", {}, "Untitled") : rich(text);
}

/** Text with marked parts; a formula is marked as a whole where a part of it is. */
export function marked(segments: readonly SnippetSegment[]): Node {
  const text = segments.map((segment) => segment.text).join("");
  const fragment = document.createDocumentFragment();
  const spans = ranges(segments);
  for (const piece of pieces(text)) {
    if (piece.kind === "math") {
      const isMarked = spans.some(([start, end, match]) => match && start < piece.end && end > piece.start);
      const shown = formula(piece.body, piece.isDisplay);
      fragment.append(isMarked ? h("mark", {}, shown) : shown);
      continue;
    }
    for (const [start, end, match] of spans) {
      const part = text.slice(Math.max(start, piece.start), Math.min(end, piece.end));
      if (start >= piece.end || end <= piece.start || part === "") continue;
      fragment.append(match ? h("mark", {}, plain(part)) : plain(part));
    }
  }
  return fragment;
}

function ranges(segments: readonly SnippetSegment[]): [number, number, boolean][] {
  let at = 0;
  return segments.map(({ text, match }) => {
    const start = at;
    at += text.length;
    return [start, at, match];
  });
}
