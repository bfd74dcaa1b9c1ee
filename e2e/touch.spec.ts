// A phone: everything by tap, on a large one and on a small one.

import type { Page } from "@playwright/test";
import { KUBIA_RS, parsed } from "./manifests.ts";
import type { Sandbox } from "./page.ts";
import { expect, test } from "./test.ts";

const PHONES = [
  { width: 390, height: 844 },
  { width: 360, height: 740 },
] as const;

async function go(page: Page, part: "Pods" | "Goal" | "YAML" | "Timeline" | "Details"): Promise<void> {
  await page.getByRole("tablist", { name: "Parts of the screen" }).getByRole("tab", { name: part }).tap();
}

async function choose(page: Page, ...entries: readonly string[]): Promise<void> {
  for (const entry of entries) {
    const item = page.getByRole("menuitem", { name: entry }).first();
    await expect(item).toBeInViewport({ ratio: 1 });
    await item.tap();
  }
}

async function nothingSticksOut(page: Page, width: number): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing sticks out").toBeLessThanOrEqual(width);
}

for (const viewport of PHONES) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport, hasTouch: true, isMobile: true });

    test("the top bar has room for all its buttons, and the goal's line leads to the goal", async ({ sandbox, page }) => {
      await page.addInitScript(() => localStorage.setItem("podyard.example", JSON.stringify({ id: "liveness", collapsed: false })));
      await sandbox.open({ objects: [parsed(KUBIA_RS)] });
      await expect(page.getByRole("button", { name: "Settings" })).toBeInViewport({ ratio: 1 });
      await page.getByRole("button", { name: /^0 of 3/ }).tap();
      await expect(page.getByRole("heading", { name: "Liveness probe that fails" })).toBeVisible();
    });

    test("a pod is deleted from the sheet of actions, its replacement comes, and undo takes it back", async ({ sandbox, page }) => {
      await sandbox.open({ running: true, speed: 10 });
      const before = await sandbox.podNames("kubia-");
      const [pod = ""] = before;
      await sandbox.pod(pod).tap();
      await choose(page, "Delete pod");
      await expect.poll(async () => (await sandbox.podNames("kubia-")).some((name) => !before.includes(name))).toBe(true);
      await page.getByTestId("undo").tap();
      await expect.poll(() => sandbox.podNames("kubia-")).toEqual(before);
      await nothingSticksOut(page, viewport.width);
    });

    test("a pod is relabelled by tap, and several at once", async ({ sandbox, page }) => {
      await sandbox.open({ running: true, speed: 10, nodes: 1 });
      const pod = await sandbox.aPod("kubia-");
      await sandbox.pod(pod).tap();
      await choose(page, "Move labels…");
      await setAnotherValue(sandbox, pod);
      await expect(sandbox.pod(pod)).toContainText("app=debug");
      await expect(sandbox.pods("kubia-")).toHaveCount(4);
      await nothingSticksOut(page, viewport.width);

      await page.getByRole("button", { name: "Actions for node-1" }).tap();
      await choose(page, "Choose its 4 pods");
      await sandbox.pod(pod).tap();
      await choose(page, "Delete 4 pods");
      await expect(sandbox.pod(pod)).toHaveCount(0, { timeout: 20_000 });
    });

    test("a pod is broken, and its details say why", async ({ sandbox, page }) => {
      await sandbox.open({ running: true, speed: 10 });
      await breakAndAskWhy(sandbox, page, viewport.width);
    });

    test("the goal, a file, the timeline, the events and kubectl", async ({ sandbox, page }) => {
      await sandbox.open({ objects: [parsed(KUBIA_RS)] });
      await go(page, "Goal");
      await expect(page.getByTestId("clauses")).toBeVisible();
      await nothingSticksOut(page, viewport.width);
      await go(page, "YAML");
      await expect(sandbox.text).toBeVisible();
      await nothingSticksOut(page, viewport.width);
      await go(page, "Timeline");
      await expect(page.locator(".lane", { hasText: "rs/kubia" })).toBeVisible();
      await page.getByRole("tab", { name: /^Events/ }).tap();
      await expect(page.locator(".event-row").first()).toBeVisible();
      await nothingSticksOut(page, viewport.width);
      await page.getByRole("tab", { name: "kubectl" }).tap();
      await sandbox.prompt.tap();
      await page.keyboard.type("kubectl get rs -o name");
      await page.keyboard.press("Enter");
      await expect(page.getByTestId("terminal-output")).toContainText("replicaset.apps/kubia");
      await nothingSticksOut(page, viewport.width);
      await go(page, "Pods");
      await addANode(sandbox);
    });
  });
}

async function breakAndAskWhy(sandbox: Sandbox, page: Page, width: number): Promise<void> {
  const pod = await sandbox.aPod("kubia-");
  await sandbox.pod(pod).tap();
  await choose(page, "Break something", "Crash its container");
  await expect(sandbox.pod(pod)).toContainText("1 restart", { timeout: 20_000 });
  await sandbox.pod(pod).tap();
  await choose(page, "Why is it so?");
  await expect(sandbox.inspector).toContainText(pod);
  await expect(sandbox.inspector).toContainText(/exit code 1|Restarted/);
  await sandbox.inspector.getByRole("tab", { name: "Logs" }).tap();
  await expect(sandbox.inspector.locator("pre").first()).toBeVisible();
  await nothingSticksOut(page, width);
  await sandbox.inspector.getByRole("button", { name: "Actions" }).first().tap();
  await choose(page, "Move labels…");
  await expect(sandbox.tray).toBeInViewport();
}

/** The tray says its whole sentence, can be left without a key, and no target moves from under the finger. */
async function setAnotherValue(sandbox: Sandbox, pod: string): Promise<void> {
  await expect(sandbox.trayValue("app", "debug")).toBeInViewport();
  await expect(sandbox.tray.getByRole("status")).toHaveText(`Set app=debug: rs/kubia lets go of ${pod} and creates 1 pod`);
  await expect(sandbox.tray.getByRole("status")).toBeInViewport({ ratio: 1 });
  await expect(sandbox.tray.locator(".tray-say code")).toBeInViewport({ ratio: 1 });
  await sandbox.tray.getByRole("button", { name: "Cancel" }).tap();
  await expect(sandbox.tray).toHaveCount(0);
  await sandbox.pod(pod).tap();
  await choose(sandbox.page, "Move labels…");
  await sandbox.tray.getByRole("button", { name: "other value…" }).tap();
  await expect(sandbox.tray.getByLabel("Value")).toBeFocused();
  await sandbox.tray.getByLabel("Value").fill("debug");
  await sandbox.tray.getByRole("button", { name: "Set" }).tap();
}

async function addANode(sandbox: Sandbox): Promise<void> {
  await sandbox.page.getByRole("button", { name: "Add a node" }).tap();
  await expect(sandbox.page.getByRole("region", { name: "node-4" })).toBeVisible();
}
