import { changing } from "../app/access";
import { tell } from "../app/announce";
import { change, get, inPath } from "../api/client";
import type { PaperMarks } from "../api/shelves";
import { h, replace, uniqueName } from "../base/dom";
import { day } from "../base/format";
import { icon } from "../base/icons";

/** What the user keeps about a paper; null when that cannot be had: the paper can be read nevertheless. */
export async function marksOf(identifier: string, signal: AbortSignal): Promise<PaperMarks | null> {
  try {
    return await get<PaperMarks>(`/api/papers/${inPath(identifier)}/marks`, {}, signal);
  } catch {
    return null;
  }
}

/** The user's tags of a paper. */
export function tagEditor(identifier: string, marks: Promise<PaperMarks | null>): HTMLElement {
  const path = `/api/papers/${inPath(identifier)}/tags`;
  const list = h("ul", { class: "tags" });
  const input = h("input", { "aria-label": "New tag", placeholder: "New tag", maxlength: 60, autocomplete: "off" });
  let tags: readonly string[] = [];
  function show(): void {
    replace(list, tags.map((tag) => h("li", {},
      h("a", { href: `/collections?tag=${encodeURIComponent(tag)}` }, tag),
      h("button", { type: "button", class: "plain", "aria-label": `Remove the tag ${tag}`, onclick: () => void edit("DELETE", tag) }, icon("close")))));
  }
  async function edit(method: "PUT" | "DELETE", tag: string): Promise<void> {
    const done = await changing(async () => {
      await change(method, `${path}/${encodeURIComponent(tag)}`);
      return true;
    });
    if (done === null) return;
    tags = method === "PUT" ? [...new Set([...tags, tag])].sort() : tags.filter((other) => other !== tag);
    show();
  }
  void marks.then((known) => {
    tags = known?.tags ?? [];
    show();
  });
  return h("section", {}, h("h2", {}, "Tags"), list,
    h("form", {
      class: "line",
      onsubmit: (event) => {
        event.preventDefault();
        const tag = input.value.trim();
        if (tag === "") return;
        input.value = "";
        void edit("PUT", tag);
      },
    }, input, h("button", { type: "submit" }, "Add")));
}

/** The user's note about a paper. */
export function noteEditor(identifier: string, marks: Promise<PaperMarks | null>): HTMLElement {
  const path = `/api/papers/${inPath(identifier)}/note`;
  const area = h("textarea", { id: uniqueName("note"), rows: 5, placeholder: "What to remember about this paper" });
  const save = h("button", { type: "submit", disabled: true }, "Save");
  const state = h("span", { class: "faint" });
  let kept = "";
  area.addEventListener("input", () => (save.disabled = area.value === kept));
  void marks.then((known) => {
    if (known === null || known.note === null) return;
    kept = known.note.text;
    if (area.value === "") area.value = kept;
    state.textContent = `Saved ${day(known.note.updated)}`;
  });
  return h("section", {}, h("h2", {}, h("label", { for: area.id }, "Note")),
    h("form", {
      onsubmit: (event) => {
        event.preventDefault();
        void (async () => {
          const text = area.value;
          const done = await changing(async () => {
            await change("PUT", path, { text });
            return true;
          });
          if (done === null) return;
          kept = text;
          save.disabled = area.value === kept;
          state.textContent = "Saved";
          tell("The note is saved.");
        })();
      },
    }, area, h("p", { class: "actions" }, save, state)));
}
