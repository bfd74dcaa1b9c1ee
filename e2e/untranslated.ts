// Finds what on the screen came from no table. Under the pseudo-language every text of the tables stands in ⟦ ⟧; what is
// outside must be data: in an element that is not to be translated, or without a letter.

import type { Page } from "@playwright/test";

/** Elements whose text is data, or is not ours: code, keys of a keyboard, Monaco's own words, React Flow's name. */
const DATA =
  '[translate="no"], code, pre, kbd, textarea, .monaco-editor, .monaco-diff-editor, .react-flow__attribution, script, style, noscript';

export async function untranslated(page: Page): Promise<readonly string[]> {
  return page.evaluate((data) => {
    const unsaid: [element: Element, text: string, attribute?: string][] = [];
    const names = new Set<string>();
    const isLetter = /\p{L}/u;

    /** The text outside of all brackets; `depth` is how many are open before it. */
    const outside = (text: string, depth: number): { readonly rest: string; readonly depth: number } => {
      let rest = "";
      let open = depth;
      for (const char of text) {
        if (char === "⟦") open += 1;
        else if (char === "⟧") open -= 1;
        else if (open <= 0) rest += char;
      }
      return { rest, depth: Math.max(0, open) };
    };
    const where = (element: Element): string => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
    const isVisible = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });

    // A sentence may go on through <b> and <code>: brackets count as far as the block around them.
    const blockOf = (element: Element): Element => element.closest(":not(b, code, kbd, em, i, mark, small, time)") ?? element;
    let block: Element | undefined;
    let depth = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element === null || !isVisible(element)) continue;
      if (blockOf(element) !== block) depth = 0;
      block = blockOf(element);
      const text = outside(node.textContent ?? "", depth);
      depth = text.depth;
      const isData = element.closest(data) !== null;
      if (isData) names.add((node.textContent ?? "").trim());
      else if (isLetter.test(text.rest)) unsaid.push([element, text.rest.trim()]);
    }

    for (const element of document.body.querySelectorAll(
      "[aria-label], [title], [data-hint], [placeholder], [aria-valuetext], [aria-roledescription], [alt]",
    )) {
      if (!isVisible(element) || element.closest(data) !== null) continue;
      for (const name of ["aria-label", "title", "data-hint", "placeholder", "aria-valuetext", "aria-roledescription", "alt"]) {
        const { rest } = outside(element.getAttribute(name) ?? "", 0);
        if (isLetter.test(rest)) unsaid.push([element, rest.trim(), name]);
      }
    }
    // A name that is data where it is seen is data where it is read out, or shown as a hint.
    const isSpoken = (element: Element, attribute: string | undefined): boolean =>
      attribute !== undefined || element.closest(".tooltip") !== null;
    const found = unsaid
      .filter(([element, text, attribute]) => !(isSpoken(element, attribute) && names.has(text)))
      .map(([element, text, attribute]) => `${where(element)}${attribute === undefined ? "" : ` ${attribute}`}: ${text}`);
    return [...new Set(found)].sort();
  }, DATA);
}
