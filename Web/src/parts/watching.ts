import { changing } from "../app/access";
import { tell } from "../app/announce";
import { change } from "../api/client";
import { h } from "../base/dom";
import { icon } from "../base/icons";
import { ask } from "./dialog";

/** A button that saves a search, to be told what is new. */
export function watchButton(query: string): HTMLButtonElement {
  return h("button", { type: "button", class: "plain", title: "Be told what is new for this search", onclick: () => void save(query) },
    icon("bell"), h("span", {}, "Save search"));
}

async function save(query: string): Promise<void> {
  const reply = await ask({
    heading: "Save this search",
    text: "What is new for it is shown under Collections.",
    fields: [
      { name: "name", label: "Name", value: query.slice(0, 60), isRequired: true },
      { name: "query", label: "Search", value: query, isRequired: true },
    ],
    action: "Save",
  });
  if (reply === null) return;
  const { name = "", query: text = "" } = reply.values;
  const done = await changing(async () => {
    await change("POST", "/api/watches", { name: name.trim(), query: text.trim() });
    return true;
  });
  if (done !== null) tell(`Saved as “${name.trim()}”.`);
}
