// Writes into the built page what its first visitor will see: the cluster of the first minute is the same for everybody, so
// it is played once, when the page is built, by the same engine that plays it in the browser. The page draws it while the
// worker still loads; what the worker then tells replaces it.

import { join } from "node:path";
import { type Plugin, runnerImport } from "vite";
import { FIRST_SCENE } from "../web/app/remembered.ts";

export function firstScene(): Plugin {
  return {
    name: "first-scene",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      async handler() {
        const { module } = await runnerImport<typeof import("../web/worker/firstArrival.ts")>(
          join(import.meta.dirname, "../web/worker/firstArrival.ts"),
        );
        // Nothing in it may end the element.
        const children = JSON.stringify(module.firstArrival()).replaceAll("<", "\\u003c");
        return [{ tag: "script", attrs: { type: "application/json", id: FIRST_SCENE }, children, injectTo: "head" }];
      },
    },
  };
}
