/** Combining marks by the TeX accent that asks for them. */
const marks: Readonly<Record<string, string>> = {
  "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
  u: "\u0306", v: "\u030C", H: "\u030B", c: "\u0327", k: "\u0328", r: "\u030A", d: "\u0323", b: "\u0331",
};

/** Letters and signs that TeX names. */
const letters: Readonly<Record<string, string>> = {
  ss: "ß", o: "ø", O: "Ø", l: "ł", L: "Ł", ae: "æ", AE: "Æ", oe: "œ", OE: "Œ", aa: "å", AA: "Å", i: "i", j: "j",
  th: "þ", TH: "Þ", dh: "ð", DH: "Ð", dj: "đ", DJ: "Đ", S: "§", P: "¶", dag: "†", pounds: "£", copyright: "©",
  ldots: "…", dots: "…", textendash: "–", textemdash: "—", textquoteright: "’", textquoteleft: "‘",
  alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", zeta: "ζ", eta: "η", theta: "θ", kappa: "κ",
  lambda: "λ", mu: "μ", nu: "ν", xi: "ξ", pi: "π", rho: "ρ", sigma: "σ", tau: "τ", phi: "φ", chi: "χ", psi: "ψ",
  omega: "ω", Gamma: "Γ", Delta: "Δ", Theta: "Θ", Lambda: "Λ", Xi: "Ξ", Pi: "Π", Sigma: "Σ", Phi: "Φ", Psi: "Ψ",
  Omega: "Ω", infty: "∞", times: "×", to: "→", rightarrow: "→", sim: "∼", approx: "≈", leq: "≤", le: "≤",
  geq: "≥", ge: "≥", pm: "±", cdot: "·", ell: "ℓ", partial: "∂", nabla: "∇", ne: "≠", neq: "≠", hbar: "ħ", TeX: "TeX", LaTeX: "LaTeX",
};

/** Commands that only say how something is set: what they are put around is kept. */
const styles = new Set([
  "it", "bf", "rm", "sl", "tt", "sf", "sc", "em", "cal", "textit", "textbf", "textrm", "texttt", "textsf", "textsc",
  "emph", "text", "mbox", "hbox", "large", "small", "mathcal", "mathbf", "mathrm", "underline", "displaystyle",
]);

const accent = /\\([`'^~"=.])\s*(?:\{\s*(\\[ij]|\p{L})\s*\}|(\\[ij](?![A-Za-z])|\p{L}))/gu;
const namedAccent = /\\([uvHckrdb])(?:\s*\{\s*(\\[ij]|\p{L})\s*\}|\s+(\\[ij](?![A-Za-z])|\p{L}))/gu;
const command = /\\([A-Za-z]+)\*?(?:\{\}|[ \t]*)/g;

function compose(mark: string | undefined, letter: string): string {
  const base = letter.replace("\\", "");
  return (base + (mark ?? "")).normalize("NFC");
}

/**
 * Text that TeX would set, outside of formulas, as plain Unicode: accents, letters, dashes, quotation marks. Commands that are not
 * known stay as they are, so that nothing of the text is lost.
 */
export function plain(text: string): string {
  if (!/[\\{}~`]|--|''/.test(text)) return text;
  let result = text
    .replace(accent, (_, name: string, braced?: string, bare?: string) => compose(marks[name], braced ?? bare ?? ""))
    .replace(namedAccent, (_, name: string, braced?: string, bare?: string) => compose(marks[name], braced ?? bare ?? ""));
  result = result.replace(command, (whole, name: string) => {
    const letter = letters[name];
    if (letter !== undefined) return letter;
    return styles.has(name) ? "" : whole;
  });
  return result
    .replace(/\\([&%$#_])/g, "$1")
    .replace(/\\ /g, " ")
    .replace(/(^|[^\\])[{}]/g, "$1").replace(/(^|[^\\])[{}]/g, "$1")
    .replace(/\\([{}])/g, "$1")
    .replace(/---/g, "—").replace(/--/g, "–")
    .replace(/``/g, "“").replace(/''/g, "”")
    .replace(/(\p{L}|\.)~(?=[\p{L}\d[(])/gu, "$1\u00A0");
}
