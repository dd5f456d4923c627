/** The parts of KaTeX that are used; `scripts/web-assets` puts the package itself in place. */
export interface KatexOptions {
  readonly displayMode?: boolean;
  readonly throwOnError?: boolean;
  readonly strict?: "ignore";
  readonly trust?: boolean;
  readonly maxExpand?: number;
  readonly maxSize?: number;
  readonly macros?: Record<string, string>;
}

declare const katex: {
  /** Sets a formula into an element, which then holds nothing else. Throws for what is no formula. */
  render(tex: string, element: HTMLElement, options?: KatexOptions): void;
};
export default katex;
