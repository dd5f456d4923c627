import { get } from "../api/client";
import type { PathAnswer, PaperSummary } from "../api/types";
import { h, replace } from "../base/dom";
import { plural } from "../base/format";
import { completingField } from "../parts/complete";
import { facts, paperLink } from "../parts/papers";
import { failure, loading } from "../parts/states";

/** One end of a path: an identifier, and what the field shows for it. */
interface End {
  id: string;
  text: string;
}

/** Asks for two papers and shows the shortest ways of citations between them. */
export class PathFinder {
  readonly element = h("details", { class: "panel-part paths" });
  private readonly answer = h("div", {});
  private readonly ends: { from: End; to: End } = { from: { id: "", text: "" }, to: { id: "", text: "" } };
  private readonly inputs: Record<"from" | "to", HTMLInputElement>;

  constructor(
    private readonly signal: AbortSignal,
    private readonly onPath: (steps: readonly PaperSummary[]) => void,
    private readonly onEnds: (from: string, to: string) => void,
  ) {
    const fields = (["from", "to"] as const).map((end) => completingField({
      label: end === "from" ? "From" : "To", kinds: ["title"], placeholder: "Title or identifier",
      choose: (completion) => this.set(end, completion.id ?? completion.text, completion.text),
      submit: (text) => {
        if (text !== this.ends[end].text) this.set(end, text, text);
        void this.find();
      },
    }));
    this.inputs = { from: fields[0]?.input as HTMLInputElement, to: fields[1]?.input as HTMLInputElement };
    replace(this.element,
      h("summary", {}, "Path between two papers"),
      h("div", { class: "ends" },
        h("span", { "aria-hidden": "true" }, "From"), fields[0]?.element ?? null,
        h("span", { "aria-hidden": "true" }, "To"), fields[1]?.element ?? null),
      h("p", { class: "actions" },
        h("button", { type: "button", class: "primary", onclick: () => void this.find() }, "Find the path"),
        h("button", { type: "button", onclick: () => this.clear() }, "Clear")),
      this.answer);
  }

  /** Sets an end; searches once both are known and `isComplete`. */
  set(end: "from" | "to", id: string, text: string): void {
    this.ends[end] = { id, text };
    this.inputs[end].value = text;
    this.element.open = true;
    if (this.ends.from.id !== "" && this.ends.to.id !== "") void this.find();
    else this.inputs[end === "from" ? "to" : "from"].focus();
  }

  /** Forgets the ends. */
  clear(): void {
    for (const end of ["from", "to"] as const) {
      this.ends[end] = { id: "", text: "" };
      this.inputs[end].value = "";
    }
    replace(this.answer);
    this.onPath([]);
    this.onEnds("", "");
  }

  private async find(): Promise<void> {
    for (const end of ["from", "to"] as const) {
      const typed = this.inputs[end].value.trim();
      if (typed !== this.ends[end].text) this.ends[end] = { id: typed, text: typed };
    }
    const [from, to] = [this.ends.from.id, this.ends.to.id];
    if (from === "" || to === "") {
      replace(this.answer, h("p", { class: "hint", role: "status" }, "Enter two papers: by title, then choose, or by identifier."));
      return;
    }
    replace(this.answer, loading("the path"));
    this.onEnds(from, to);
    try {
      this.show(await get<PathAnswer>("/api/graph/path", { from, to, max: 5 }, this.signal));
    } catch (error) {
      if (!this.signal.aborted) replace(this.answer, failure(error, () => void this.find()));
    }
  }

  private show(answer: PathAnswer): void {
    const first = answer.paths[0];
    if (first === undefined || answer.length === null) {
      replace(this.answer, h("p", { role: "status" }, "No chain of citations connects these two in the library. Fetch more of what they cite, then look again."));
      this.onPath([]);
      return;
    }
    const summary = `${plural(answer.length, "citation")} apart, ${plural(answer.count, "shortest way")}`;
    const steps = h("div", {});
    const choose = (index: number): void => {
      const path = answer.paths[index] ?? first;
      replace(steps, h("ol", { class: "steps" }, path.map((step, at) => h("li", {},
        paperLink(step), facts(step),
        at < path.length - 1 && h("p", { class: "step" }, step.step === "cites" ? "cites ↓" : "is cited by ↓")))));
      this.onPath(path);
    };
    replace(this.answer,
      h("p", { role: "status" }, summary, "."),
      answer.paths.length > 1 && h("p", { class: "ways" }, answer.paths.map((_, index) =>
        h("button", { type: "button", class: "small", onclick: () => choose(index) }, `Way ${index + 1}`))),
      steps);
    choose(0);
  }
}
