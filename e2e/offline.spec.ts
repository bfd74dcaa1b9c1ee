import { cpSync, readFileSync, writeFileSync, rmSync, mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { expect, test } from "./test.ts";

test.use({ serviceWorkers: "allow" });

/** Any place will do: a folder of some site. */
const FOLDER = "/some/where/";
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

let server: Server;
let site: string;
let address: string;

test.beforeEach(async () => {
  site = mkdtempSync(join(tmpdir(), "podyard-site-"));
  cpSync("dist", site, { recursive: true });
  server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = path === FOLDER ? "index.html" : path.slice(FOLDER.length);
    try {
      const body = readFileSync(join(site, file));
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", vary: "Origin" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  address = `http://localhost:${(server.address() as AddressInfo).port}${FOLDER}`;
});

test.afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(site, { recursive: true });
});

test("after one visit everything works without a network, in any folder", async ({ sandbox, page, context }) => {
  await page.goto(`${address}?lang=en`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null)
      await new Promise((taken) => navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true }));
  });
  await context.setOffline(true);
  server.close();
  server.closeAllConnections();
  await page.reload();
  await expect(sandbox.controller("kubia")).toHaveAccessibleName("rs/kubia, 3 of 3 ready", { timeout: 30_000 });
  await sandbox.monaco();
  // Apply goes through the editor's chunk, its workers and the engine's.
  await sandbox.write("apiVersion: v1\nkind: Pod\nmetadata:\n  name: alone\nspec:\n  containers:\n  - name: main\n    imag: nginx\n");
  await expect(sandbox.problems.first()).toContainText("imag");
  expect(await sandbox.kubectl("kubectl get nodes")).toContain("node-3");
  await sandbox.openExample("DaemonSet ssd-monitor");
  await expect(page.getByRole("heading", { name: "DaemonSet ssd-monitor" }).first()).toBeVisible();
});

test("a new version waits, says so calmly, and comes with a reload", async ({ page }) => {
  await page.goto(`${address}?lang=en`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const old = readFileSync(join(site, "index.html"), "utf8");
  writeFileSync(join(site, "index.html"), old.replace("<title>Podyard</title>", "<title>Podyard, newer</title>"));
  writeFileSync(join(site, "sw.js"), readFileSync(join(site, "sw.js"), "utf8").replace(/^const VERSION = "/, 'const VERSION = "newer-'));
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update();
  });
  const note = page.getByText("A new version is ready.");
  await expect(note).toBeVisible();
  await expect(page, "what runs goes on").toHaveTitle("Podyard");
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(page).toHaveTitle("Podyard, newer");
  await expect(note).toBeHidden();
});
