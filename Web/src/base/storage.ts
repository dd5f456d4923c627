/** Small values that the browser keeps; a browser that keeps nothing forgets them, and nothing else breaks. */
export class Kept {
  constructor(private readonly name: string, private readonly area: () => Storage) {}

  /** The value, or null. */
  get(): string | null {
    try {
      return this.area().getItem(this.name);
    } catch {
      return null;
    }
  }

  /** Keeps a value; null forgets it. */
  set(value: string | null): void {
    try {
      if (value === null) this.area().removeItem(this.name);
      else this.area().setItem(this.name, value);
    } catch {
      // Private windows of some browsers refuse: the value then holds for this page only.
    }
  }
}

/** The chosen theme: light, dark, or null for what the system says. */
export const keptTheme = new Kept("theme", () => localStorage);
/** The key for writing; gone when the window is closed. */
export const keptKey = new Kept("key", () => sessionStorage);
/** The collection that papers were last put into. */
export const keptCollection = new Kept("collection", () => localStorage);
