// What is broken by one click shows, and one click mends it.

import { KUBIA_RS, parsed } from "./manifests.ts";
import type { Sandbox } from "./page.ts";
import { expect, test } from "./test.ts";

/** One replica, with more in its container. */
function kubiaWith(more: string): object {
  return parsed(KUBIA_RS.replace("replicas: 3", "replicas: 1").replace("image: luksa/kubia\n", `image: luksa/kubia\n        ${more}\n`));
}

const nameOf = async (sandbox: Sandbox, pod: string): Promise<string> => (await sandbox.pod(pod).getAttribute("aria-label")) ?? "";

test("a leak ends OOMKilled with exit code 137, and the creation of the pod is never out of sight", async ({ sandbox }) => {
  await sandbox.open({ objects: [kubiaWith('resources: {limits: {memory: "128Mi"}}')] });
  const pod = await sandbox.aPod("kubia-");
  await sandbox.menu(sandbox.pod(pod), "Break something", "Leak memory");
  await expect(sandbox.commandLine).toContainText('"type":"MemoryLeak"');
  await expect(sandbox.commandLine).toContainText(`fault.sim.podyard.dev/leak-${pod} created`);
  await sandbox.until(async () => /[2-9] restarts/.test(await nameOf(sandbox, pod)), 120);
  await sandbox.select(sandbox.pod(pod), "Why");
  await expect(sandbox.inspector.getByTestId("why-born")).toContainText("Created by replicaset-controller because it had 0 of 1");
  await sandbox.allDecisions();
  await expect(sandbox.inspector).toContainText("the run before ended with exit code 137 (OOMKilled)");
  await expect(sandbox.inspector.getByTestId("why-born")).toHaveCount(0);
  await sandbox.inspector.getByRole("tab", { name: "Describe" }).click();
  await expect(sandbox.inspector).toContainText(/Reason: +OOMKilled\s+Exit Code: +137/);

  await sandbox.menu(sandbox.pod(pod), "Break something", "Leak no more");
  await expect(sandbox.commandLine).toContainText(`kubectl delete fault leak-${pod}`);
  await sandbox.reaches("kubia", 1, 1, 120);
});

test("slow, hanging and wrong answers fail a probe, each in its own words", async ({ sandbox }) => {
  await sandbox.open({ objects: [kubiaWith("readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 2}")] });
  const pod = await sandbox.aPod("kubia-");
  for (const [breaks, mends, said] of [
    ["Answer slowly", "Answer quickly again", /context deadline exceeded/],
    ["Hang", "Hang no more", /context deadline exceeded/],
    ["Answer HTTP 500", "Answer well again", /statuscode: 500/],
  ] as const) {
    await sandbox.reaches("kubia", 1);
    await sandbox.menu(sandbox.pod(pod), "Break something", breaks);
    await sandbox.reaches("kubia", 0, 1);
    await sandbox.select(sandbox.pod(pod), "Events");
    await expect(sandbox.inspector).toContainText(said);
    await sandbox.menu(sandbox.pod(pod), "Break something", mends);
  }
  await sandbox.reaches("kubia", 1);
});

test("an image that cannot be pulled: ErrImagePull, and it runs again once it can", async ({ sandbox }) => {
  await sandbox.open({ objects: [kubiaWith("imagePullPolicy: Always")] });
  const pod = await sandbox.aPod("kubia-");
  await sandbox.menu(sandbox.pod(pod), "Break something", "Fail to pull its image");
  await sandbox.menu(sandbox.pod(pod), "Break something", "Crash its container");
  await sandbox.until(async () => /ErrImagePull|ImagePullBackOff/.test(await nameOf(sandbox, pod)));
  await sandbox.select(sandbox.pod(pod), "Why");
  await sandbox.allDecisions();
  await expect(sandbox.inspector).toContainText("Could not pull the image of kubia");
  await expect(sandbox.inspector).toContainText("ErrImagePull: luksa/kubia");
  await sandbox.menu(sandbox.pod(pod), "Break something", "Pull its image again");
  await sandbox.reaches("kubia", 1, 1, 120);
});

test("a node cut off is not heard of; a full one says DiskPressure", async ({ sandbox }) => {
  await sandbox.open();
  const condition = async (): Promise<string> => (await sandbox.nodeHead("node-1").getAttribute("aria-label")) ?? "";
  await sandbox.menu(sandbox.nodeHead("node-1"), "Break something", "Cut its network");
  await sandbox.until(async () => (await condition()).includes("NotReady"), 70);
  await sandbox.menu(sandbox.nodeHead("node-1"), "Break something", "Mend its network");
  await sandbox.until(async () => (await condition()).includes(", Ready"), 60);
  await sandbox.menu(sandbox.nodeHead("node-2"), "Break something", "Fill its disk");
  await sandbox.menu(sandbox.nodeHead("node-3"), "Break something", "Slow it down");
  await expect(sandbox.commandLine).toContainText('"type":"NodeSlow"');
  await sandbox.menu(sandbox.nodeHead("node-3"), "Break something", "Full speed again");
  await expect(sandbox.commandLine).toContainText("kubectl delete fault slow-node-3");
  await sandbox.pass(30);
  expect(await sandbox.kubectl("kubectl describe node node-2")).toMatch(/DiskPressure +True/);
});
