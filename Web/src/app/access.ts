import { change, RequestFailure } from "../api/client";
import { h } from "../base/dom";
import { icon } from "../base/icons";
import { keptKey } from "../base/storage";
import { ask } from "../parts/dialog";
import { tell } from "./announce";

/**
 * Exchanges the token of a link (`serve --open`) for a key. It stands behind the `#` of the address, which browsers send nowhere, and is
 * taken out of it, so that it stays in no history.
 */
export async function takeKeyFromAddress(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  try {
    const session = await change<{ key: string }>("POST", "/api/session", { token });
    if (session !== null) keptKey.set(session.key);
  } catch (error) {
    tell(error instanceof RequestFailure ? error.message : "The link could not be used.");
  }
}

/** A button to enter or forget the key for writing. */
export function keyButton(): HTMLButtonElement {
  return h("button", {
    type: "button", class: "plain", "aria-label": "Key for changes", title: "Key for changes", onclick: () => void enterKey(),
  }, icon("key"));
}

/** Asks for a key. Answers whether there is one now. */
export async function enterKey(reason = ""): Promise<boolean> {
  const has = keptKey.get() !== null;
  const answer = await ask({
    heading: "Key for changes",
    text: [
      reason,
      "Reading needs no key on this machine. Collections, notes and jobs need one:",
      "arxiv-cosci key create --scope write prints it. It is kept in this window until you close it.",
    ].filter((part) => part !== "").join(" "),
    fields: [{ name: "key", label: "Key", type: "password", value: keptKey.get() ?? "" }],
    action: "Use this key",
    ...(has ? { other: "Forget the key" } : {}),
  });
  if (answer === null) return false;
  if (answer.isOther) {
    keptKey.set(null);
    tell("The key is forgotten.");
    return false;
  }
  const key = (answer.values["key"] ?? "").trim();
  keptKey.set(key === "" ? null : key);
  return key !== "";
}

/**
 * Does something that changes the library. Asks for a key where one is needed, says what went wrong; answers null then.
 */
export async function changing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RequestFailure && (error.status === 401 || error.status === 403)) {
      if (await enterKey(error.status === 403 ? "This needs a key with a wider scope." : "This needs a key.")) {
        return changingOnce(work);
      }
      return null;
    }
    tell(error instanceof Error ? error.message : String(error));
    return null;
  }
}

async function changingOnce<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    tell(error instanceof RequestFailure ? `${error.message} ${error.advice}` : String(error));
    return null;
  }
}
