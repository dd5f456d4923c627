import { address, get } from "../api/client";
import type { BurstsAnswer, SeriesAnswer } from "../api/types";
import { go, type View, type Visit } from "../app/router";
import { h, svg, type Child } from "../base/dom";
import { count, percent, plural } from "../base/format";
import { lines, type Line } from "../charts/lines";
import { completingField } from "../parts/complete";
import { empty, later } from "../parts/states";

const greatest = 6;

/** When things were written about: phrases side by side, and phrases that suddenly were. */
export function trendsView(visit: Visit): View {
  const phrases = visit.query.getAll("q").filter((text) => text !== "").slice(0, greatest);
  const category = visit.query.get("category") ?? "";
  return {
    title: phrases.length === 0 ? "Trends" : `Trends: ${phrases.join(", ")}`,
    content: h("div", { class: "page trends" },
      h("h1", {}, "Trends"),
      h("p", { class: "lead" }, "How large a share of each year's papers has a phrase in title or abstract. Shaded years are bursts: far more than before and after."),
      form(phrases, category),
      phrases.length === 0 && category === "" ? null : comparison(phrases, category, visit),
      h("section", {}, h("h2", {}, "Phrases that burst"),
        later("bursts", visit.signal, () => get<BurstsAnswer>("/api/graph/trends", { limit: 40 }, visit.signal), (answer) => bursts(answer, phrases)))),
  };
}

function form(phrases: readonly string[], category: string): HTMLElement {
  const add = (text: string): void => go(address("/trends", { q: [...new Set([...phrases, text])].slice(-greatest), category }));
  const phrase = h("input", { "aria-label": "Phrase", placeholder: "A phrase, such as matrix model", autocomplete: "off", size: 30 });
  const choice = completingField({
    label: "Category", value: category, placeholder: "Category", kinds: ["category"],
    choose: (completion) => go(address("/trends", { q: [...phrases], category: completion.text })),
    submit: (text) => go(address("/trends", { q: [...phrases], category: text })),
  });
  return h("div", { class: "trend-form" },
    h("form", {
      class: "line",
      onsubmit: (event) => {
        event.preventDefault();
        if (phrase.value.trim() !== "") add(phrase.value.trim());
      },
    }, phrase, h("button", { type: "submit", class: "primary" }, phrases.length === 0 ? "Show" : "Compare")),
    h("div", { class: "line" }, choice.element));
}

function comparison(phrases: readonly string[], category: string, visit: Visit): HTMLElement {
  const asked = phrases.length === 0 ? [{ name: category, query: { category } }]
    : phrases.map((q) => ({ name: q, query: { q, category } }));
  return later("the years", visit.signal,
    () => Promise.all(asked.map(({ query }) => get<SeriesAnswer>("/api/graph/trends", { ...query, per: "year" }, visit.signal))),
    (answers) => {
      const periods = [...new Set(answers.flatMap(({ periods: all }) => all.map(({ period }) => period)))].sort();
      if (answers.every(({ papers }) => papers === 0)) return empty("No paper has that phrase.", "Try a shorter one, or its singular.");
      const drawn = answers.map((answer, index): Line => {
        // In years without any paper there is no share.
        const shares = new Map(answer.periods.map(({ period, papers, total }) => [period, total === 0 ? null : papers / total]));
        return {
          name: asked[index]?.name ?? "",
          values: periods.map((period) => shares.get(period) ?? null),
          spans: answer.bursts.map(({ from, to }) => [Math.max(0, periods.indexOf(from)), Math.max(0, periods.indexOf(to))] as const),
        };
      });
      const label = `Share of papers by year: ${drawn.map(({ name, values }) => `${name} at most ${percent(Math.max(0, ...values.map((value) => value ?? 0)))}`).join("; ")}`;
      return h("figure", { class: "trend-figure" },
        lines({ label, periods, lines: drawn, format: percent }),
        h("figcaption", {}, answers.map((answer, index) => key(answer, index, phrases, category, asked[index]?.name ?? ""))));
    });
}

function key(answer: SeriesAnswer, index: number, phrases: readonly string[], category: string, name: string): Child {
  const slope = answer.slope === null ? "" : answer.slope > 0.0005 ? ", rising" : answer.slope < -0.0005 ? ", falling" : "";
  return h("span", { class: "key" },
    svg("svg", { class: "chart", viewBox: "0 0 28 8", width: 28, height: 8, "aria-hidden": "true" }, svg("path", { class: `line series-${index % 6}`, d: "M0 4H28" })),
    h("strong", {}, name), ` ${plural(answer.papers, "paper")}${slope} `,
    phrases.length > 0 && h("a", { href: address("/trends", { q: phrases.filter((other) => other !== name), category }), "aria-label": `Leave out ${name}` }, "leave out"));
}

function bursts(answer: BurstsAnswer, phrases: readonly string[]): Node {
  if (answer.phrases.length === 0) return empty("The library is too small to tell.", "Bursts need some hundreds of papers over several years.");
  const spans = answer.phrases.flatMap((phrase) => phrase.bursts.flatMap(({ from, to }) => [from, to])).sort();
  const years = spans.map((text) => Number(text.slice(0, 4)));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const strongest = Math.max(...answer.phrases.flatMap((phrase) => phrase.bursts.map(({ strength }) => strength)));
  const sorted = [...answer.phrases].sort((a, b) => (a.bursts[0]?.from ?? "").localeCompare(b.bursts[0]?.from ?? ""));
  const width = 100 / Math.max(1, last - first + 1);
  return h("ol", { class: "bursts" },
    h("li", { class: "axis", "aria-hidden": "true" }, h("span", {}), h("span", { class: "track" },
      Array.from({ length: last - first + 1 }, (_, index) => h("span", {}, first + index)))),
    sorted.map((phrase) => h("li", {},
      h("a", { href: address("/trends", { q: [...new Set([...phrases, phrase.phrase])].slice(-greatest) }) }, phrase.phrase),
      h("span", { class: "track" }, phrase.bursts.map((burst) => {
        const from = Number(burst.from.slice(0, 4));
        const to = Number(burst.to.slice(0, 4));
        const bar = h("i", { title: `${burst.from}–${burst.to}, strength ${count(Math.round(burst.strength))}` },
          h("span", { class: "unseen" }, `${burst.from} to ${burst.to}`));
        bar.style.left = `${((from - first) * width).toFixed(2)}%`;
        bar.style.width = `${((to - from + 1) * width).toFixed(2)}%`;
        bar.style.opacity = String(0.45 + 0.55 * Math.sqrt(burst.strength / strongest));
        return bar;
      })))));
}
