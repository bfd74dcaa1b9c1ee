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
