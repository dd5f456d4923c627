import { keptKey } from "../base/storage";
import type { ProblemDetails } from "./types";

/** A request that did not succeed: what went wrong, and what to do next. */
export class RequestFailure extends Error {
  constructor(message: string, readonly status: number, readonly details: ProblemDetails = {}) {
    super(message);
  }

  /** What the user can do about it. */
  get advice(): string {
    if (this.status === 0) return "Is the server running? Start it with: arxiv-cosci serve";
    if (this.status === 401) return "Enter a key with the key button at the top; arxiv-cosci key create makes one.";
    if (this.status === 403) return "The key may not do this; one with a wider scope is needed (arxiv-cosci key create).";
    if (this.status === 404) return "Check the identifier, or search for the title.";
    if (this.status === 400 || this.status === 422) return "Check what was entered, or search for the title.";
    if (this.status === 429) return "Too many requests at once; wait a few seconds and try again.";
    if (this.status >= 500) return "Try again; if it stays, 'arxiv-cosci check' says what the library lacks.";
    return "";
  }
}

/** Values of a query string; those that are empty are left out, lists repeat the name. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** A path with a query string. */
export function address(path: string, query: Query = {}): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "" || value === false) continue;
    if (Array.isArray(value)) for (const item of value as readonly string[]) parts.append(name, item);
    else parts.append(name, String(value));
  }
  const text = parts.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** An identifier as a part of a path: slashes stay, as in `hep-th/9711200`. */
export function inPath(identifier: string): string {
  return identifier.split("/").map(encodeURIComponent).join("/");
}

/** Headers that say who asks. */
function credentials(): Record<string, string> {
  const key = keptKey.get();
  return key === null ? {} : { Authorization: `Bearer ${key}` };
}

/** Asks for a JSON document. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await send("GET", address(path, query), undefined, signal)).json() as Promise<T>;
}

/** Sends a change; answers the JSON document that comes back, or null when none does. */
export async function change<T>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T | null> {
  const response = await send(method, path, body);
  const text = await response.text();
  return text === "" ? null : (JSON.parse(text) as T);
}

/**
 * Sends a request, and turns whatever is no success into a ``RequestFailure``. A key that is worth nothing any more is forgotten, so
 * that what needs none can still be read.
 */
export async function send(
  method: string, path: string, body?: unknown, signal?: AbortSignal, accept = "application/json, application/problem+json"
): Promise<Response> {
  const response = await attempt(method, path, body, signal, accept);
  if (response.status !== 401 || keptKey.get() === null) return response.ok ? response : Promise.reject(await failure(response));
  keptKey.set(null);
  const again = await attempt(method, path, body, signal, accept);
  return again.ok ? again : Promise.reject(await failure(again));
}

async function attempt(method: string, path: string, body: unknown, signal: AbortSignal | undefined, accept: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: accept, ...credentials() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new RequestFailure("The server does not answer.", 0);
  }
}

async function failure(response: Response): Promise<RequestFailure> {
  let details: ProblemDetails = {};
  try {
    details = (await response.json()) as ProblemDetails;
  } catch {
    // A proxy in between answers with a page of its own: the status says enough.
  }
  const fields = (details.errors ?? []).map((error) => `${error.field}: ${error.message}`).join("; ");
  const text = [details.detail ?? details.title ?? `The server answered with status ${response.status}`, fields];
  return new RequestFailure(text.filter((part) => part !== "").join(" – "), response.status, details);
}

/** Whether something was thrown because the user went on to something else. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
