import { h, uniqueName } from "../base/dom";

/** A field of a dialog. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly type?: "text" | "password" | "area";
  readonly isRequired?: boolean;
  readonly hint?: string;
  /** What is suggested. */
  readonly options?: readonly string[];
}

/** What a dialog says and asks. */
export interface Question {
  readonly heading: string;
  readonly text?: string;
  readonly fields?: readonly Field[];
  /** What the button that agrees says. */
  readonly action: string;
  /** What a second button says. */
  readonly other?: string;
  readonly isDangerous?: boolean;
}

/** What the user entered. */
export interface Reply {
  readonly values: Readonly<Record<string, string>>;
  readonly isOther: boolean;
}

/** Shows a dialog; answers null when the user leaves it. */
export function ask(question: Question): Promise<Reply | null> {
  const heading = uniqueName("dialog");
  const inputs = (question.fields ?? []).map((field) => ({ field, input: input(field) }));
  const form = h("form", { method: "dialog" },
    h("h2", { id: heading }, question.heading),
    question.text !== undefined && h("p", {}, question.text),
    inputs.map(({ field, input }) => h("p", { class: "field" },
      h("label", { for: input.id }, field.label), input,
      field.options !== undefined
        && h("datalist", { id: `${input.id}-list` }, field.options.map((option) => h("option", { value: option }))),
      field.hint !== undefined && h("small", { id: `${input.id}-hint` }, field.hint))),
    h("p", { class: "actions" },
      h("button", { type: "submit", value: "yes", class: question.isDangerous === true ? "danger" : "primary" }, question.action),
      question.other !== undefined && h("button", { type: "submit", value: "other", formnovalidate: true }, question.other),
      h("button", { type: "submit", value: "", formnovalidate: true }, "Cancel")));
  const dialog = h("dialog", { "aria-labelledby": heading }, form);
  document.body.append(dialog);
  const back = document.activeElement;
  dialog.showModal();
  inputs[0]?.input.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const values = Object.fromEntries(inputs.map(({ field, input }) => [field.name, input.value]));
      dialog.remove();
      if (back instanceof HTMLElement) back.focus();
      resolve(dialog.returnValue === "" ? null : { values, isOther: dialog.returnValue === "other" });
    });
  });
}

function input(field: Field): HTMLInputElement | HTMLTextAreaElement {
  const id = uniqueName("field");
  const common = {
    id, name: field.name, value: field.value ?? "", required: field.isRequired === true,
    autocomplete: "off", "aria-describedby": field.hint === undefined ? undefined : `${id}-hint`,
  };
  if (field.type === "area") return h("textarea", { ...common, rows: 4 });
  const list = field.options === undefined ? undefined : `${id}-list`;
  return h("input", { ...common, type: field.type ?? "text", list });
}
