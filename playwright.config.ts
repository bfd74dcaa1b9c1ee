import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** The distribution's Chromium: no browser is downloaded. */
const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const port = Number(process.env["PORT"] ?? 4173);

export default defineConfig({
  testDir: "e2e",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 2,
  fullyParallel: true,
  retries: process.env["CI"] === undefined ? 0 : 1,
  reporter: [["line"], ["json", { outputFile: ".cache/e2e.json" }]],
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    // A recording copies the whole page at each step: twice the time, and tasks of 100 ms that are not the page's own.
    trace: "on-first-retry",
    actionTimeout: 20_000,
    // Each test's page would fetch the whole page once more; e2e/offline.spec.ts has its own.
    serviceWorkers: "block",
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: `node host/start.mjs --port ${port} --strictPort`,
    port,
    timeout: 180_000,
    reuseExistingServer: process.env["CI"] === undefined,
  },
});
