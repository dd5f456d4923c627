import { changing } from "../app/access";
import { tell } from "../app/announce";
import { change, get, inPath } from "../api/client";
import type { CollectionSummary } from "../api/shelves";
import { h, replace } from "../base/dom";
import { icon } from "../base/icons";
import { keptCollection } from "../base/storage";
import { ask } from "./dialog";

/** A button that puts a paper into a collection: into the one used last, once there is one. */
export function collectButton(identifier: string, title: string): HTMLButtonElement {
  const button = h("button", {
    type: "button", class: "plain collect", "aria-label": `Collect ${title}`, title: "Put into a collection",
    onclick: (event) => void run(event.shiftKey),
  }, icon("plus"), h("span", {}, "Collect"));
  async function run(choosesAnew: boolean): Promise<void> {
    const name = choosesAnew ? await chooseCollection() : keptCollection.get() ?? (await chooseCollection());
    if (name === null) return;
    if (!(await collect(identifier, name))) return;
    button.classList.add("done");
    replace(button, icon("shelf"), h("span", {}, "Collected"));
  }
  return button;
}

/** Puts a paper into a collection, making that if needed. Answers whether it is in. */
export async function collect(identifier: string, name: string): Promise<boolean> {
  const done = await changing(async () => {
    const known = await get<{ collections: readonly CollectionSummary[] }>("/api/collections");
    if (!known.collections.some((collection) => collection.name === name)) {
      await change("POST", "/api/collections", { name });
    }
    await change("PUT", `/api/collections/${encodeURIComponent(name)}/papers/${inPath(identifier)}`);
    return true;
  });
  if (done === null) return false;
  keptCollection.set(name);
  tell(`Put into “${name}”. Shift-click to choose another collection.`);
  return true;
}

/** Asks for the name of a collection; answers null when the user leaves. */
export async function chooseCollection(): Promise<string | null> {
  let known: readonly CollectionSummary[] = [];
  try {
    known = (await get<{ collections: readonly CollectionSummary[] }>("/api/collections")).collections;
  } catch {
    // The change that follows says what is wrong.
  }
  const reply = await ask({
    heading: "Put into a collection",
    fields: [{
      name: "name", label: "Collection", isRequired: true, value: keptCollection.get() ?? "",
      hint: "A name that is not there yet makes a new collection.", options: known.map((collection) => collection.name),
    }],
    action: "Collect",
  });
  const name = reply?.values["name"]?.trim() ?? "";
  return name === "" ? null : name;
}
