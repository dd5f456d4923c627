import { h } from "../base/dom";

const region = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
const toasts = h("div", { class: "toasts", "aria-hidden": "true" });

/** The elements that announcements appear in; they belong into the page once. */
export function announcements(): Node[] {
  return [region, toasts];
}

/** Says something to screen readers. */
export function announce(text: string): void {
  region.textContent = "";
  window.setTimeout(() => (region.textContent = text), 50);
}

/** Says something to everybody, for a few seconds. */
export function tell(text: string): void {
  announce(text);
  const toast = h("div", { class: "toast" }, text);
  toasts.append(toast);
  window.setTimeout(() => toast.remove(), 4500);
}
