import { changing } from "../app/access";
import { tell } from "../app/announce";
import { change } from "../api/client";
import { h } from "../base/dom";

const kinds = [
  ["fetch", "Fetch papers", "Identifiers, one a line or separated by spaces: hep-th/9711200, 2401.12345, a DOI"],
  ["harvest", "Harvest a field", "A set of arXiv's OAI-PMH: physics:hep-th"],
  ["download", "Download PDFs", "Identifiers of papers, for your own reading"],
] as const;

/** What is asked of the server: a harvest takes a set, the others take papers. */
function request(kind: string, items: readonly string[], hasReferences: boolean): Record<string, unknown> {
  if (kind === "harvest") return { kind, set: items[0] };
  return kind === "fetch" && hasReferences ? { kind, items, with_references: true } : { kind, items };
}

/** A form that starts work in the background. */
export function ingestionForm(started: () => void): HTMLFormElement {
  const items = h("textarea", { name: "items", rows: 2, required: true, id: "ingest-items", "aria-describedby": "ingest-hint" });
  const hint = h("small", { id: "ingest-hint" }, kinds[0][2]);
  const explain = (): void => {
    hint.textContent = kinds.find(([name]) => name === kind.value)?.[2] ?? "";
  };
  const kind: HTMLSelectElement = h("select", { name: "kind", id: "ingest-kind", onchange: explain }, kinds.map(([name, label]) => h("option", { value: name }, label)));
  const references = h("input", { type: "checkbox", id: "ingest-references" });
  async function start(form: HTMLFormElement): Promise<void> {
    const list = items.value.split(/[\s,]+/).filter((item) => item !== "");
    if (list.length === 0) return;
    const done = await changing(async () => {
      await change("POST", "/api/ingestion/start", request(kind.value, list, references.checked));
      return true;
    });
    if (done === null) return;
    tell("Started. It is in the list below.");
    form.reset();
    explain();
    started();
  }
  return h("form", {
    class: "ingestion", onsubmit: (event) => {
      event.preventDefault();
      void start(event.currentTarget as HTMLFormElement);
    },
  },
    h("p", { class: "hint" }, "This is the only thing on these pages that asks services elsewhere (arXiv, Semantic Scholar, OpenAlex), within their rules."),
    h("div", { class: "line" },
      h("label", { class: "field", for: "ingest-kind" }, h("span", {}, "What"), kind),
      h("label", { class: "field grow", for: "ingest-items" }, h("span", {}, "Of what"), items, hint),
      h("label", { class: "check", for: "ingest-references" }, references, "with their references"),
      h("button", { type: "submit", class: "primary" }, "Start")));
}
