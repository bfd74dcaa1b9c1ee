// The page built with its pseudo-language, which what is published does not have, and a server for it. Made once for each
// worker; the tests of it run one after another.

import { test as base } from "@playwright/test";
import { build, preview } from "vite";

const OUT = ".cache/pseudo";

export const test = base.extend<object, { readonly pseudoAddress: string }>({
  pseudoAddress: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures it needs from here
    async ({}, use) => {
      await build({ mode: "pseudo", logLevel: "error", build: { outDir: OUT, emptyOutDir: true } });
      const server = await preview({ logLevel: "error", build: { outDir: OUT }, preview: { port: 0, host: "localhost" } });
      await use(server.resolvedUrls?.local[0] ?? "");
      await server.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});
