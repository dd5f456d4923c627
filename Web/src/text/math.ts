type Katex = typeof import("../third-party/katex");

/** Where the styles of KaTeX are; written in by the bundler. */
declare const KATEX_STYLES: string;

let loaded: Promise<Katex> | undefined;

/** Old and rare commands of TeX, said in words that KaTeX knows and that need no inline style. */
const macros: Readonly<Record<string, string>> = {
  "\\pmb": "\\boldsymbol{#1}",
  "\\fcolorbox": "\\text{#3}",
  "\\colorbox": "\\text{#2}",
  "\\bm": "\\boldsymbol{#1}",
  "\\slash": "\\not\\!#1",
  "\\dslash": "\\partial\\!\\!\\!/",
  "\\hfil": "",
  "\\hfill": "",
  "\\nonumber": "",
  "\\openone": "\\mathbb{1}",
};

/**
 * An element that shows a formula: at once as it is written, and set as soon as the typesetter is there. A formula that cannot be
 * set stays as it is written.
 */
export function formula(tex: string, isDisplay: boolean): HTMLElement {
  const element = document.createElement("span");
  element.className = isDisplay ? "math display" : "math";
  element.textContent = tex;
  void typeset(element, tex, isDisplay);
  return element;
}

async function typeset(element: HTMLElement, tex: string, isDisplay: boolean): Promise<void> {
  try {
    loaded ??= import("../third-party/katex").then((katex) => {
      useStyles();
      return katex;
    });
    const katex = await loaded;
    // Without limits a few nested macros could expand for hours.
    katex.default.render(tex, element, {
      displayMode: isDisplay, throwOnError: true, strict: "ignore", trust: false, maxExpand: 200, maxSize: 10,
      macros: { ...macros },
    });
  } catch {
    element.textContent = tex;
    element.classList.add("raw");
  }
}

function useStyles(): void {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = KATEX_STYLES;
  document.head.append(link);
}
