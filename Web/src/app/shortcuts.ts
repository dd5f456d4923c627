import { go } from "./router";

/** Keys that work everywhere outside of fields: `/` goes to the search. */
export function listenForShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element | null)?.closest?.("input, textarea, select, [contenteditable]") !== null) return;
    event.preventDefault();
    const field = document.querySelector<HTMLInputElement>("#search, .map-bar input");
    if (field === null) go("/");
    window.setTimeout(() => document.querySelector<HTMLInputElement>("#search, .map-bar input")?.focus(), 0);
  });
}
