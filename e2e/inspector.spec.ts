import { DEAF_LIVENESS, KUBIA_RS, MY_DAEMONSET, parsed } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("labels are added, changed and removed; a wrong one is refused before it is sent", async ({ sandbox }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  const { inspector } = sandbox;
  await sandbox.select(sandbox.pod(pod), "Labels");
  await expect(inspector).toContainText("selected by rs/kubia");
  await inspector.getByLabel("Label key").fill("env");
  await inspector.getByLabel("Label value", { exact: true }).fill("dev");
  await inspector.getByRole("button", { name: "Add" }).click();
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${pod} env=dev`);
  await expect(inspector.getByLabel("Label value env")).toHaveValue("dev");

  await inspector.getByLabel("Label value env").fill("prod");
  await inspector.getByRole("button", { name: "Set" }).click();
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${pod} env=prod --overwrite`);
  await inspector.getByRole("button", { name: "Remove env" }).click();
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${pod} env-`);
  await expect(inspector.getByLabel("Label value env")).toHaveCount(0);

  for (const [key, value, said] of [
    ["", "x", "A label needs a key."],
    ["-bad", "x", "A key is letters"],
    ["a/b/c", "x", "A key is letters"],
    ["ok", "no spaces", "A value is letters"],
    ["k".repeat(64), "", "A key is letters"],
  ] as const) {
    await inspector.getByLabel("Label key").fill(key);
    await inspector.getByLabel("Label value", { exact: true }).fill(value);
    await inspector.getByRole("button", { name: "Add" }).click();
    await expect(inspector.getByRole("alert")).toContainText(said);
  }
  await expect(sandbox.commandLine).toContainText("env-");
  await inspector.getByLabel("Label value app").fill("foo");
  await inspector.getByRole("button", { name: "Set" }).click();
  await sandbox.pass(4);
  await expect(inspector).toContainText("No owner: if it is deleted, nothing replaces it.");
});

test("every tab of a pod says what kubectl says", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(DEAF_LIVENESS)], seconds: 150 });
  const { inspector } = sandbox;
  await sandbox.select(sandbox.pod("deaf"), "Why");
  await sandbox.allDecisions();
  await expect(inspector).toContainText("Restarted container my-app");
  await expect(inspector).toContainText("liveness probe: HTTP probe failed with statuscode: 500, 3 times");
  await inspector.getByRole("tab", { name: "Describe" }).click();
  await expect(inspector).toContainText("http-get http://:8080/ delay=5s timeout=1s period=10s #success=1 #failure=3");
  await expect(inspector).toContainText("HTTP probe failed with statuscode: 500");
  await inspector.getByRole("tab", { name: "YAML" }).click();
  await expect(inspector).toContainText("kind: Pod");
  await expect(inspector).toContainText("initialDelaySeconds: 5");
  await inspector.getByRole("tab", { name: "Events" }).click();
  await expect(inspector).toContainText("Unhealthy Liveness probe failed: HTTP probe failed with statuscode: 500");
  await inspector.getByRole("tab", { name: "Logs" }).click();
  await expect(inspector.locator("pre")).toContainText("Kubia server starting...");
  await expect(inspector.getByText("kubectl logs deaf")).toBeVisible();
});

test("scales, and deletes with its pods or without them", async ({ sandbox }) => {
  await sandbox.open();
  const { inspector } = sandbox;
  await sandbox.select(sandbox.controller("kubia"));
  await inspector.getByTestId("scale-up").click();
  await expect(sandbox.commandLine).toContainText("kubectl scale rs kubia --replicas=4");
  await sandbox.reaches("kubia", 4);
  await inspector.getByLabel("Number of replicas").fill("2");
  await sandbox.page.keyboard.press("Enter");
  await sandbox.until(async () => (await sandbox.pods("kubia-").count()) === 2, 50);
  await sandbox.reaches("kubia", 2);

  await sandbox.menu(sandbox.controller("kubia"), "Delete, keep its pods");
  await expect(sandbox.commandLine).toContainText("kubectl delete rs kubia --cascade=orphan");
  await sandbox.pass(5);
  await expect(sandbox.controller("kubia")).toHaveCount(0);
  await expect(sandbox.ownerless).toHaveCount(2);

  await sandbox.apply(KUBIA_RS);
  await sandbox.reaches("kubia", 3);
  await expect(sandbox.ownerless).toHaveCount(0);
  await sandbox.menu(sandbox.controller("kubia"), "Delete ReplicaSet");
  await sandbox.pass(40);
  await expect(sandbox.pods()).toHaveCount(0);
});

test("nodes come, go silent, come back, and go", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(MY_DAEMONSET)] });
  await sandbox.page.getByTestId("add-node").click();
  await expect(sandbox.commandLine).toContainText("kubectl create -f -");
  await sandbox.reaches("my-daemonset", 4);

  await sandbox.menu(sandbox.nodeHead("node-1"), "Break something", "Power off");
  await sandbox.until(async () => (await sandbox.nodeHead("node-1").getAttribute("aria-label"))?.includes("NotReady") === true, 70);
  await expect(sandbox.nodeHead("node-1")).toHaveAccessibleName(/NotReady/);
  await sandbox.menu(sandbox.nodeHead("node-1"), "Break something", "Power on");
  await sandbox.until(async () => (await sandbox.nodeHead("node-1").getAttribute("aria-label"))?.includes(", Ready") === true, 60);
  await sandbox.reaches("my-daemonset", 4, 4, 60);

  await sandbox.menu(sandbox.nodeHead("node-4"), "Cordon: no new pods");
  await expect(sandbox.node("node-4")).toContainText("no new pods");
  await sandbox.menu(sandbox.nodeHead("node-4"), "Delete node");
  await sandbox.until(async () => (await sandbox.pods("my-daemonset").count()) === 3, 120);
  await expect(sandbox.node("node-4")).toHaveCount(0);
});

test("a crashed container restarts; HTTP 500 fails its probe", async ({ sandbox }) => {
  const probed = KUBIA_RS.replace("replicas: 3", "replicas: 1").replace(
    "image: luksa/kubia\n",
    "image: luksa/kubia\n        livenessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 2}\n",
  );
  await sandbox.open({ objects: [parsed(probed)] });
  const pod = await sandbox.aPod("kubia-");
  await sandbox.menu(sandbox.pod(pod), "Break something", "Crash its container");
  await sandbox.until(async () => (await sandbox.pod(pod).getAttribute("aria-label"))?.includes("1 restart") === true);
  await sandbox.menu(sandbox.pod(pod), "Break something", "Answer HTTP 500");
  await expect(sandbox.commandLine).toContainText("HttpError");
  await sandbox.until(async () => /CrashLoop|2 restarts/.test((await sandbox.pod(pod).getAttribute("aria-label")) ?? ""), 80);
  await sandbox.select(sandbox.pod(pod), "Describe");
  await expect(sandbox.inspector).toContainText("Liveness probe failed: HTTP probe failed with statuscode: 500");
  await expect(sandbox.inspector).toContainText(/Exit Code: +(1|137)/);
});
