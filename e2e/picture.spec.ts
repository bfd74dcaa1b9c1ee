import { DEAF_LIVENESS, KUBIA_RS, parsed, podNamed } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("owner and selector are two marks", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(KUBIA_RS), parsed(podNamed("loner"))] });
  const owned = sandbox.podsOwnedBy("rs/kubia");
  await expect(owned).toHaveCount(3);
  await expect(sandbox.pod("loner")).toContainText("no owner");
  await expect(sandbox.pod("loner")).toContainText("no labels");
  for (const name of await sandbox.podNames("kubia-")) await expect(sandbox.pod(name).locator(".tag")).toHaveText(/kubia$/);
  // The ring is of the selector: it comes with the pointer on the controller, and only for pods that it selects.
  await expect(sandbox.page.locator(".tile.match")).toHaveCount(0);
  await sandbox.controller("kubia").hover();
  await expect(sandbox.page.locator(".tile.match")).toHaveCount(3);
  await expect(sandbox.pod("loner")).not.toHaveClass(/match/);
});

test("a pod that another controller selects is not that controller's", async ({ sandbox }) => {
  await sandbox.open({
    objects: [parsed(KUBIA_RS), parsed(KUBIA_RS.replace("name: kubia\nspec:\n  replicas: 3", "name: twin\nspec:\n  replicas: 1"))],
  });
  await expect(sandbox.podsOwnedBy("rs/kubia")).toHaveCount(3);
  await expect(sandbox.podsOwnedBy("rs/twin")).toHaveCount(1);
  await sandbox.controller("twin").hover();
  await expect(sandbox.page.locator(".tile.match")).toHaveCount(4);
  await expect(sandbox.page.locator(".tile .tag.only-matches").first()).toBeVisible();
});

test("tiles have kubectl's words, and a pod that fits nowhere stands in its own row", async ({ sandbox }) => {
  await sandbox.open({
    objects: [
      parsed(podNamed("nowhere", "\n  nodeSelector: {disk: none}")),
      parsed(podNamed("done", "\n  restartPolicy: Never").replace("nginx", "busybox\n    command: [sh, -c, exit 0]")),
      parsed(podNamed("failed", "\n  restartPolicy: Never").replace("nginx", "busybox\n    command: [sh, -c, exit 3]")),
      parsed(podNamed("looping").replace("nginx", "busybox\n    command: [sh, -c, exit 1]")),
      parsed(podNamed("well")),
      parsed(DEAF_LIVENESS),
    ],
  });
  await sandbox.until(async () => (await sandbox.pod("looping").getAttribute("aria-label"))?.includes("CrashLoop") === true, 60);
  await expect(sandbox.unscheduled).toContainText("Unscheduled1");
  await expect(sandbox.unscheduled.getByTestId("pod-nowhere")).toHaveAccessibleName(/Pending/);
  await expect(sandbox.pod("done")).toHaveAccessibleName(/Completed/);
  await expect(sandbox.pod("failed")).toHaveAccessibleName(/Error/);
  await expect(sandbox.pod("well")).toHaveAccessibleName(/Running/);
  const listed = await sandbox.kubectl("kubectl get pods");
  expect(listed).toMatch(/^nowhere +0\/1 +Pending +0 /m);
  expect(listed).toMatch(/^done +0\/1 +Completed +0 /m);
  expect(listed).toMatch(/^failed +0\/1 +Error +0 /m);
  expect(listed).toMatch(/^looping +0\/1 +CrashLoopBackOff +\d+ \(/m);
  expect(listed).toMatch(/^well +1\/1 +Running +0 /m);
  await sandbox.menu(sandbox.pod("well"), "Delete pod");
  await expect(sandbox.pod("well")).toHaveAccessibleName(/Terminating/);
  await sandbox.select(sandbox.pod("nowhere"), "Events");
  await expect(sandbox.inspector).toContainText("0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector");
});

test("a new node gives a waiting pod a place; a full cluster leaves pods pending", async ({ sandbox }) => {
  await sandbox.open({
    nodes: 1,
    objects: [
      parsed(podNamed("big-1", "").replace("nginx", "nginx\n    resources: {requests: {cpu: 3}}")),
      parsed(podNamed("big-2", "").replace("nginx", "nginx\n    resources: {requests: {cpu: 3}}")),
    ],
  });
  await expect(sandbox.unscheduled.locator("[data-testid^=pod-big]")).toHaveCount(1);
  await sandbox.page.getByTestId("add-node").click();
  await sandbox.until(async () => (await sandbox.podsIn("Running").count()) === 2, 60);
  await expect(sandbox.node("node-2").locator("[data-testid^=pod-big]")).toHaveCount(1);
  await expect(sandbox.unscheduled).toContainText("Every pod has a node.");
});
