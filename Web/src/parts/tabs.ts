import { h, uniqueName } from "../base/dom";

/** One of several panels of which one is seen. */
export interface Tab {
  readonly name: string;
  readonly label: string;
  /** Makes what the panel shows, when it is first seen. */
  readonly content: () => Node;
}

/** Panels of which one is seen (the ARIA pattern of tabs). */
export function tabs(label: string, items: readonly Tab[], first: string, onChange: (name: string) => void): HTMLElement {
  const base = uniqueName("tabs");
  const made = new Set<string>();
  const buttons = items.map((tab) => h("button", {
    type: "button", role: "tab", id: `${base}-${tab.name}`, "aria-controls": `${base}-${tab.name}-panel`, "data-tab": tab.name,
    onclick: () => select(tab.name, true),
  }, tab.label));
  const panels = items.map((tab) => h("div", {
    role: "tabpanel", id: `${base}-${tab.name}-panel`, "aria-labelledby": `${base}-${tab.name}`, hidden: true,
  }));
  function select(name: string, isChange: boolean): void {
    items.forEach((tab, index) => {
      const isChosen = tab.name === name;
      const [button, panel] = [buttons[index], panels[index]];
      if (button === undefined || panel === undefined) return;
      button.setAttribute("aria-selected", String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
      panel.hidden = !isChosen;
      if (isChosen && !made.has(name)) {
        made.add(name);
        panel.append(tab.content());
      }
    });
    if (isChange) onChange(name);
  }
  const bar = h("div", {
    role: "tablist", class: "tabs", "aria-label": label,
    onkeydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
      if (step === undefined || at < 0) return;
      event.preventDefault();
      const next = buttons[(at + step + buttons.length) % buttons.length];
      next?.focus();
      next?.click();
    },
  }, buttons);
  select(items.some((tab) => tab.name === first) ? first : items[0]?.name ?? "", false);
  return h("div", { class: "tabbed" }, bar, panels);
}
