// Undo and redo: each takes one action, says which, and leads to its instant; what changed nothing is not among them.

import type { Locator } from "@playwright/test";
import type { Sandbox } from "./page.ts";
import { expect, test } from "./test.ts";

function undo({ page }: Sandbox): Locator {
  return page.getByTestId("undo");
}

test("two actions of one instant are taken back one by one, and each says which it was", async ({ sandbox, page }) => {
  await sandbox.open();
  const [first = "", second = ""] = await sandbox.podNames("kubia-");
  for (const pod of [first, second]) {
    await sandbox.pod(pod).focus();
    await page.keyboard.press("Delete");
    await expect(sandbox.commandLine).toContainText(`pod "${pod}" deleted`);
  }
  await expect(undo(sandbox)).toContainText(`delete ${second}`);
  await page.keyboard.press("Control+z");
  await expect(sandbox.commandLine).toContainText(`Undone: delete ${second}. The clock is back at 00:20.0.`);
  await expect(page.getByTestId("live")).toContainText(`Undone: delete ${second}.`);
  await expect(undo(sandbox)).toContainText(`delete ${first}`);
  await expect(page.locator(".flag", { hasText: `delete ${first}` })).toHaveCount(1);
  await expect(page.locator(".flag", { hasText: `delete ${second}` })).toHaveCount(0);
  await page.keyboard.press("Control+y");
  await expect(sandbox.commandLine).toContainText(`Done again: delete ${second}.`);
  await expect(undo(sandbox)).toContainText(`delete ${second}`);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(undo(sandbox)).toBeDisabled();
  await expect(sandbox.podsIn("Running")).toHaveCount(3);
});

test("what changes nothing is no action, and does not end what can be done again", async ({ sandbox, page }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  await sandbox.pod(pod).focus();
  await page.keyboard.press("Delete");
  await expect(undo(sandbox)).toContainText(`delete ${pod}`);
  await page.keyboard.press("Control+z");
  await expect(undo(sandbox)).toBeDisabled();
  for (const line of [`kubectl label pod ${pod} app=kubia --overwrite`, "kubectl scale rs kubia --replicas=3", "kubectl get pods"])
    await sandbox.kubectl(line);
  await expect(undo(sandbox)).toBeDisabled();
  await expect(page.getByRole("button", { name: "Redo" })).toBeEnabled();
});

test("while the clock runs at 100×, only the last action goes", async ({ sandbox }) => {
  await sandbox.open({ running: true, speed: 100 });
  await sandbox.kubectl("kubectl cordon node-1");
  await sandbox.kubectl("kubectl cordon node-2");
  await expect(undo(sandbox)).toContainText("cordon node-2");
  await undo(sandbox).click();
  await expect(undo(sandbox)).toContainText("cordon node-1");
  await expect(sandbox.node("node-1")).toContainText("no new pods");
  await expect(sandbox.node("node-2")).not.toContainText("no new pods");
});
