// The one tooltip of the page, and what a press, a drag or a look nearer leaves behind: nothing.

import type { Locator } from "@playwright/test";
import { SSD_MONITOR, parsed } from "./manifests.ts";
import { expect, test } from "./test.ts";

async function centre(of: Locator): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
  const box = await of.boundingBox();
  if (box === null) throw new Error("It is not in the picture.");
  return { ...box, x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test("a hint stays while the pointer moves within its button, and goes with the button", async ({ sandbox, page }) => {
  await sandbox.open();
  const hint = page.locator(".tooltip");
  const { x, y, width } = await centre(page.getByTestId("play"));
  await page.mouse.move(x, y);
  await expect(hint).toContainText("Space");
  // From the mark to the ground beside it.
  await page.mouse.move(x + width / 2 - 3, y, { steps: 4 });
  await page.mouse.move(x, y, { steps: 4 });
  await expect(hint).toContainText("Space");
  await page.getByTestId("play").evaluate((button) => button.remove());
  await expect(hint.filter({ hasText: "Space" })).toHaveCount(0);
});

test("what stands there in full needs no hint that repeats it", async ({ sandbox, page }) => {
  await sandbox.open();
  await page.getByRole("tab", { name: /^Events/ }).click();
  const hint = page.locator(".tooltip");
  await page.getByTestId("play").hover();
  await expect(hint).toContainText("Space");
  // From one to the next a hint comes at once.
  await page.locator(".event-row").first().hover();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(hint).toHaveCount(0);
  await page.getByTestId("play").hover();
  await expect(hint).toContainText("Space");
});

test("a tab that is pressed has no ring, one that is reached by a key has", async ({ sandbox, page }) => {
  await sandbox.open();
  const events = page.getByRole("tab", { name: /^Events/ });
  await events.click();
  await expect(events).toBeFocused();
  expect(await events.evaluate((tab) => tab.matches(":focus-visible"))).toBe(false);
  await page.keyboard.press("ArrowLeft");
  const timeline = page.getByRole("tab", { name: "Timeline" });
  await expect(timeline).toBeFocused();
  expect(await timeline.evaluate((tab) => tab.matches(":focus-visible"))).toBe(true);
});

test("facts of a pod go with the pod", async ({ sandbox, page }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  await sandbox.kubectl(`kubectl delete pod ${pod} --wait=false`);
  await sandbox.pod(pod).hover();
  await expect(page.locator(".tooltip")).toContainText(pod);
  await sandbox.pass(40);
  await expect(sandbox.pod(pod)).toHaveCount(0);
  await expect(page.locator(".tooltip").filter({ hasNotText: /kubia-/ })).toHaveCount(0);
  await expect(page.locator(".tooltip").filter({ hasText: pod })).toHaveCount(0);
});

test("one Escape closes a hint and lets go of what is selected", async ({ sandbox, page }) => {
  await sandbox.open();
  await sandbox.pod(await sandbox.aPod("kubia-")).click();
  await expect(page.locator(".tile.selected")).toHaveCount(1);
  await page.getByTestId("play").hover();
  await expect(page.locator(".tooltip")).toHaveCount(1);
  await page.getByRole("main").press("Escape");
  await expect(page.locator(".tooltip")).toHaveCount(0);
  await expect(page.locator(".tile.selected")).toHaveCount(0);
});

test("after a drag the next Escape is not the drag's any more", async ({ sandbox, page }) => {
  await sandbox.open();
  const pod = sandbox.pod(await sandbox.aPod("kubia-"));
  const { x, y } = await centre(pod);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 30, y + 10, { steps: 4 });
  await expect(sandbox.tray).toBeVisible();
  await page.mouse.up();
  await expect(sandbox.tray).toHaveCount(0);
  await pod.click();
  await expect(page.locator(".tile.selected")).toHaveCount(1);
  await page.getByRole("main").press("Escape");
  await expect(page.locator(".tile.selected")).toHaveCount(0);
});

test("who leaves a label that is being changed for another field stays in that field", async ({ sandbox, page }) => {
  await sandbox.open({ nodes: [{ name: "node-1", labels: { disk: "ssd" } }], objects: [parsed(SSD_MONITOR)] });
  await page
    .getByRole("button", { name: /disk=ssd/ })
    .first()
    .dblclick();
  await expect(page.locator(".chip-field")).toBeFocused();
  await page.locator("#pod-filter").click();
  await expect(page.locator("#pod-filter")).toBeFocused();
  await expect(page.locator(".chip-field")).toHaveCount(0);
});

test("a look nearer stays where it is when something is selected", async ({ sandbox, page }) => {
  await sandbox.open();
  const pod = sandbox.pod(await sandbox.aPod("kubia-"));
  const picture = page.locator(".react-flow__viewport");
  const { x, y } = await centre(page.getByTestId("yard"));
  await page.mouse.move(x, y);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await expect(picture).not.toHaveCSS("transform", "matrix(1, 0, 0, 1, 0, 0)");
  const before = await picture.evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).e);
  expect(before).toBeLessThan(0);
  await pod.click();
  await expect(sandbox.inspector).toBeVisible();
  await page.getByRole("main").press("Escape");
  await expect(sandbox.inspector).toHaveCount(0);
  const after = await picture.evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).e);
  expect(after).toBeCloseTo(before, 0);
});
