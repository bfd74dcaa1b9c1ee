import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";

test("opens on a living cluster, and what one deletes comes back for a reason", async ({ sandbox }) => {
  await sandbox.openPlainly();
  await expect(sandbox.page.getByRole("dialog")).toHaveCount(0);
  for (const name of ["node-1", "node-2", "node-3"]) await expect(sandbox.node(name)).toBeVisible();
  await expect(sandbox.controller("kubia")).toHaveAccessibleName("rs/kubia, 3 of 3 ready", { timeout: 30_000 });
  await expect(sandbox.podsIn("Running")).toHaveCount(3);

  const before = await sandbox.podNames();
  const [victim = ""] = before;
  await sandbox.menu(sandbox.pod(victim), "Delete pod");
  await expect(sandbox.commandLine).toContainText(`kubectl delete pod ${victim}`);
  await expect.poll(async () => (await sandbox.podNames()).filter((name) => !before.includes(name))).toHaveLength(1);

  const [fresh = ""] = (await sandbox.podNames()).filter((name) => !before.includes(name));
  await sandbox.select(sandbox.pod(fresh), "Why");
  await sandbox.allDecisions();
  await expect(sandbox.inspector).toContainText(`replicaset-controllerCreated a pod: ${fresh}`);
  await expect(sandbox.inspector).toContainText("fewer than spec.replicas");
});

test("the first picture stands before the engine is there, and the engine says the same", async ({ sandbox, page }) => {
  let letGo = (): void => undefined;
  const engineMayCome = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(/engine\.worker/, async (route) => {
    await engineMayCome;
    await route.continue();
  });
  await sandbox.openPlainly();
  await expect(sandbox.podsIn("Running")).toHaveCount(3);
  const foreshown = await whereabouts(page);
  const clock = await sandbox.seconds();
  letGo();
  await expect.poll(() => sandbox.seconds()).toBeGreaterThan(clock);
  expect(await whereabouts(page)).toEqual(foreshown);
  const { length } = foreshown;
  expect(length).toBe(3);
  expect((await sandbox.kubectl("kubectl get pods -o name")).trim().split("\n").sort()).toEqual(
    foreshown.map(({ pod }) => `pod/${pod}`).sort(),
  );
});

/** Which pod stands on which node. */
async function whereabouts(page: Page): Promise<readonly { readonly pod: string; readonly node: string }[]> {
  const all: { readonly pod: string; readonly node: string }[] = [];
  for (const node of ["node-1", "node-2", "node-3"])
    for (const tile of await page
      .getByTestId(`node-${node}`)
      .locator('[data-testid^="pod-"]')
      .evaluateAll((tiles) => tiles.map(({ dataset }) => dataset["testid"] ?? "")))
      all.push({ pod: tile.slice("pod-".length), node });
  return all;
}
