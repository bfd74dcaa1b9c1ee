// Asks for the letters of the first picture together with its code: else they are asked for when the first text is laid out,
// and it is drawn twice, first in the system's letters.

import type { HtmlTagDescriptor, Plugin } from "vite";
import { addressOf } from "./addressof.ts";

/** Sans-serif and mono, Latin: what every picture has, whatever its language. */
const FIRST_LETTERS = [/^assets\/PretendardVariable\.subset\.91-[^/]*\.woff2$/, /^assets\/jetbrains-mono-latin-wght-normal-[^/]*\.woff2$/];

export function firstLetters(): Plugin {
  return {
    name: "first-letters",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        return FIRST_LETTERS.map((pattern): HtmlTagDescriptor => {
          // Letters are always asked for without credentials: another request than that would be made again.
          const attrs = { rel: "preload", as: "font", type: "font/woff2", href: addressOf(bundle, pattern), crossorigin: true };
          return { tag: "link", attrs, injectTo: "head" };
        });
      },
    },
  };
}
