// Writes into the built page what its first visitor will see: the cluster of the first minute is the same for everybody, so
// it is played once, when the page is built, by the same engine that plays it in the browser, and drawn by the same components.
// A script at the head of the page shows that drawing to whom it is for; the page's code then draws the same, alive, from the
// rows that are written beside it; what the worker tells replaces them.

import { join } from "node:path";
import { build, type HtmlTagDescriptor, type Plugin, runnerImport } from "vite";
import { FIRST_SCENE } from "../web/app/remembered.ts";
import { addressOf } from "./addressof.ts";

export function firstScene(): Plugin {
  return {
    name: "first-scene",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      async handler(html, { bundle }) {
        const { scene, views } = await drawn();
        const [pageTag = "", page] = PAGE_TAG.exec(html) ?? [];
        if (page === undefined) throw new Error("The built page has no code.");
        const built = [...html.matchAll(BUILT_ON)];
        const head: HtmlTagDescriptor = {
          tag: "script",
          children: await headScript({
            CODE: [...built.map(([, address = ""]) => address), page],
            ENGINE_WORKER: addressOf(bundle, /^assets\/engine\.worker-[^/]*\.js$/),
            HANGUL_STYLES: addressOf(bundle, /^assets\/hangul-[^/]*\.css$/),
          }),
          injectTo: "head-prepend",
        };
        const attrs = { type: "application/json", id: FIRST_SCENE };
        // Nothing in it may end the element.
        const rows: HtmlTagDescriptor = { tag: "script", attrs, children: JSON.stringify(scene).replaceAll("<", "\\u003c") };
        // The head stands before the page's policy, which allows no script in the page.
        return {
          html: html.replace(pageTag, "").replaceAll(BUILT_ON, "").replace("<body>", `<body>${views}`),
          tags: [head, { ...rows, injectTo: "head" }],
        };
      },
    },
  };
}

/** The page's own code, which the head's script asks for when it is time, and what that is built on. */
const PAGE_TAG = /<script type="module" crossorigin src="([^"]*)"><\/script>/;
const BUILT_ON = /<link rel="modulepreload" crossorigin href="([^"]*)">/g;

/** The first scene, and its picture as markup. */
async function drawn() {
  const file = join(import.meta.dirname, "../web/first/firstView.tsx");
  const { module } = await runnerImport<typeof import("../web/first/firstView.tsx")>(file, { plugins: [withoutStyles] });
  return module.firstDrawn();
}

/** Markup needs none, and there is no document to put them in. */
const withoutStyles: Plugin = {
  name: "without-styles",
  enforce: "pre",
  resolveId: (id) => (id.endsWith(".css") ? "\0no-style" : undefined),
  load: (id) => (id === "\0no-style" ? "" : undefined),
};

async function headScript(addresses: Readonly<Record<string, string | readonly string[]>>): Promise<string> {
  const entry = join(import.meta.dirname, "../web/first/head.ts");
  const built = await build({
    configFile: false,
    logLevel: "warn",
    define: Object.fromEntries(Object.entries(addresses).map(([name, to]) => [`import.meta.env.${name}`, JSON.stringify(to)])),
    build: { write: false, target: "es2023", lib: { entry, formats: ["iife"], name: "head", fileName: "head" } },
  });
  const [{ output } = { output: undefined }] = Array.isArray(built) ? built : "output" in built ? [built] : [];
  const code = output?.[0].code;
  if (code === undefined) throw new Error("The script of the page's head was not built.");
  return code;
}
