// Everything that a pointer does, by keys alone.

import { Keys } from "./keys.ts";
import { DEAF_LIVENESS, KUBIA_RS, parsed, podNamed, SSD_MONITOR } from "./manifests.ts";
import type { Sandbox } from "./page.ts";
import { expect, test as base } from "./test.ts";

const test = base.extend<{ readonly keys: Keys }>({
  keys: async ({ page }, use) => use(new Keys(page)),
});

const LIVELY = { running: true, speed: 10 };

test("the first minute: a pod is chosen and deleted, its replacement says why it is there", async ({ sandbox, keys }) => {
  await sandbox.openPlainly();
  await expect(sandbox.controller("kubia")).toHaveAccessibleName("rs/kubia, 3 of 3 ready", { timeout: 30_000 });
  const before = await sandbox.podNames();
  const [victim = ""] = before;
  await keys.toThing(sandbox.pod(victim));
  await keys.press("Delete");
  await expect(sandbox.commandLine).toContainText(`kubectl delete pod ${victim}`);
  await expect.poll(async () => (await sandbox.podNames()).filter((name) => !before.includes(name))).toHaveLength(1);
  await expect(sandbox.page.getByTestId("live")).toContainText(/creates|created|deleted/);

  const [fresh = ""] = (await sandbox.podNames()).filter((name) => !before.includes(name));
  await keys.toThing(sandbox.pod(fresh));
  await keys.press("Enter");
  await expect(sandbox.inspector).toBeVisible();
  await keys.toPanel("right");
  await expect(keys.focused).toHaveText("Why");
  const earlier = sandbox.inspector.getByRole("button", { name: /earlier decision/ });
  await expect(sandbox.inspector.locator(".why").first()).toBeVisible();
  if (await earlier.isVisible()) {
    await keys.tabTo(earlier);
    await keys.press("Enter");
  }
  await expect(sandbox.inspector).toContainText(`replicaset-controllerCreated a pod: ${fresh}`);
  await expect(sandbox.inspector).toContainText("fewer than spec.replicas");
  await keys.press("Escape");
  await expect(sandbox.inspector).toHaveCount(0);
  await expect(sandbox.pod(fresh)).toBeFocused();
});

test("when the thing that has the focus goes, the focus stays in the picture", async ({ sandbox, keys }) => {
  await sandbox.open({ ...LIVELY, objects: [{ ...parsed(podNamed("alone")) }] });
  await keys.toThing(sandbox.pod("alone"));
  await keys.press("Delete");
  await expect(sandbox.pod("alone")).toHaveCount(0, { timeout: 20_000 });
  await expect(keys.focused).toHaveAccessibleName(/^Node node-/);
});

test("a pod is relabelled from its menu: arrows choose, the preview is spoken, Enter drops", async ({ sandbox, keys }) => {
  await sandbox.open(LIVELY);
  const pod = await sandbox.aPod("kubia-");
  await keys.toThing(sandbox.pod(pod));
  await keys.menu("Move labels…");
  await expect(keys.focused).toHaveText("debug");
  await expect(sandbox.tray.getByRole("status")).toHaveText(`Set app=debug: rs/kubia lets go of ${pod} and creates 1 pod`);
  await keys.press("ArrowRight", "ArrowRight");
  await expect(keys.focused).toHaveText("remove label");
  await expect(sandbox.tray.getByRole("status")).toContainText("Remove app");
  await keys.press("ArrowLeft", "ArrowLeft", "Enter");
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${pod} app=debug --overwrite`);
  await expect(sandbox.pod(pod)).toBeFocused();
  await expect(sandbox.ownerless).toHaveCount(1);
  await expect(sandbox.podsOwnedBy("rs/kubia")).toHaveCount(3);

  await keys.menu("Move labels…");
  await expect(keys.focused).toHaveText("kubia");
  await keys.press("Escape");
  await expect(sandbox.tray).toHaveCount(0);
  await expect(sandbox.pod(pod)).toBeFocused();
});

test("several pods are chosen with Shift, and relabelled or deleted together", async ({ sandbox, keys }) => {
  await sandbox.open({ ...LIVELY, nodes: 1 });
  const pods = await sandbox.podNames("kubia-");
  const chosen = sandbox.page.locator(".tile.selected");
  await keys.toThing(sandbox.pods("kubia-").first());
  await keys.press("Shift+ArrowRight", "Shift+ArrowRight");
  await expect(chosen).toHaveCount(3);
  await keys.press("Shift+Space");
  await expect(chosen).toHaveCount(2);
  await keys.press("Shift+Space");
  await expect(chosen).toHaveCount(3);
  await expect(sandbox.page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await keys.press("l");
  await expect(sandbox.tray).toContainText("3 pods");
  await expect(keys.focused).toHaveText("debug");
  await keys.press("Enter");
  await expect(sandbox.commandLine).toContainText(/kubectl label pod kubia-\S+ kubia-\S+ kubia-\S+ app=debug --overwrite/);
  await expect(sandbox.ownerless).toHaveCount(3);
  await keys.toThing(sandbox.pod(pods[0] ?? ""));
  await keys.menu("Delete 3 pods");
  await expect(sandbox.commandLine).toContainText(/kubectl delete pod kubia-\S+ kubia-\S+ kubia-\S+/);
  await expect(sandbox.ownerless).toHaveCount(0, { timeout: 20_000 });
});

test("a node's label is set, changed in place, moved to another node and removed; the DaemonSet follows", async ({ sandbox, keys }) => {
  await sandbox.open({ ...LIVELY, objects: [parsed(SSD_MONITOR)] });
  const monitors = (node: string) => sandbox.node(node).locator("[data-testid^=pod-ssd-monitor]");
  await keys.toThing(sandbox.nodeHead("node-2"));
  await keys.press("l");
  await expect(keys.focused).toHaveText("ssd");
  await expect(sandbox.tray.getByRole("status")).toContainText("ds/ssd-monitor creates 1 pod there");
  await keys.press("Enter");
  await expect(monitors("node-2")).toHaveCount(1);

  await keys.toThing(sandbox.nodeLabel("node-2", "disk=ssd"));
  await keys.press("l");
  await expect(keys.focused).toHaveText("node-1");
  await keys.press("ArrowRight");
  await expect(keys.focused).toHaveText("node-3");
  await keys.press("Enter");
  await expect(sandbox.commandLine).toContainText("kubectl label node node-3 disk=ssd");
  await expect(monitors("node-3")).toHaveCount(1);

  await keys.toThing(sandbox.nodeLabel("node-3", "disk=ssd"));
  await keys.press("Enter");
  const field = sandbox.page.getByRole("textbox", { name: "Label of node-3" });
  await expect(field).toBeFocused();
  await keys.type("no label");
  await keys.press("Enter");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(sandbox.page.locator(".chip-problem")).toContainText("A label is key=value");
  await keys.press("ControlOrMeta+a");
  await keys.type("disk=hdd");
  await keys.press("Enter");
  await expect(sandbox.commandLine).toContainText("kubectl label node node-3 disk=hdd --overwrite");
  await expect(sandbox.nodeLabel("node-3", "disk=hdd")).toBeFocused();
  await expect(monitors("node-3")).toHaveCount(0, { timeout: 20_000 });
  await keys.press("Delete");
  await expect(sandbox.commandLine).toContainText("kubectl label node node-3 disk-");
  await expect(sandbox.nodeLabel("node-3", "disk=hdd")).toHaveCount(0);
});

test("a controller goes and its pods stay; undo and redo by keys", async ({ sandbox, keys }) => {
  await sandbox.open(LIVELY);
  await keys.toThing(sandbox.controller("kubia"));
  await keys.menu("Delete, keep its pods");
  await expect(sandbox.commandLine).toContainText("kubectl delete rs kubia --cascade=orphan");
  await expect(sandbox.controller("kubia")).toHaveCount(0);
  await expect(sandbox.ownerless).toHaveCount(3);
  await keys.press("Control+z");
  await expect(sandbox.controller("kubia")).toBeVisible();
  await expect(sandbox.ownerless).toHaveCount(0);
  await keys.press("Control+y");
  await expect(sandbox.controller("kubia")).toHaveCount(0);
  await keys.press("Control+z");
  await expect(sandbox.controller("kubia")).toBeVisible();
  await keys.press("Control+Shift+z");
  await expect(sandbox.controller("kubia")).toHaveCount(0);
});

test("the palette takes what is typed before it is there", async ({ sandbox, keys, page }) => {
  const held: (() => void)[] = [];
  await page.route(/\/Palette-[^/]*\.js$/, async (route) => {
    await new Promise<void>((go) => held.push(go));
    await route.continue();
  });
  await sandbox.open();
  // Behind the palette nothing else has a role.
  const lens = page.getByRole("radio", { name: "By node", includeHidden: true });
  await expect(lens).toBeChecked();
  await keys.press("Control+k");
  await keys.type("uncordv");
  await keys.press("Backspace");
  await expect(page.getByTestId("palette")).toHaveCount(0);
  await expect.poll(() => held.length).toBeGreaterThan(0);
  for (const go of held) go();
  await expect(page.getByTestId("palette").getByRole("combobox")).toHaveValue("uncord");
  await expect(page.getByTestId("palette").getByRole("combobox")).toBeFocused();
  await expect(lens, "no key of it was a command of the page").toBeChecked();
  await keys.press("ControlOrMeta+a");
  await keys.type("cordon node-2");
  await keys.press("Enter");
  await expect(sandbox.node("node-2")).toContainText("no new pods");
  // Once it is there, the next key finds it.
  await keys.press("Control+k");
  await keys.type("uncordon node-2");
  await keys.press("Enter");
  await expect(sandbox.node("node-2")).not.toContainText("no new pods");
  await keys.press("Control+k", "Escape");
  await expect(page.getByTestId("palette")).toHaveCount(0);
});

test("arrows come to the pods that have no node, and to those without an owner, and out again", async ({ sandbox, keys, page }) => {
  const big = { ...parsed(podNamed("big")), spec: { nodeSelector: { disk: "none" }, containers: [{ name: "main", image: "nginx" }] } };
  await sandbox.open({ objects: [parsed(KUBIA_RS), big] });
  await keys.toThing(sandbox.nodeHead("node-3"));
  await keys.press("ArrowDown");
  await expect(keys.focused).toHaveText("Unscheduled");
  await keys.press("Enter");
  await expect(sandbox.pod("big")).toBeFocused();
  await keys.press("Escape");
  await expect(keys.focused).toHaveText("Unscheduled");
  await keys.press("ArrowUp");
  await expect(sandbox.nodeHead("node-3")).toBeFocused();
  await sandbox.kubectl(`kubectl label pod ${await sandbox.aPod("kubia-")} app-`);
  await sandbox.pass(3);
  await keys.toPanel("graph");
  await keys.press("v");
  await expect(page.getByRole("radio", { name: "By controller" })).toBeChecked();
  await keys.toThing(page.getByRole("region", { name: "no owner" }).locator('[data-stop="outer"]'));
  await keys.press("Enter");
  await expect(keys.focused).toHaveAccessibleName(/^Pod .*, no owner/);
});

test("filter, lens and clock", async ({ sandbox, keys, page }) => {
  await sandbox.open();
  await keys.toPanel("graph");
  await keys.press("/");
  await keys.type("app in (foo");
  await expect(keys.focused).toHaveAttribute("aria-invalid", "true");
  await expect(keys.focused).toHaveAccessibleDescription("unable to parse requirement: found '', expected: ',' or ')'");
  await expect(page.getByText("No pod matches")).toHaveCount(0);
  await keys.press("ControlOrMeta+a");
  await keys.type("app=foo");
  await expect(keys.focused).toHaveAttribute("aria-invalid", "false");
  await expect(page.getByText("No pod matches")).toBeVisible();
  await keys.press("Escape");
  await expect(page.getByText("No pod matches")).toHaveCount(0);
  await expect(page.locator('[data-panel="graph"] [data-stop]:focus')).toHaveCount(1);
  await keys.press("v");
  await expect(page.getByRole("radio", { name: "By controller" })).toBeChecked();
  await keys.tabTo(page.getByRole("radio", { name: "By controller" }), "Shift+Tab");
  await keys.press("ArrowLeft");
  await expect(page.getByRole("radio", { name: "By node" })).toBeChecked();
  await expect(page.getByRole("radio", { name: "By node" })).toBeFocused();

  await keys.toThing(sandbox.controller("kubia"));
  const now = await sandbox.seconds();
  await keys.press(".");
  await expect.poll(() => sandbox.seconds()).toBeGreaterThan(now);
  await keys.press(",");
  await expect.poll(() => sandbox.seconds()).toBe(now);
  await keys.press("Space");
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await keys.press("Space");
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
  await keys.toPanel("bottom");
  await keys.tabTo(page.getByLabel("Step by"));
  await keys.press("ArrowDown", "ArrowDown");
  await expect(page.getByLabel("Step by")).toHaveValue("second");
  const slider = page.getByRole("slider", { name: "Speed" });
  await keys.tabTo(slider);
  await keys.press("Home");
  await expect(slider).toHaveAttribute("aria-valuetext", "0.1×");
  await keys.press("ArrowRight", "ArrowUp");
  await expect(slider).toHaveAttribute("aria-valuetext", "0.5×");
  await keys.press("ArrowLeft");
  await expect(slider).toHaveAttribute("aria-valuetext", "0.2×");
});

test("the inspector: tabs by arrows, labels and replicas by typing", async ({ sandbox, keys, page }) => {
  await sandbox.open({ objects: [parsed(KUBIA_RS), parsed(DEAF_LIVENESS)], seconds: 60 });
  const { inspector } = sandbox;
  await keys.toThing(sandbox.pod("deaf"));
  await keys.press("w");
  await keys.toPanel("right");
  for (const tab of ["Describe", "Labels"]) {
    await keys.press("ArrowRight");
    await expect(keys.focused).toHaveText(tab);
    await expect(inspector.getByRole("tab", { name: tab })).toHaveAttribute("aria-selected", "true");
  }
  await keys.tabTo(inspector.getByLabel("Label key"));
  await keys.type("env");
  await keys.tabTo(inspector.getByLabel("Label value", { exact: true }));
  await keys.type("dev");
  await keys.press("Enter");
  await expect(sandbox.commandLine).toContainText("kubectl label pod deaf env=dev");
  await keys.tabTo(inspector.getByRole("tab", { name: "Labels" }), "Shift+Tab");
  await keys.press("End");
  await expect(keys.focused).toHaveText("Logs");
  await expect(inspector.locator("pre")).toContainText("Kubia server starting...");
  await keys.press("Home");
  await expect(keys.focused).toHaveText("Why");
  await keys.tabTo(inspector.getByRole("button", { name: "Close" }), "Shift+Tab");
  await keys.press("Enter");
  await expect(sandbox.pod("deaf")).toBeFocused();

  await keys.toThing(sandbox.controller("kubia"));
  await keys.press("Enter");
  await keys.toPanel("right");
  const replicas = inspector.getByLabel("Number of replicas");
  await keys.tabTo(replicas);
  await keys.press("ControlOrMeta+a");
  await keys.type("4");
  await keys.press("Enter");
  await expect(sandbox.commandLine).toContainText("kubectl scale rs kubia --replicas=4");
  await expect(page.getByTestId("controller-kubia")).toHaveAccessibleName(/of 4 ready/);
});

test("the timeline is read by arrows", async ({ sandbox, keys, page }) => {
  await sandbox.open();
  const readOut = page.getByTestId("read-out");
  await keys.toPanel("bottom");
  await keys.tabTo(page.getByRole("group", { name: "What happened when" }));
  await keys.press("ArrowLeft");
  await expect(readOut).toContainText("rs/kubia");
  await keys.press("ArrowDown");
  await expect(readOut).toContainText("kubia-");
  await keys.press("Home");
  const first = await readOut.innerText();
  await keys.press("Shift+ArrowRight");
  await expect(readOut).not.toHaveText(first);
  await keys.press("Enter");
  await expect(sandbox.inspector).toBeVisible();
  await keys.press("Escape");
  await expect(readOut).toHaveCount(0);
});

test("faults are made and mended from the menu; Shift+F10 opens it, too", async ({ sandbox, keys }) => {
  await sandbox.open(LIVELY);
  const pod = await sandbox.aPod("kubia-");
  await keys.toThing(sandbox.pod(pod));
  await keys.menu("Break something", "Crash its container");
  await expect(sandbox.pod(pod)).toHaveAccessibleName(/1 restart/, { timeout: 20_000 });
  await expect(sandbox.pod(pod)).toBeFocused();
  const head = sandbox.nodeHead("node-1");
  await keys.toThing(head);
  await keys.menu("Break something", "Power off");
  await expect(head).toHaveAccessibleName(/NotReady/, { timeout: 30_000 });
  await keys.press("Shift+F10");
  await expect(sandbox.page.getByRole("menu")).toBeVisible();
  await expect(keys.focused).toHaveText(/Why is it so/);
  await keys.press("Escape");
  await expect(head).toBeFocused();
  await keys.menu("Break something", "Power on");
  await expect(head).toHaveAccessibleName(/, Ready/, { timeout: 30_000 });
});

test("a node is added, an example chosen, the goal's links followed", async ({ sandbox, keys, page }) => {
  await sandbox.open();
  await keys.toThing(sandbox.controller("kubia"));
  await keys.tabTo(page.getByTestId("add-node"));
  await keys.press("Enter");
  await expect(sandbox.node("node-4")).toBeVisible();
  await keys.toPanel("left");
  await keys.tabTo(page.getByRole("button", { name: "Choose another" }), "Shift+Tab");
  await keys.press("Enter");
  await expect(page.getByRole("menuitemradio").first()).toBeVisible();
  await keys.press("ArrowDown", "Enter");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "ReplicaSet kubia" })).toHaveCount(0);
});

test("a file is written and applied, and three keys lead out of the editor", async ({ sandbox, keys, page }) => {
  await sandbox.open({ objects: [] });
  await sandbox.monaco();
  await keys.toPanel("left");
  await keys.tabTo(page.getByRole("button", { name: "New file" }));
  await keys.press("Enter");
  await keys.tabTo(sandbox.text);
  await page.keyboard.insertText(podNamed("typed"));
  await keys.press("ControlOrMeta+Enter");
  await expect(sandbox.pod("typed")).toBeVisible();
  await expect(sandbox.text).toBeFocused();

  const tab = sandbox.editor.getByRole("tab", { selected: true });
  await keys.press("Escape");
  await expect(tab).toBeFocused();
  await keys.tabTo(sandbox.text);
  await keys.press("F6");
  await expect(page.locator('[data-panel="graph"] :focus')).toHaveCount(1);
  await keys.toPanel("left");
  await keys.tabTo(sandbox.text);
  await keys.press("Control+m", "Tab");
  await expect(sandbox.text).not.toBeFocused();
  await keys.press("Shift+Tab");
  await expect(sandbox.text).toBeFocused();
  await keys.press("Control+m", "Escape");
  await expect(tab).toBeFocused();
  await keys.press("ArrowLeft");
  await expect(keys.focused).toHaveText("kubia-rs.yaml");
});

test("a live object opens in the editor from its menu", async ({ sandbox, keys }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  await keys.toThing(sandbox.pod(pod));
  await keys.menu("Open its YAML in the editor");
  await expect(sandbox.editor.getByRole("tab", { selected: true })).toContainText(pod);
});

test("kubectl is typed after a grave accent, from anywhere", async ({ sandbox, keys }) => {
  await sandbox.open();
  await keys.toPanel("graph");
  await keys.press("`");
  await expect(sandbox.prompt).toBeFocused();
  await keys.type("kubectl get rs -o name");
  await keys.press("Enter");
  await expect(sandbox.page.getByTestId("terminal-output")).toContainText("replicaset.apps/kubia");
  await keys.toPanel("graph");
  await keys.press("`");
  await expect(sandbox.prompt).toBeFocused();
  await keys.tabTo(sandbox.page.getByRole("tab", { name: "kubectl" }), "Shift+Tab");
  await keys.press("ArrowLeft", "ArrowLeft");
  await expect(sandbox.page.getByRole("tab", { name: "Timeline" })).toBeFocused();
  await keys.press("ArrowRight", "ArrowRight");
  await expect(sandbox.page.getByRole("tab", { name: "kubectl" })).toBeFocused();
});

test("panels are resized by arrows on their edges; ? lists the keys and keeps the focus", async ({ sandbox, keys, page }) => {
  await sandbox.open();
  await keys.toThing(sandbox.controller("kubia"));
  const edge = page.getByRole("separator", { name: "Width of goal and editor" });
  await keys.tabTo(edge, "Shift+Tab");
  const width = async (): Promise<number> => (await page.getByRole("complementary", { name: "Goal and editor" }).boundingBox())?.width ?? 0;
  const before = await width();
  await keys.press("ArrowRight");
  await expect.poll(width).toBeGreaterThan(before);
  await keys.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await expect(sheet).toBeVisible();
  for (const key of ["F6", "Space", "Del", "Ctrl", "Esc"]) await expect(sheet.getByText(key, { exact: true }).first()).toBeVisible();
  for (let i = 0; i < 4; i++) {
    await keys.press("Tab");
    await expect(sheet.locator(":focus")).toHaveCount(1);
  }
  await keys.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(edge).toBeFocused();
});

const MANY = { nodes: 24, objects: [parsed(KUBIA_RS.replace("replicas: 3", "replicas: 400"))], seconds: 90 };

async function dots(sandbox: Sandbox): Promise<void> {
  await sandbox.open(MANY);
  await expect(sandbox.page.locator(".dot[data-uid]")).toHaveCount(400);
}

test("among dots: arrows from node to node, Enter inside, several dots at once", async ({ sandbox, keys, page }) => {
  await dots(sandbox);
  await keys.toPanel("graph");
  await keys.press("ArrowDown", "ArrowRight", "ArrowDown");
  await expect(keys.focused).toHaveAccessibleName(/^Node node-\d+, Ready, \d+ of \d+ pods$/);
  await keys.press("Enter");
  await expect(keys.focused).toHaveAccessibleName(/^Pod kubia-\w+, Running$/);
  await keys.press("Shift+ArrowRight", "Shift+ArrowRight");
  await expect(page.locator(".dot.selected")).toHaveCount(3);
  await keys.menu("Delete 3 pods");
  await expect(sandbox.commandLine).toContainText(/kubectl delete pod( kubia-\S+){3}/);
  await keys.press("Escape");
  await expect(keys.focused).toHaveAccessibleName(/^Node node-/);
  await keys.menu("Choose its");
  await expect.poll(() => page.locator(".dot.selected").count()).toBeGreaterThan(3);
});
