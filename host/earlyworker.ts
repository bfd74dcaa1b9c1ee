// Writes a script of a few bytes into the head of the built page, which starts the engine's worker before the page's own code
// has come, where the first picture waits for it: when a session is kept, or the address holds one. The page takes that worker
// over. Who comes for the first time sees host/firstscene.ts's picture, and the worker starts behind it.

import type { Plugin } from "vite";
import { EVER_KEPT_KEY, TAB_KEY } from "../web/app/remembered.ts";

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
  const [tab, kept, file] = [TAB_KEY, EVER_KEPT_KEY, worker].map((text) => JSON.stringify(text));
  const isWaitedFor = `location.hash||sessionStorage.getItem(${tab})||localStorage.getItem(${kept})`;
  return `try{if(${isWaitedFor})self.earlyWorker=new Worker(${file},{type:"module"})}catch{}`;
}
