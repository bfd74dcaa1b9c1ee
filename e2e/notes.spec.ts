import { DEAF_LIVENESS, KUBIA_RC, LIVENESS, MY_DAEMONSET, MY_REPLICASET, parsed, rsWith, SSD_MONITOR } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("liveness: after 14 minutes the pod reads as in the notes' transcript", async ({ sandbox }) => {
  // The five minutes after the seventh restart end between 13:50 and 15:00, as pulls and the kubelet's rounds fall: here after 14:00.
  await sandbox.open({ seed: 2, objects: [parsed(LIVENESS)] });
  await sandbox.advanceTo(14 * 60);
  expect(await sandbox.kubectl("kubectl get pods")).toMatch(/^liveness-pod +0\/1 +CrashLoopBackOff +7 \(4m\d+s ago\) +14m$/m);
  const told = await sandbox.kubectl("kubectl describe pod liveness-pod");
  expect(told).toContain("Liveness:       http-get http://:80/health delay=5s timeout=1s period=10s #success=1 #failure=3");
  expect(told).toMatch(/State: +Waiting\n +Reason: +CrashLoopBackOff\n +Last State: +Terminated\n +Reason: +Completed\n +Exit Code: +0\n/);
  for (const reason of ["Pulled", "Created", "Started", "Unhealthy", "Killing", "BackOff"])
    expect(told).toMatch(new RegExp(`(Normal|Warning) +${reason} `));
  expect(told).toContain("Liveness probe failed: HTTP probe failed with statuscode: 404");
  expect(told).toContain("Container my-app failed liveness probe, will be restarted");
});

test("liveness: a process that does not hear SIGTERM ends with 137", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(DEAF_LIVENESS)] });
  await sandbox.until(async () => /[1-9]\d* restart/.test((await sandbox.pod("deaf").getAttribute("aria-label")) ?? ""), 240);
  const told = await sandbox.kubectl("kubectl describe pod deaf");
  expect(told).toMatch(/Last State: +Terminated\n +Reason: +Error\n +Exit Code: +137\n/);
  await sandbox.select(sandbox.pod("deaf"), "Why");
  await expect(sandbox.inspector).toContainText("exit code 137 = 128 + 9, SIGKILL");
  expect(await sandbox.kubectl("kubectl logs deaf --previous")).toContain("Kubia server starting...");
  await sandbox.until(async () => /CrashLoop/.test((await sandbox.pod("deaf").getAttribute("aria-label")) ?? ""), 1200);
  expect(await sandbox.kubectl("kubectl get pod deaf")).toMatch(/CrashLoopBackOff +\d+ \(/);
});

test("ReplicationController: replaces, releases, adopts, and a template change touches new pods only", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(KUBIA_RC)] });
  const [gone = "", zombie = "", third = ""] = await sandbox.podNames("kubia-");
  await sandbox.menu(sandbox.pod(gone), "Delete pod");
  await sandbox.pass(40);
  await expect(sandbox.pod(gone)).toHaveCount(0);
  await expect(sandbox.podsOwnedBy("rc/kubia")).toHaveCount(3);

  await sandbox.hold(sandbox.pod(zombie), sandbox.pod(zombie));
  const debug = await sandbox.trayValue("app", "debug").boundingBox();
  await sandbox.page.mouse.move((debug?.x ?? 0) + 10, (debug?.y ?? 0) + 10, { steps: 4 });
  await sandbox.page.mouse.up();
  await sandbox.pass(5);
  await expect(sandbox.pod(zombie)).toContainText("no owner");
  await expect(sandbox.podsOwnedBy("rc/kubia")).toHaveCount(3);
  await sandbox.dragPod(zombie, sandbox.controller("kubia"));
  await sandbox.pass(40);
  await expect(sandbox.pods()).toHaveCount(3);
  await expect(sandbox.ownerless).toHaveCount(0);

  const before = await sandbox.podNames("kubia-");
  await sandbox.kubectl("kubectl set image rc/kubia kubia=nginx");
  await sandbox.pass(5);
  expect(await sandbox.podNames("kubia-")).toEqual(before);
  await sandbox.menu(sandbox.pod(before.includes(third) ? third : (before[0] ?? "")), "Delete pod");
  await sandbox.pass(40);
  const images = (await sandbox.kubectl("kubectl get pods -o jsonpath={.items[*].spec.containers[0].image}")).trim().split(" ").sort();
  expect(images).toEqual(["luksa/kubia", "luksa/kubia", "nginx"]);
});

test("--cascade=orphan keeps the pods, and a new controller with the same selector adopts them", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(KUBIA_RC)] });
  const names = await sandbox.podNames("kubia-");
  expect(await sandbox.kubectl("kubectl delete rc kubia --cascade=orphan --wait=false")).toBe(
    'replicationcontroller "kubia" deleted from default namespace\n',
  );
  await sandbox.pass(4);
  await expect(sandbox.controller("kubia")).toHaveCount(0);
  await expect(sandbox.ownerless).toHaveCount(3);
  expect(await sandbox.apply(KUBIA_RC)).toEqual(["replicationcontroller/kubia created"]);
  await sandbox.reaches("kubia", 3);
  expect(await sandbox.podNames()).toEqual(names);
  await expect(sandbox.podsOwnedBy("rc/kubia")).toHaveCount(3);
});

test("ReplicaSets with In, NotIn, Exists and DoesNotExist own what they select, and only that", async ({ sandbox }) => {
  await sandbox.open({
    objects: [
      rsWith("in", "[{key: app, operator: In, values: [a, d]}]", "{app: a}"),
      rsWith("notin", "[{key: app, operator: NotIn, values: [a, b]}, {key: role, operator: In, values: [x]}]", "{app: c, role: x}"),
      rsWith("exists", "[{key: env, operator: Exists}]", "{env: dev}"),
      rsWith("absent", "[{key: role, operator: In, values: [y]}, {key: env, operator: DoesNotExist}]", "{role: y}"),
    ].map(parsed),
  });
  for (const name of ["in", "notin", "exists", "absent"]) await expect(sandbox.podsOwnedBy(`rs/${name}`)).toHaveCount(2);
  for (const [name, change] of [
    ["in", "app=c"],
    ["notin", "app=b"],
    ["exists", "env-"],
    ["absent", "env=any"],
  ] as const) {
    await sandbox.kubectl(`kubectl label pod ${await sandbox.aPod(`${name}-`)} ${change} --overwrite`);
  }
  await sandbox.pass(6);
  for (const name of ["in", "notin", "absent"]) await expect(sandbox.podsOwnedBy(`rs/${name}`)).toHaveCount(2);
  // The pod that "absent" let go has `env` now: "exists" adopts it instead of creating one.
  await expect(sandbox.podsOwnedBy("rs/exists")).toHaveCount(2);
  await expect(sandbox.podsOwnedBy("rs/exists").and(sandbox.pods("absent-"))).toHaveCount(1);
  await expect(sandbox.ownerless).toHaveCount(3);
});

test("DaemonSet: one pod a node, on and off with disk=ssd, on new nodes, and nowhere else when a node dies", async ({ sandbox }) => {
  await sandbox.open({
    nodes: [{ name: "node-1", labels: { disk: "ssd" } }, { name: "node-2" }, { name: "node-3" }],
    objects: [parsed(SSD_MONITOR), parsed(MY_DAEMONSET)],
  });
  const monitorsOn = (node: string) => sandbox.node(node).locator("[data-testid^=pod-ssd-monitor]");
  for (const node of ["node-1", "node-2", "node-3"])
    await expect(sandbox.node(node).locator("[data-testid^=pod-my-daemonset]")).toHaveCount(1);
  await expect(monitorsOn("node-1")).toHaveCount(1);
  await expect(sandbox.pods("ssd-monitor")).toHaveCount(1);
  await sandbox.kubectl("kubectl label node node-2 disk=ssd");
  await sandbox.reaches("ssd-monitor", 2);
  await sandbox.kubectl("kubectl label node node-1 disk-");
  await sandbox.pass(40);
  await expect(monitorsOn("node-1")).toHaveCount(0);
  await expect(monitorsOn("node-2")).toHaveCount(1);

  await sandbox.page.getByTestId("add-node").click();
  await sandbox.reaches("my-daemonset", 4);
  await expect(sandbox.node("node-4").locator("[data-testid^=pod-my-daemonset]")).toHaveCount(1);

  await sandbox.menu(sandbox.nodeHead("node-2"), "Break something", "Power off");
  await sandbox.pass(400);
  await expect(sandbox.nodeHead("node-2")).toHaveAccessibleName(/NotReady/);
  await expect(sandbox.pods("ssd-monitor")).toHaveCount(1);
  await expect(monitorsOn("node-2")).toHaveCount(1);
  await expect(sandbox.pods("my-daemonset")).toHaveCount(4);
});

test("DaemonSet and ReplicaSet with the same labels leave each other alone; a relabelled pod outlives its DaemonSet", async ({
  sandbox,
}) => {
  await sandbox.open({ objects: [parsed(MY_DAEMONSET), parsed(MY_REPLICASET)] });
  await expect(sandbox.podsOwnedBy("ds/my-daemonset")).toHaveCount(3);
  await expect(sandbox.podsOwnedBy("rs/my-replicaset")).toHaveCount(3);
  await expect(sandbox.ownerless).toHaveCount(0);
  const kept = await sandbox.aPod("my-daemonset-");
  await sandbox.kubectl(`kubectl label pod ${kept} app=kept --overwrite`);
  await sandbox.pass(10);
  await expect(sandbox.pod(kept)).toContainText("no owner");
  await expect(sandbox.podsOwnedBy("ds/my-daemonset")).toHaveCount(3);
  await sandbox.menu(sandbox.controller("my-daemonset"), "Delete DaemonSet");
  await sandbox.pass(45);
  await expect(sandbox.pods("my-daemonset-")).toHaveCount(1);
  await expect(sandbox.pod(kept)).toHaveAccessibleName(/Running/);
  await expect(sandbox.podsOwnedBy("rs/my-replicaset")).toHaveCount(3);
});
