import { h, type Child } from "../base/dom";
import { count } from "../base/format";
import type { SearchResult } from "../api/types";

const names: Readonly<Record<string, string>> = {
  lexical: "words", semantic: "meaning", graph: "citation walk", influence: "cited for its year",
};

/** Why a result ranks where it does: a bar of what each ranking adds, and the numbers behind it. */
export function reasons(result: SearchResult, greatest: number): Child {
  const explanation = result.explanation;
  if (explanation === undefined || explanation.arms.length === 0) {
    return explanation === undefined || explanation.notes.length === 0 ? null : h("p", { class: "faint" }, explanation.notes.join("; "));
  }
  const arms = explanation.arms.filter((arm) => arm.contribution > 0);
  const bar = h("span", { class: "share-bar", "aria-hidden": "true" }, arms.map((arm) => {
    const part = h("i", { class: `arm-${arm.name}` });
    part.style.width = `${((arm.contribution / Math.max(greatest, 1e-9)) * 100).toFixed(1)}%`;
    return part;
  }));
  const words = arms.map((arm) => `${names[arm.name] ?? arm.name} ${arm.contribution.toFixed(2)}`).join(" · ");
  return h("details", { class: "reasons" },
    h("summary", {}, bar, h("span", { class: "why" }, "Why here: ", words)),
    h("div", { class: "scroll" }, h("table", {},
      h("thead", {}, h("tr", {}, ["Ranking", "Place", "Score", "Adds"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, explanation.arms.map((arm) => h("tr", {},
        h("th", { scope: "row" }, h("i", { class: `swatch arm-${arm.name}` }), names[arm.name] ?? arm.name),
        h("td", { class: "number" }, arm.rank === null ? "–" : count(arm.rank)),
        h("td", { class: "number" }, arm.score.toPrecision(3)),
        h("td", { class: "number" }, arm.contribution.toFixed(2))))))),
    explanation.terms.length > 0 && h("p", {}, "Words: ",
      explanation.terms.map((term, index) => [index > 0 && ", ", h("strong", {}, term.text), ` ${term.score.toFixed(1)} (in ${count(term.papers)})`])),
    explanation.notes.map((text) => h("p", {}, text)));
}
