// Writes a script of a few bytes that starts the engine's worker before the page's own code has come, and puts it into the
// head of the built page. The page takes that worker over; without the script it starts one itself.

import type { Plugin, Rolldown } from "vite";

export function earlyWorker(): Plugin {
  return {
    name: "early-worker",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const worker = Object.keys(bundle ?? {}).find((file) => /^assets\/engine\.worker-[^/]*\.js$/.test(file));
        if (bundle === undefined || worker === undefined) throw new Error("The engine's worker is not among what is built.");
        // Relative to the page, as all its addresses are.
        const source = `self.earlyWorker=new Worker(${JSON.stringify(`./${worker}`)},{type:"module"});\n`;
        // Vite calls this with the whole context of the bundler.
        const output = this as unknown as Pick<Rolldown.PluginContext, "emitFile" | "getFileName">;
        const file = output.getFileName(output.emitFile({ type: "asset", name: "early.js", source }));
        return [{ tag: "script", attrs: { async: true, src: `./${file}` }, injectTo: "head-prepend" }];
      },
    },
  };
}
