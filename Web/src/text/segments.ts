/** A piece of text: words, or a formula. */
export interface Piece {
  readonly kind: "text" | "math";
  /** The words, or the formula without its signs of beginning and end. */
  readonly body: string;
  readonly isDisplay: boolean;
  /** Where the piece stands in the text, with its signs. */
  readonly start: number;
  readonly end: number;
}

const pairs: readonly (readonly [string, string, boolean])[] = [
  ["$$", "$$", true], ["\\[", "\\]", true], ["\\(", "\\)", false], ["$", "$", false],
];

/** Formulas longer than this are shown as they are written. */
const longest = 2000;

/**
 * Splits text into words and formulas. A sign without its counterpart is an ordinary character: `$5 and more` stays text.
 * Takes time in proportion to the length.
 */
export function pieces(text: string): Piece[] {
  const result: Piece[] = [];
  let from = 0;
  let at = 0;
  const dead = new Set<string>();
  while (at < text.length) {
    const pair = pairs.find(([open]) => text.startsWith(open, at) && !dead.has(open));
    if (pair === undefined) {
      at += text[at] === "\\" && !/[([]/.test(text[at + 1] ?? "") ? 2 : 1;
      continue;
    }
    const [open, close, isDisplay] = pair;
    const end = closing(text, at + open.length, close);
    if (end < 0) {
      dead.add(open);
      continue;
    }
    const body = text.slice(at + open.length, end);
    if (body.trim() === "" || body.length > longest || (open === "$" && !isLikely(body))) {
      at += open.length;
      continue;
    }
    if (at > from) result.push(words(text, from, at));
    at = end + close.length;
    result.push({ kind: "math", body, isDisplay, start: end - body.length - open.length, end: at });
    from = at;
  }
  if (from < text.length) result.push(words(text, from, text.length));
  return result;
}

function words(text: string, start: number, end: number): Piece {
  return { kind: "text", body: text.slice(start, end), isDisplay: false, start, end };
}

function closing(text: string, from: number, close: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith(close, at)) return at;
    if (text[at] === "\\") at += 1;
  }
  return -1;
}

/** Amounts of money are no formulas: between `$5 and $6` stand words and spaces, no TeX. */
function isLikely(body: string): boolean {
  return !/^\d[\d.,]*\s+\p{L}/u.test(body) || /[\\^_=]/.test(body);
}
