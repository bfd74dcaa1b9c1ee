import { KUBIA_RS, parsed, podNamed, SSD_MONITOR } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("a pod dropped on a label value: said before, done after, told as kubectl", async ({ sandbox }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  await sandbox.hold(sandbox.pod(pod), sandbox.pod(pod));
  await expect(sandbox.tray).toContainText(`Choose where to drop ${pod}`);
  const target = await sandbox.trayValue("app", "debug").boundingBox();
  await sandbox.page.mouse.move((target?.x ?? 0) + 10, (target?.y ?? 0) + 10, { steps: 5 });
  await expect(sandbox.tray.getByRole("status")).toHaveText(`Set app=debug: rs/kubia lets go of ${pod} and creates 1 pod`);
  await expect(sandbox.tray).toContainText(`kubectl label pod ${pod} app=debug --overwrite`);
  await expect(sandbox.controller("kubia")).toContainText("lets go of 1, creates 1");
  await expect(sandbox.page.locator(".tile.ghost-appears")).toHaveCount(1);

  await sandbox.page.keyboard.press("Escape");
  await sandbox.page.mouse.up();
  await expect(sandbox.tray).toHaveCount(0);
  await expect(sandbox.ownerless).toHaveCount(0);
  await expect(sandbox.commandLine).not.toContainText("kubectl label");

  await sandbox.hold(sandbox.pod(pod), sandbox.pod(pod));
  await sandbox.page.mouse.move((target?.x ?? 0) + 10, (target?.y ?? 0) + 10, { steps: 5 });
  await sandbox.page.mouse.up();
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${pod} app=debug --overwrite`);
  await expect(sandbox.commandLine).toContainText(`pod/${pod} labeled`);
  await sandbox.pass(4);
  await expect(sandbox.pod(pod)).toContainText("no owner");
  await expect(sandbox.podsOwnedBy("rs/kubia")).toHaveCount(3);
});

test("a pod dropped on a controller gets the label that it selects, is adopted, and a surplus pod goes", async ({ sandbox }) => {
  await sandbox.open({
    objects: [parsed(KUBIA_RS), { ...parsed(podNamed("stray")), metadata: { name: "stray", labels: { app: "debug" } } }],
  });
  await sandbox.hold(sandbox.pod("stray"), sandbox.pod("stray"));
  await expect(sandbox.controller("kubia")).toContainText("drop here: app=kubia");
  await sandbox.page.mouse.up();
  await sandbox.hold(sandbox.pod("stray"), sandbox.controller("kubia"));
  await expect(sandbox.tray.getByRole("status")).toHaveText("Set app=kubia: rs/kubia adopts stray and deletes 1 pod");
  await sandbox.page.mouse.up();
  await expect(sandbox.commandLine).toContainText("kubectl label pod stray app=kubia --overwrite");
  await sandbox.pass(40);
  await expect(sandbox.pods()).toHaveCount(3);
  await expect(sandbox.podsOwnedBy("rs/kubia")).toHaveCount(3);
  await expect(sandbox.ownerless).toHaveCount(0);
});

test("new label, other value, remove label", async ({ sandbox }) => {
  await sandbox.open();
  const [pod = ""] = await sandbox.podNames("kubia-");
  const held = async (): Promise<void> => {
    await sandbox.hold(sandbox.pod(pod), sandbox.pod(pod));
    await expect(sandbox.tray).toBeVisible();
  };
  const dropOn = async (name: string): Promise<void> => {
    const box = await sandbox.tray.getByRole("button", { name }).first().boundingBox();
    await sandbox.page.mouse.move((box?.x ?? 0) + 12, (box?.y ?? 0) + 10, { steps: 4 });
    await sandbox.page.mouse.up();
  };
  await held();
  await dropOn("new label…");
  await sandbox.tray.getByLabel("Key").fill("env");
  await sandbox.tray.getByLabel("Value").fill("dev");
  await expect(sandbox.tray.getByRole("status")).toHaveText("Set env=dev: no controller reacts");
  await sandbox.tray.getByRole("button", { name: "Set" }).click();
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${pod} env=dev`);
  await expect(sandbox.pod(pod)).toContainText("+1");

  await held();
  await dropOn("other value…");
  await sandbox.tray.getByLabel("Value").fill("canary");
  await sandbox.page.keyboard.press("Enter");
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${pod} app=canary --overwrite`);
  await sandbox.pass(3);
  await expect(sandbox.ownerless).toHaveCount(1);

  await held();
  await dropOn("remove label");
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${pod} app-`);
  await expect(sandbox.commandLine).toContainText(`pod/${pod} unlabeled`);
  await expect(sandbox.pod(pod)).toContainText("env=dev");
});

test("the same by menu and by keyboard", async ({ sandbox }) => {
  await sandbox.open();
  const [first = "", second = ""] = await sandbox.podNames("kubia-");
  await sandbox.menu(sandbox.pod(first), "Move labels…");
  await sandbox.tray.getByRole("button", { name: "remove label" }).hover();
  await expect(sandbox.tray.getByRole("status")).toHaveText(`Remove app: rs/kubia lets go of ${first} and creates 1 pod`);
  await sandbox.trayValue("app", "debug").click();
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${first} app=debug --overwrite`);
  await sandbox.pass(3);
  await expect(sandbox.ownerless).toHaveCount(1);

  await sandbox.pod(second).focus();
  await sandbox.page.keyboard.press("l");
  await expect(sandbox.tray.locator(":focus")).toHaveText("debug");
  await expect(sandbox.tray.getByRole("status")).toContainText("rs/kubia lets go of");
  await sandbox.page.keyboard.press("ArrowRight");
  await expect(sandbox.tray.locator(":focus")).toHaveText("other value…");
  await sandbox.page.keyboard.press("Escape");
  await expect(sandbox.tray).toHaveCount(0);
  await expect(sandbox.pod(second)).toBeFocused();
  await sandbox.page.keyboard.press("l");
  await expect(sandbox.tray.locator(":focus")).toHaveText("debug");
  await sandbox.page.keyboard.press("Enter");
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${second} app=debug --overwrite`);
  await sandbox.pass(3);
  await expect(sandbox.ownerless).toHaveCount(2);
  await sandbox.pod(second).focus();
  await sandbox.page.keyboard.press("Delete");
  await expect(sandbox.commandLine).toContainText(`kubectl delete pod ${second}`);
});

test("a node dropped on disk=ssd gets the DaemonSet's pod; its label dragged to another node, that one too", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(SSD_MONITOR)] });
  await expect(sandbox.pods("ssd-monitor-")).toHaveCount(0);
  await sandbox.hold(sandbox.nodeHead("node-2"), sandbox.node("node-1"));
  const target = await sandbox.trayValue("disk", "ssd").boundingBox();
  await sandbox.page.mouse.move((target?.x ?? 0) + 10, (target?.y ?? 0) + 10, { steps: 5 });
  await expect(sandbox.tray.getByRole("status")).toHaveText("Set disk=ssd on node-2: ds/ssd-monitor creates 1 pod there");
  await sandbox.page.mouse.up();
  await expect(sandbox.commandLine).toContainText("kubectl label node node-2 disk=ssd");
  await sandbox.pass(8);
  await expect(sandbox.node("node-2").locator("[data-testid^=pod-ssd-monitor]")).toHaveCount(1);

  await sandbox.drag(sandbox.nodeLabel("node-2", "disk=ssd"), sandbox.node("node-3"));
  await expect(sandbox.commandLine).toContainText("kubectl label node node-3 disk=ssd");
  await sandbox.reaches("ssd-monitor", 2);
});

test("while a pod is held, the sentence keeps up with the cluster", async ({ sandbox, page }) => {
  await sandbox.open();
  const [first = "", second = ""] = await sandbox.podNames("kubia-");
  await page.getByLabel("Step by").selectOption("second");
  await sandbox.pod(first).focus();
  await page.keyboard.press("Delete");
  await expect(sandbox.podsIn("Terminating")).toHaveCount(1);
  await sandbox.pod(second).focus();
  await page.keyboard.press("l");
  // One for each: the controller has not yet seen that the first one goes.
  await expect(sandbox.tray.getByRole("status")).toHaveText(`Set app=debug: rs/kubia lets go of ${second} and creates 2 pods`);
  await page.keyboard.press(".");
  await expect(sandbox.pods("kubia-")).toHaveCount(4);
  await expect(sandbox.tray.getByRole("status")).toHaveText(`Set app=debug: rs/kubia lets go of ${second} and creates 1 pod`);
});

test("what is held and vanishes is let go, by undo, too; the focus stays in the picture", async ({ sandbox, page }) => {
  await sandbox.open();
  const before = await sandbox.podNames("kubia-");
  await sandbox.pod(before[0] ?? "").focus();
  await page.keyboard.press("Delete");
  await sandbox.pass(3);
  const fresh = (await sandbox.podNames("kubia-")).find((name) => !before.includes(name)) ?? "";
  await sandbox.pod(fresh).focus();
  await page.keyboard.press("l");
  await expect(sandbox.tray).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(sandbox.pod(fresh)).toHaveCount(0);
  await expect(sandbox.tray).toHaveCount(0);
  await expect(page.locator('[data-panel="graph"] [data-stop]:focus')).toHaveCount(1);

  await page.keyboard.press("Control+Shift+z");
  await sandbox.hold(sandbox.pod(fresh), sandbox.controller("kubia"));
  await expect(sandbox.tray).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(sandbox.tray).toHaveCount(0);
  await expect(page.locator(".held-thing")).toHaveCount(0);
  await page.mouse.up();
  await expect(sandbox.commandLine).toContainText("Undone: delete");
});

test("a label that is typed: refused before it is asked, and the focus comes back to the pod", async ({ sandbox, page }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  await sandbox.pod(pod).focus();
  await page.keyboard.press("l");
  await sandbox.tray.getByRole("button", { name: "new label…" }).focus();
  await page.keyboard.press("Enter");
  await expect(sandbox.tray.getByLabel("Key")).toBeFocused();
  await page.keyboard.type("bad key!");
  await expect(sandbox.tray).toContainText(`Type a label for ${pod}`);
  await page.keyboard.press("Enter");
  await expect(sandbox.tray.getByRole("alert")).toContainText("A key is letters");
  await sandbox.tray.getByLabel("Key").fill("env");
  await expect(sandbox.tray.getByRole("alert")).toHaveCount(0);
  await page.keyboard.press("Tab");
  await page.keyboard.type("dev");
  await page.keyboard.press("Enter");
  await expect(sandbox.commandLine).toContainText(`kubectl label pod ${pod} env=dev`);
  await expect(sandbox.pod(pod)).toBeFocused();
});

test("several pods go to the controller that selects some of them already", async ({ sandbox, page }) => {
  const stray = { ...parsed(podNamed("stray")), metadata: { name: "stray", labels: { app: "debug" } } };
  await sandbox.open({ objects: [parsed(KUBIA_RS), stray] });
  const pod = await sandbox.aPod("kubia-");
  for (const name of [pod, "stray"]) await sandbox.pod(name).click({ modifiers: ["Shift"], position: { x: 12, y: 12 } });
  await sandbox.hold(sandbox.pod(pod), sandbox.controller("kubia"));
  await expect(sandbox.tray.getByRole("status")).toHaveText("Set app=kubia: rs/kubia adopts stray and deletes 1 pod");
  await page.keyboard.press("Escape");
  await page.mouse.up();
});

test("a DaemonSet that is given a pod on a node that it does not want says that it goes", async ({ sandbox, page }) => {
  await sandbox.open({ objects: [parsed(SSD_MONITOR), parsed(podNamed("stray"))] });
  await sandbox.hold(sandbox.pod("stray"), sandbox.controller("ssd-monitor"));
  await expect(sandbox.tray.getByRole("status")).toHaveText("Set app=ssd-monitor: ds/ssd-monitor adopts stray and deletes 1 pod");
  await page.mouse.up();
  await sandbox.until(async () => (await sandbox.pods().count()) === 0, 60);
});
