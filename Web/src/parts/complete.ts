import { get, isAborted } from "../api/client";
import type { Completion } from "../api/types";
import { h, replace, uniqueName } from "../base/dom";
import { rich } from "../text/render";

/** What a field with suggestions looks like and does. */
export interface CompletingField {
  readonly label: string;
  readonly value?: string;
  readonly placeholder?: string;
  /** Which kinds are suggested; all when missing. */
  readonly kinds?: readonly Completion["kind"][];
  /** The user chose a suggestion. */
  readonly choose: (completion: Completion) => void;
  /** The user pressed Enter without choosing one. */
  readonly submit?: (text: string) => void;
  readonly isSearch?: boolean;
}

/** A text field that suggests titles, authors and categories while somebody types (the ARIA pattern of a combobox). */
export function completingField(field: CompletingField): { element: HTMLElement; input: HTMLInputElement } {
  const listName = uniqueName("suggestions");
  const list = h("ul", { id: listName, role: "listbox", class: "suggestions", "aria-label": `Suggestions for ${field.label}`, hidden: true });
  const input = h("input", {
    type: field.isSearch === true ? "search" : "text", "aria-label": field.label, value: field.value ?? "",
    placeholder: field.placeholder, role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": listName, autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
  });
  const element = h("div", { class: "completing" }, input, list);
  let shown: readonly Completion[] = [];
  let active = -1;
  let wait = 0;
  let pending: AbortController | undefined;

  function close(): void {
    pending?.abort();
    window.clearTimeout(wait);
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index: number): void {
    const completion = shown[index];
    close();
    if (completion !== undefined) field.choose(completion);
  }

  function activate(index: number): void {
    active = index;
    list.querySelectorAll("li").forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${listName}-${index}`);
  }

  function show(completions: readonly Completion[]): void {
    shown = completions;
    replace(list, completions.map((completion, index) => h("li", {
      id: `${listName}-${index}`, role: "option", "aria-selected": "false",
      onpointerdown: (event) => {
        event.preventDefault();
        choose(index);
      },
    }, h("span", {}, completion.kind === "title" ? rich(completion.text) : completion.text), h("small", {}, completion.kind))));
    list.hidden = completions.length === 0;
    input.setAttribute("aria-expanded", String(completions.length > 0));
    activate(-1);
  }

  async function load(text: string): Promise<void> {
    pending?.abort();
    pending = new AbortController();
    try {
      const answer = await get<{ completions: readonly Completion[] }>("/api/search/complete", { q: text }, pending.signal);
      if (document.activeElement !== input || input.value.trim() !== text) return;
      show(answer.completions.filter(({ kind }) => field.kinds?.includes(kind) ?? true).slice(0, 8));
    } catch (error) {
      // Without suggestions the field still works.
      if (!isAborted(error)) show([]);
    }
  }

  input.addEventListener("input", () => {
    window.clearTimeout(wait);
    const text = input.value.trim();
    if (text.length < 2) return close();
    wait = window.setTimeout(() => void load(text), 140);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(((active + 1 + step + shown.length + 1) % (shown.length + 1)) - 1);
    } else if (event.key === "Enter") {
      if (!list.hidden && active >= 0) {
        event.preventDefault();
        choose(active);
      } else {
        close();
        if (field.submit !== undefined) {
          event.preventDefault();
          field.submit(input.value.trim());
        }
      }
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  return { element, input };
}
