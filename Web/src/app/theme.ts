import { h, replace } from "../base/dom";
import { icon, type IconName } from "../base/icons";
import { keptTheme } from "../base/storage";

type Theme = "light" | "dark" | "auto";

const order: readonly Theme[] = ["auto", "light", "dark"];
const drawings: Readonly<Record<Theme, IconName>> = { auto: "auto", light: "sun", dark: "moon" };
const listeners = new Set<() => void>();

function chosen(): Theme {
  const kept = keptTheme.get();
  return kept === "light" || kept === "dark" ? kept : "auto";
}

/** Calls back when the colours change. Answers how to stop that. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the page is dark now. */
export function isDark(): boolean {
  const theme = chosen();
  return theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
}

/** Whether the user asked for less movement. */
export function isCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** A button that goes from the system's theme to light to dark. */
export function themeButton(): HTMLButtonElement {
  const button = h("button", { type: "button", class: "plain", onclick: () => apply(next(chosen())) });
  function draw(): void {
    const theme = chosen();
    const names = { auto: "as the system", light: "light", dark: "dark" };
    button.setAttribute("aria-label", `Colours: ${names[theme]}`);
    button.title = `Colours: ${names[theme]} (press for ${names[next(theme)]})`;
    replace(button, icon(drawings[theme]));
  }
  function apply(theme: Theme): void {
    keptTheme.set(theme === "auto" ? null : theme);
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    draw();
    for (const listener of listeners) listener();
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const listener of listeners) listener();
  });
  draw();
  return button;
}

function next(theme: Theme): Theme {
  return order[(order.indexOf(theme) + 1) % order.length] ?? "auto";
}
