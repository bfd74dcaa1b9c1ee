import { LIVENESS, SSD_MONITOR } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("controllers: a deleted pod is replaced; a relabelled one is let go, and taken back", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  await sandbox.openExample("ReplicaSet kubia");
  expect(await sandbox.applyOpen()).toEqual(["replicaset.apps/kubia created"]);
  await sandbox.reaches("kubia", 3);
  const gone = await sandbox.aPod("kubia-");
  await sandbox.kubectl(`kubectl delete pod ${gone} --wait=false`);
  await sandbox.pass(40);
  await expect(sandbox.podsOwnedBy("rs/kubia")).toHaveCount(3);
  await expect(sandbox.pod(gone)).toHaveCount(0);
  await sandbox.kubectl("kubectl delete rs kubia --wait=false");
  await sandbox.pass(40);

  await sandbox.openExample("ReplicationController kubia");
  expect(await sandbox.applyOpen()).toEqual(["replicationcontroller/kubia created"]);
  await sandbox.reaches("kubia", 3);
  const pod = await sandbox.aPod("kubia-");
  await sandbox.kubectl(`kubectl label pod ${pod} app=foo --overwrite`);
  await sandbox.pass(5);
  await expect(sandbox.pod(pod)).toContainText("no owner");
  await expect(sandbox.podsOwnedBy("rc/kubia")).toHaveCount(3);
  await sandbox.kubectl(`kubectl label pod ${pod} app=kubia --overwrite`);
  await sandbox.pass(40);
  await expect(sandbox.pods()).toHaveCount(3);
});

test("the liveness probe that fails ends in CrashLoopBackOff", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  await sandbox.openExample("Liveness probe that fails");
  expect(await sandbox.applyOpen()).toEqual(["pod/liveness-pod created"]);
  await sandbox.until(async () => /CrashLoop/.test((await sandbox.pod("liveness-pod").getAttribute("aria-label")) ?? ""), 300);
  await expect(sandbox.pod("liveness-pod")).toHaveAccessibleName(/CrashLoop.*\d restarts?$/);
});

for (const { name, controller, keeps, loses } of [
  { name: "Selector: In", controller: "kubia-in", keeps: "app=kubia-canary", loses: "app=web" },
  { name: "Selector: NotIn", controller: "kubia-notin", keeps: "env=test", loses: "env=prod" },
  { name: "Selector: Exists", controller: "kubia-exists", keeps: "env=prod", loses: "env-" },
  { name: "Selector: DoesNotExist", controller: "kubia-plain", keeps: "env=x", loses: "debug=true" },
]) {
  test(`${name}: ${keeps} still matches, ${loses} does not`, async ({ sandbox }) => {
    await sandbox.open({ objects: [] });
    await sandbox.openExample(name);
    expect(await sandbox.applyOpen()).toEqual([`replicaset.apps/${controller} created`]);
    await sandbox.reaches(controller, 3);
    const pod = await sandbox.aPod(`${controller}-`);
    await sandbox.kubectl(`kubectl label pod ${pod} ${keeps} --overwrite`);
    await sandbox.pass(5);
    await expect(sandbox.pods()).toHaveCount(3);
    await expect(sandbox.ownerless).toHaveCount(0);
    await sandbox.kubectl(`kubectl label pod ${pod} ${loses} --overwrite`);
    await sandbox.pass(5);
    await expect(sandbox.pods()).toHaveCount(4);
    await expect(sandbox.pod(pod)).toContainText("no owner");
  });
}

test("DaemonSet ssd-monitor follows the label disk", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  await sandbox.openExample("DaemonSet ssd-monitor");
  expect(await sandbox.applyOpen()).toEqual(["daemonset.apps/ssd-monitor created"]);
  await sandbox.pass(5);
  await expect(sandbox.pods()).toHaveCount(0);
  await sandbox.kubectl("kubectl label node node-2 disk=ssd");
  await sandbox.reaches("ssd-monitor", 1);
  await sandbox.kubectl("kubectl label node node-2 disk=hdd --overwrite");
  await sandbox.pass(40);
  await expect(sandbox.pods()).toHaveCount(0);
});

test("DaemonSet beside ReplicaSet: neither takes the other's pods", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  await sandbox.openExample("DaemonSet beside ReplicaSet");
  for (const [file, object] of [
    ["my-daemonset", "daemonset"],
    ["my-replicaset", "replicaset"],
  ] as const) {
    await sandbox.editor.getByRole("tab", { name: `${file}.yaml` }).click();
    expect(await sandbox.applyOpen()).toEqual([`${object}.apps/${file} created`]);
  }
  await sandbox.reaches("my-daemonset", 3);
  await sandbox.reaches("my-replicaset", 3);
  await expect(sandbox.pods()).toHaveCount(6);
});

test("apps/v1beta2 is refused in kubectl's words, apps/v1 is not", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  await sandbox.openExample("apps/v1beta2 is gone");
  await sandbox.applyOpen();
  const said =
    'resource mapping not found for name: "kubia" namespace: "" from "kubia-v1beta2.yaml": no matches for kind "ReplicaSet" in version "apps/v1beta2"';
  await expect(sandbox.problems.filter({ hasText: said })).toHaveText([/^Refused.*1:1$/s]);
  await expect(sandbox.commandLine).toContainText("kubectl apply -f kubia-v1beta2.yaml");
  await sandbox.text.focus();
  await sandbox.page.keyboard.press("ControlOrMeta+Home");
  await sandbox.page.keyboard.press("Shift+End");
  await sandbox.page.keyboard.insertText("apiVersion: apps/v1");
  expect(await sandbox.applyOpen()).toEqual(["replicaset.apps/kubia created"]);
  await expect(sandbox.problems).toHaveCount(0);
});

test("the two that are printed wrong are refused, and applied when they are put right", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  await sandbox.openExample("Lost indent");
  await sandbox.applyOpen();
  await expect(sandbox.problems.filter({ hasText: "Syntax" }).first()).toBeVisible();
  await expect(sandbox.pods()).toHaveCount(0);
  await sandbox.rewrite(LIVENESS);
  expect(await sandbox.applyOpen()).toEqual(["pod/liveness-pod created"]);
  await sandbox.openExample("template under selector");
  await sandbox.applyOpen();
  await expect(sandbox.problems.filter({ hasText: "template" }).first()).toBeVisible();
  await expect(sandbox.controller("ssd-monitor")).toHaveCount(0);
  await sandbox.rewrite(SSD_MONITOR);
  expect(await sandbox.applyOpen()).toEqual(["daemonset.apps/ssd-monitor created"]);
});
