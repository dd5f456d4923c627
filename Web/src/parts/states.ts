import { isAborted, RequestFailure } from "../api/client";
import { h, replace, type Child } from "../base/dom";

/** Says that something is on its way. */
export function loading(what: string): HTMLElement {
  return h("div", { class: "loading", role: "status" }, h("span", { class: "spinner", "aria-hidden": "true" }), `Loading ${what} …`);
}

/** Says that there is nothing, and what to do next. */
export function empty(text: string, ...next: Child[]): HTMLElement {
  return h("div", { class: "empty" }, h("p", {}, text), next.length > 0 && h("p", { class: "next" }, next));
}

/** Says what went wrong and what to do next. */
export function failure(error: unknown, again?: () => void, isPage = false): HTMLElement {
  const text = error instanceof Error ? error.message : String(error);
  const isMissing = error instanceof RequestFailure && error.status === 404;
  const advice = error instanceof RequestFailure ? error.advice : "Load the page again.";
  const id = error instanceof RequestFailure ? error.details.request_id : undefined;
  return h("div", { class: isPage ? "failure page" : "failure", role: "alert" },
    isPage && h("h1", {}, isMissing ? "Not found" : "That did not work"),
    h("p", {}, text),
    advice !== "" && h("p", { class: "next" }, advice),
    again !== undefined && !isMissing && h("button", { type: "button", onclick: again }, "Try again"),
    id !== undefined && h("p", { class: "faint" }, "Request ", h("code", {}, id)));
}

/** An element that fills itself once an answer is there. */
export function later<T>(what: string, signal: AbortSignal, load: () => Promise<T>, show: (answer: T) => Node): HTMLElement {
  const element = h("div", { class: "later" });
  async function run(): Promise<void> {
    replace(element, loading(what));
    try {
      const answer = await load();
      if (!signal.aborted) replace(element, show(answer));
    } catch (error) {
      if (!isAborted(error) && !signal.aborted) replace(element, failure(error, () => void run()));
    }
  }
  void run();
  return element;
}
