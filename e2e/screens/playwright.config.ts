// npm run screens: the pictures of docs/screens.md, taken from the built page and compared with the committed ones. After a
// change that is wanted: npm run screens -- --update-snapshots, and look at every one. Not part of npm test: another
// browser's build or another font must not break a contributor.

import { defineConfig } from "@playwright/test";
import base from "../../playwright.config.ts";

export default defineConfig({
  ...base,
  testDir: ".",
  testMatch: "*.screens.ts",
  timeout: 180_000,
  workers: 1,
  retries: 0,
  reporter: [["line"]],
  snapshotPathTemplate: "../../docs/{arg}{ext}",
  expect: { timeout: 30_000, toHaveScreenshot: { maxDiffPixelRatio: 0.01, threshold: 0.2, animations: "disabled" } },
  webServer: [base.webServer ?? []].flat().map((server) => ({ ...server, cwd: "../.." })),
  use: { ...base.use, timezoneId: "UTC", trace: "off" },
});
