// Writes a script of a few bytes into the head of the built page, which starts the engine's worker before the page's own code
// has come. The page takes that worker over; without the script it starts one itself. The worker's name says when it may
// begin of its own accord: where nothing is kept and no session is asked for, what is wanted is known.

import type { Plugin } from "vite";
import { EVER_KEPT_KEY, FIRST_VISIT, TAB_KEY } from "../web/app/remembered.ts";

export function earlyWorker(): Plugin {
  return {
    name: "early-worker",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const worker = Object.keys(bundle ?? {}).find((file) => /^assets\/engine\.worker-[^/]*\.js$/.test(file));
        if (worker === undefined) throw new Error("The engine's worker is not among what is built.");
        // Relative to the page, as all its addresses are. It stands before the page's policy, which allows no script in the page.
        return [{ tag: "script", children: scriptFor(`./${worker}`), injectTo: "head-prepend" }];
      },
    },
  };
}

/** Storage may be forbidden: then nothing is known. */
function scriptFor(worker: string): string {
  const [tab, kept, first, file] = [TAB_KEY, EVER_KEPT_KEY, FIRST_VISIT, worker].map((text) => JSON.stringify(text));
  const isFirst = `!location.hash&&!sessionStorage.getItem(${tab})&&!localStorage.getItem(${kept})`;
  return `{let name="";try{if(${isFirst})name=${first}}catch{}self.earlyWorker=new Worker(${file},{type:"module",name})}`;
}
