import { changing } from "../app/access";
import { tell } from "../app/announce";
import { change, get, inPath } from "../api/client";
import { h, replace, uniqueName } from "../base/dom";
import { day } from "../base/format";
import { icon } from "../base/icons";

interface PaperTags {
  readonly tags: readonly string[];
}

interface Note {
  readonly text: string | null;
  readonly updated?: string | null;
}

/** The user's tags of a paper. */
export function tagEditor(identifier: string, signal: AbortSignal): HTMLElement {
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
  async function load(): Promise<void> {
    try {
      ({ tags } = await get<PaperTags>(path, {}, signal));
      show();
    } catch {
      // Without its tags the paper can still be read; adding one says what is wrong.
    }
  }
  void load();
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
export function noteEditor(identifier: string, signal: AbortSignal): HTMLElement {
  const path = `/api/papers/${inPath(identifier)}/note`;
  const area = h("textarea", { id: uniqueName("note"), rows: 5, placeholder: "What to remember about this paper" });
  const save = h("button", { type: "submit", disabled: true }, "Save");
  const state = h("span", { class: "faint" });
  let kept = "";
  area.addEventListener("input", () => (save.disabled = area.value === kept));
  async function load(): Promise<void> {
    try {
      const note = await get<Note>(path, {}, signal);
      kept = note.text ?? "";
      if (area.value === "") area.value = kept;
      if (note.updated !== undefined && note.updated !== null && kept !== "") state.textContent = `Saved ${day(note.updated)}`;
    } catch {
      // Saving says what is wrong.
    }
  }
  void load();
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
