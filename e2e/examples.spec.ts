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
  await expect(sandbox.problems.filter({ hasText: said })).toHaveText([/^Refused.*1:1/s]);
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

test("a right prediction: the cluster does what was picked, and says why", async ({ sandbox }) => {
  const { page } = sandbox;
  await sandbox.open();
  await page.getByRole("button", { name: "Predict" }).click();
  const question = page.getByRole("region", { name: "Before you do it" });
  await expect(question).toContainText(/You delete kubia-\w+\. How many pods does rs\/kubia own 30 seconds later\?/);
  await expect(page.getByRole("button", { name: "Editor kubia-rs.yaml Same as the cluster" })).toHaveAttribute("aria-expanded", "false");
  await expect(question.getByRole("button", { name: "Lock in and try it" })).toBeDisabled();
  // By keys alone: a radio group is one stop, and arrows go through it.
  await question.focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  const asManyAsNow = question.getByRole("radio", { name: "3 as many as now" });
  // The group moves the focus in a task of its own.
  await expect(asManyAsNow).toBeFocused();
  await page.keyboard.press("Space");
  await expect(asManyAsNow).toBeChecked();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(sandbox.commandLine).toContainText("kubectl delete pod kubia-");
  await expect(question).toContainText("The answer comes at 00:50.0; the clock stands.");
  await sandbox.pass(31);
  const outcome = page.getByTestId("outcome");
  await expect(outcome).toContainText("Right: 3, as many as now");
  await expect(outcome).toContainText(/Created a pod: kubia-/);
  await expect(sandbox.podsOwnedBy("rs/kubia").filter({ hasNotText: "Terminating" })).toHaveCount(3);
  await outcome.getByRole("button", { name: "Why" }).click();
  await expect(sandbox.inspector).toContainText("Wants 3, has 3, 3 ready.");
  await question.getByRole("button", { name: "Close the question" }).click();
  await expect(sandbox.editor).toBeVisible();
});

test("a wrong prediction is told what the cluster did instead, before it has done it", async ({ sandbox }) => {
  const { page } = sandbox;
  await sandbox.open({ objects: [] });
  await sandbox.openExample("apps/v1beta2 is gone");
  await page.getByRole("button", { name: "Predict" }).click();
  const question = page.getByRole("region", { name: "Before you do it" });
  await question.getByRole("radio", { name: "It is taken" }).click();
  await question.getByRole("button", { name: "Lock in and try it" }).click();
  await question.getByRole("button", { name: "Show it now" }).click();
  const outcome = page.getByTestId("outcome");
  await expect(outcome).toContainText("Not so: Refused: that version has no such kind");
  await expect(outcome).toContainText("You said: It is taken");
  await expect(outcome).toContainText('no matches for kind "ReplicaSet" in version "apps/v1beta2"');
  await expect(sandbox.commandLine).toContainText("kubectl apply -f kubia-v1beta2.yaml");
  await expect(page.getByTestId("clauses").getByText("The manifest was refused as it stands")).toBeVisible();
});

test("an example is asked about when its objects are there", async ({ sandbox }) => {
  const { page } = sandbox;
  await sandbox.open({ objects: [] });
  await sandbox.openExample("DaemonSet ssd-monitor");
  await page.getByRole("button", { name: "Predict" }).click();
  const question = page.getByRole("region", { name: "Before you do it" });
  await expect(question).toContainText("gives nothing to ask");
  await page.getByRole("button", { name: "Editor ssd-monitor.yaml" }).click();
  await sandbox.applyOpen();
  await expect(question).toContainText("You set disk=ssd on node-1. How many pods does ds/ssd-monitor own");
});

test("hints come one after another, and put their line on the command line without running it", async ({ sandbox }) => {
  const { page } = sandbox;
  await sandbox.open();
  await page.getByRole("button", { name: "Hint", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Hint 1 of 2" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Hint 2 of 2" })).toHaveCount(0);
  await page.getByRole("button", { name: "Next hint" }).click();
  await expect(page.getByRole("heading", { name: "Hint 2 of 2" })).toBeVisible();
  await page.getByRole("button", { name: "Put it on the command line" }).first().click();
  await expect(sandbox.prompt).toBeFocused();
  await expect(sandbox.prompt).toHaveValue(/^kubectl delete pod kubia-\w+$/);
  await expect(sandbox.pods()).toHaveCount(3);
  // What was being typed is one arrow key away.
  await sandbox.prompt.fill("kubectl get nodes");
  await page.getByRole("button", { name: "Put it on the command line" }).first().click();
  await expect(sandbox.prompt).toHaveValue(/^kubectl delete pod kubia-\w+$/);
  await page.keyboard.press("ArrowUp");
  await expect(sandbox.prompt).toHaveValue("kubectl get nodes");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(sandbox.podsIn("Terminating")).toHaveCount(1);
  await page.getByRole("button", { name: "Hide hints" }).click();
  await expect(page.getByRole("heading", { name: /^Hint/ })).toHaveCount(0);
});

test("an example that is done stays, with the shortest way, what else to try, and the next one", async ({ sandbox }) => {
  const { page } = sandbox;
  await sandbox.open({ objects: [] });
  await sandbox.openExample("Selector: DoesNotExist");
  await sandbox.applyOpen();
  await sandbox.reaches("kubia-plain", 3);
  await expect(page.getByText("Shortest known way")).toHaveCount(0);
  await sandbox.kubectl(`kubectl label pod ${await sandbox.aPod("kubia-plain-")} debug=true`);
  await sandbox.pass(20);
  await page.getByText("Shortest known way").click();
  await expect(page.getByTestId("left").getByText(/^kubectl label pod kubia-plain-\w+ debug=true$/)).toBeVisible();
  await page.getByText("What if …").click();
  await expect(page.getByText("which of the four pods goes?")).toBeVisible();
  await page.getByRole("button", { name: "Next: DaemonSet ssd-monitor" }).click();
  await expect(page.getByRole("heading", { name: "DaemonSet ssd-monitor" })).toBeVisible();
});

test("the original of a changed file is one press away, and counts as the example's file", async ({ sandbox, page }) => {
  await sandbox.open({ objects: [] });
  await sandbox.openExample("Lost indent");
  const original = page.getByRole("button", { name: "Original file" });
  await expect(original).toHaveCount(0);
  await sandbox.rewrite("kind: Pod\n");
  await original.click();
  await expect(sandbox.editor.getByRole("tab", { name: /liveness-as-printed-2\.yaml/ })).toBeVisible();
  await expect(original).toHaveCount(0);
  await sandbox.applyOpen();
  await expect(page.getByTestId("clauses").getByRole("listitem").first()).toContainText("Met");
});
