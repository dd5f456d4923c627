import { isAborted, RequestFailure } from "../api/client";
import { h, replace } from "../base/dom";
import { failure, loading } from "../parts/states";
import { announce } from "./announce";

/** What a view knows of the address that led to it. */
export interface Visit {
  /** The rest of the path behind the view's own part, decoded. */
  readonly rest: string;
  readonly query: URLSearchParams;
  /** Ends when the user goes on to another address. */
  readonly signal: AbortSignal;
}

/** A page of the app. */
export interface View {
  readonly title: string;
  readonly content: Node;
  /** Called when the view is left. */
  readonly leave?: () => void;
  /** Takes a new query string of the same view without building it anew; false when it cannot. */
  readonly update?: (query: URLSearchParams) => boolean;
}

/** Makes a view. */
export type ViewMaker = (visit: Visit) => View | Promise<View>;

let outlet: HTMLElement;
let views: ReadonlyMap<string, ViewMaker>;
let current: { view: View; path: string; end: AbortController } | undefined;
let visits = 0;

/** Shows the view of the address in `element`, and follows links and the browser's history from then on. */
export function start(element: HTMLElement, makers: ReadonlyMap<string, ViewMaker>): void {
  outlet = element;
  views = makers;
  history.scrollRestoration = "manual";
  document.addEventListener("click", onClick);
  window.addEventListener("popstate", (event) => {
    const state = event.state as { scroll?: number } | null;
    void show(state?.scroll ?? 0);
  });
  void show(0, false);
}

/** Goes to an address of the app. */
export function go(address: string, options: { replace?: boolean } = {}): void {
  if (options.replace === true) {
    history.replaceState(history.state, "", address);
  } else {
    history.replaceState({ scroll: window.scrollY }, "");
    history.pushState({}, "", address);
  }
  void show(0);
}

/** Changes the query of the address without showing anything anew. */
export function note(query: URLSearchParams): void {
  const text = query.toString();
  history.replaceState(history.state, "", location.pathname + (text === "" ? "" : `?${text}`));
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return;
  if (link.target !== "" || link.hasAttribute("download") || !isView(link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
}

function isView(path: string): boolean {
  return views.has(path.split("/")[1] ?? "");
}

async function show(scroll: number, takesFocus = true): Promise<void> {
  visits += 1;
  const visit = visits;
  const path = location.pathname;
  const query = new URLSearchParams(location.search);
  markPlace(path);
  if (current?.path === path && current.view.update?.(query) === true) return;
  current?.end.abort();
  current?.view.leave?.();
  current = undefined;
  const end = new AbortController();
  const parts = path.split("/").slice(1);
  const maker = views.get(parts[0] ?? "") ?? views.get("missing");
  if (maker === undefined) return;
  const wait = window.setTimeout(() => visit === visits && replace(outlet, h("div", { class: "page" }, loading("the page"))), 250);
  let view: View;
  try {
    view = await maker({ rest: parts.slice(1).map(decoded).join("/"), query, signal: end.signal });
  } catch (error) {
    window.clearTimeout(wait);
    if (isAborted(error)) return;
    const name = error instanceof RequestFailure && error.status === 404 ? "Not found" : "Something went wrong";
    view = { title: name, content: failure(error, () => void show(0), true) };
  }
  window.clearTimeout(wait);
  if (visit !== visits) {
    view.leave?.();
    return;
  }
  current = { view, path, end };
  document.title = view.title === "" ? "ArXiv Co-Scientist" : `${view.title} – ArXiv Co-Scientist`;
  replace(outlet, view.content);
  performance.mark("app:shown");
  window.scrollTo(0, scroll);
  if (takesFocus) {
    announce(document.title);
    focusHeading();
  }
}

/** Moves the focus to what is new, so that keyboards and screen readers start there. */
function focusHeading(): void {
  if (outlet.contains(document.activeElement) && document.activeElement !== document.body) return;
  const heading = outlet.querySelector<HTMLElement>("h1") ?? outlet;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function markPlace(path: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav.places a")) {
    const isHere = link.pathname === path || path.startsWith(`${link.pathname}/`);
    if (isHere) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
