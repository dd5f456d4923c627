// Looks a page over as somebody would who cannot see it, or cannot use a mouse. Answers a list of what is wrong.
() => {
  const problems = [];
  const where = (element) => {
    const name = element.id ? `#${element.id}` : element.className && typeof element.className === "string" ? `.${element.className.split(" ")[0]}` : "";
    return `<${element.tagName.toLowerCase()}${name}> "${(element.textContent || "").trim().slice(0, 40)}"`;
  };
  const isSeen = (element) => {
    if (element.closest("[hidden], dialog:not([open])")) return false;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && style.display !== "none" && Number(style.opacity) > 0.01;
  };
  const texts = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
  const nameOf = (element) => {
    if (element.getAttribute("aria-labelledby")) return texts(element.getAttribute("aria-labelledby"));
    if (element.getAttribute("aria-label")) return element.getAttribute("aria-label").trim();
    if (element.labels && element.labels.length > 0) return [...element.labels].map((label) => label.textContent).join(" ").trim();
    if (element.getAttribute("title")) return element.getAttribute("title");
    return (element.textContent || "").trim();
  };

  // Names.
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, canvas[tabindex], [role=dialog], dialog[open], [role=tablist], [role=listbox], svg[role=img], nav")) {
    if (element.type === "hidden" || (element.getClientRects().length === 0 && element.tagName !== "NAV")) continue;
    if (nameOf(element) === "") problems.push(`no name: ${where(element)}`);
  }
  for (const image of document.querySelectorAll("img:not([alt])")) problems.push(`no alternative text: ${where(image)}`);
  for (const element of document.querySelectorAll("[tabindex]")) if (element.tabIndex > 0) problems.push(`tab order is forced: ${where(element)}`);

  // Structure.
  if (document.documentElement.lang === "") problems.push("the page has no language");
  if (document.title === "") problems.push("the page has no title");
  const tops = [...document.querySelectorAll("h1")].filter((heading) => heading.getClientRects().length > 0);
  if (tops.length !== 1) problems.push(`${tops.length} headings of the first level`);
  if (document.querySelectorAll("main").length !== 1) problems.push("not exactly one main part");
  let level = 0;
  for (const heading of document.querySelectorAll("main h1, main h2, main h3, main h4")) {
    if (heading.getClientRects().length === 0) continue;
    const now = Number(heading.tagName[1]);
    if (level > 0 && now > level + 1) problems.push(`a level is left out before ${where(heading)}`);
    level = now;
  }
  const ids = new Map();
  for (const element of document.querySelectorAll("[id]")) ids.set(element.id, (ids.get(element.id) ?? 0) + 1);
  for (const [id, count] of ids) if (count > 1) problems.push(`the id ${id} is there ${count} times`);
  for (const attribute of ["aria-controls", "aria-labelledby", "aria-describedby", "aria-activedescendant", "for"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/)) if (!document.getElementById(id)) problems.push(`${attribute}="${id}" leads nowhere: ${where(element)}`);
    }
  }
  for (const list of document.querySelectorAll("ul, ol")) {
    for (const child of list.children) if (child.tagName !== "LI") problems.push(`a list holds ${where(child)}`);
  }

  // Contrast (WCAG 2.2, 1.4.3).
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) => 0.2126 * channel(red / 255) + 0.7152 * channel(green / 255) + 0.0722 * channel(blue / 255);
  const parse = (text) => {
    const parts = (text.match(/[\d.]+/g) ?? []).map(Number);
    if (text.startsWith("color(srgb")) return [parts[0] * 255, parts[1] * 255, parts[2] * 255, parts[3] ?? 1];
    return parts.length >= 3 ? [parts[0], parts[1], parts[2], parts[3] ?? 1] : [0, 0, 0, 0];
  };
  const over = (front, back) => [0, 1, 2].map((at) => front[at] * front[3] + back[at] * (1 - front[3]));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] >= 1) break;
    }
    return layers.reverse().reduce((back, front) => over(front, back), parse(getComputedStyle(document.documentElement).backgroundColor));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.textContent.trim() === "" || seen.has(element)) continue;
    seen.add(element);
    if (!isSeen(element) || element.closest(".unseen, .skip, .katex-mathml, option, :disabled, noscript, script, style, .map-labels, svg")) continue;
    const style = getComputedStyle(element);
    const back = ground(element);
    const front = over(parse(style.color), back);
    const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) problems.push(`contrast ${ratio.toFixed(2)}: ${where(element)}`);
  }
  for (const text of document.querySelectorAll("svg text")) {
    if (!isSeen(text)) continue;
    const back = ground(text);
    const [light, dark] = [luminance(parse(getComputedStyle(text).fill)), luminance(back)].sort((a, b) => b - a);
    if ((light + 0.05) / (dark + 0.05) < 4.5) problems.push(`contrast in a drawing: ${where(text)}`);
  }
  return [...new Set(problems)].slice(0, 30);
}
