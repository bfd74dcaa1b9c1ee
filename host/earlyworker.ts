// Writes a script of a few bytes that starts the engine's worker before the page's own code has come, and puts it into the
// head of the built page. The page takes that worker over; without the script it starts one itself. The worker's name says
// when it may begin of its own accord: where nothing is kept and no session is asked for, what is wanted is known.

import type { Plugin, Rolldown } from "vite";
import { EVER_KEPT_KEY, FIRST_VISIT, TAB_KEY } from "../web/app/remembered.ts";

export function earlyWorker(): Plugin {
  return {
    name: "early-worker",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const worker = Object.keys(bundle ?? {}).find((file) => /^assets\/engine\.worker-[^/]*\.js$/.test(file));
        if (bundle === undefined || worker === undefined) throw new Error("The engine's worker is not among what is built.");
        // Vite calls this with the whole context of the bundler.
        const output = this as unknown as Pick<Rolldown.PluginContext, "emitFile" | "getFileName">;
        // Relative to the page, as all its addresses are.
        const file = output.getFileName(output.emitFile({ type: "asset", name: "early.js", source: scriptFor(`./${worker}`) }));
        return [{ tag: "script", attrs: { async: true, src: `./${file}` }, injectTo: "head-prepend" }];
      },
    },
  };
}

/** Storage may be forbidden: then nothing is known. */
function scriptFor(worker: string): string {
  const [tab, kept, first, file] = [TAB_KEY, EVER_KEPT_KEY, FIRST_VISIT, worker].map((text) => JSON.stringify(text));
  return `{let name="";
try{if(!location.hash&&!sessionStorage.getItem(${tab})&&!localStorage.getItem(${kept}))name=${first}}catch{}
self.earlyWorker=new Worker(${file},{type:"module",name})}
`;
}
