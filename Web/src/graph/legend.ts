import { h, replace } from "../base/dom";
import { count } from "../base/format";
import type { GraphModel } from "./model";
import { css, type Colour, type Colouring } from "./palette";
import type { Stage } from "./stage";

/** What the colours of a map mean; kinds can be hidden and shown. */
export class Legend {
  readonly element = h("div", { class: "legend" });
  private readonly hidden = new Set<number>();

  constructor(private readonly stage: Stage | undefined, private readonly onChange: () => void) {}

  /** Shows the kinds of a map. */
  setModel(model: GraphModel): void {
    this.hidden.clear();
    const colouring = this.stage?.colouring ?? "community";
    const choice = h("select", {
      onchange: (event) => {
        this.stage?.setColouring((event.target as HTMLSelectElement).value as Colouring);
        this.setModel(model);
        this.onChange();
      },
    }, ([["community", model.isLibrary ? "community" : "distance"], ["category", "category"], ["year", "year"]] as const).map(([value, label]) =>
      h("option", { value, selected: value === colouring }, label)));
    replace(this.element,
      h("p", { class: "field inline" }, h("label", {}, "Colour by ", choice)),
      colouring === "year" ? this.ramp(model) : this.kinds(model, colouring));
  }

  private ramp(model: GraphModel): HTMLElement {
    const [first, last] = model.years;
    const steps = Array.from({ length: 12 }, (_, index) => {
      const step = h("i", {});
      step.style.backgroundColor = css(this.stage?.palette.time(index / 11) ?? [0, 0, 0]);
      return step;
    });
    return h("div", { class: "ramp" }, h("span", {}, first), h("div", { "aria-hidden": "true" }, steps), h("span", {}, last));
  }

  private kinds(model: GraphModel, colouring: "community" | "category"): HTMLElement {
    const sizes = new Map<number, number>();
    for (const kind of model.columns[colouring]) sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
    const names = new Map<number, string>(colouring === "community"
      ? model.communities.map(({ id, label }) => [id, label])
      : model.categories.map((name, index) => [index, name]));
    const shown = [...sizes.keys()].filter((kind) => names.has(kind)).sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0)).slice(0, 24);
    return h("ul", {}, shown.map((kind) => h("li", {}, this.kind(kind, names.get(kind) ?? "", sizes.get(kind) ?? 0))));
  }

  private kind(kind: number, name: string, size: number): HTMLElement {
    const colour: Colour = this.stage?.palette.kind(kind) ?? [128, 128, 128];
    const swatch = h("i", { class: "swatch" });
    swatch.style.backgroundColor = css(colour);
    return h("label", {},
      h("input", {
        type: "checkbox", checked: true,
        onchange: (event) => {
          if ((event.target as HTMLInputElement).checked) this.hidden.delete(kind);
          else this.hidden.add(kind);
          this.stage?.setHidden(new Set(this.hidden));
          this.onChange();
        },
      }), swatch, h("span", { class: "name" }, name), h("span", { class: "faint" }, count(size)));
  }
}
