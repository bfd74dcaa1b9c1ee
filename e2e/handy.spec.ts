// The quick ways: the command palette, a box around several pods, the timeline read by pointer and keys, the goal card.

import { KUBIA_RS, parsed } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("the palette finds a pod and acts on it", async ({ sandbox }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  const { page } = sandbox;
  const palette = page.getByTestId("palette");
  const field = palette.getByRole("combobox");
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await field.fill(pod);
  await expect(palette.getByRole("option", { selected: true })).toContainText(pod);
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("");
  await field.fill("crash");
  await expect(palette.getByRole("option", { selected: true })).toContainText("Crash its container");
  await page.keyboard.press("Enter");
  await expect(palette).toHaveCount(0);
  await expect(sandbox.commandLine).toContainText(`crash-${pod}-`);
  await sandbox.until(async () => (await sandbox.pod(pod).getAttribute("aria-label"))?.includes("1 restart") === true);

  await page.keyboard.press("Control+k");
  await field.fill("no such thing");
  await expect(palette.getByRole("option")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
});

test("a box chooses several pods, and one drop relabels them together", async ({ sandbox }) => {
  await sandbox.open({ nodes: 1 });
  const pods = await sandbox.podNames("kubia-");
  await sandbox.box(pods.map((name) => sandbox.pod(name)));
  await sandbox.page.keyboard.press("l");
  await expect(sandbox.tray).toContainText("3 pods");
  await sandbox.trayValue("app", "debug").click();
  await expect(sandbox.commandLine).toContainText(/kubectl label pod kubia-\S+ kubia-\S+ kubia-\S+ app=debug --overwrite/);
  await sandbox.pass(5);
  await expect(sandbox.ownerless).toHaveCount(3);
  await expect(sandbox.podsOwnedBy("rs/kubia")).toHaveCount(3);
});

test("a box takes dots, too, and the menu acts on all of them", async ({ sandbox, page }) => {
  await sandbox.open({ nodes: 24, objects: [parsed(KUBIA_RS.replace("replicas: 3", "replicas: 400"))], seconds: 90 });
  const node = page.getByRole("region", { name: "node-1", exact: true });
  const dots = node.locator(".dot[data-uid]");
  await expect(dots.first()).toBeVisible();
  await sandbox.box([dots.nth(0), dots.nth(2)]);
  for (const i of [0, 1, 2]) await expect(dots.nth(i)).toHaveClass(/selected/);
  // The box is a little larger than three dots: it touches those beside them, too.
  const chosen = await page.locator(".dot.selected").count();
  await dots.nth(1).click({ button: "right" });
  await page.getByRole("menuitem", { name: `Delete ${chosen} pods` }).click();
  await expect(sandbox.commandLine).toContainText(new RegExp(`kubectl delete pod( kubia-\\S+){${chosen}}`));
});

test("a lane is read under the pointer and by arrow keys", async ({ sandbox }) => {
  await sandbox.open();
  const { page } = sandbox;
  const pod = await sandbox.aPod("kubia-");
  const readOut = page.getByTestId("read-out");
  await page.locator(".lane", { hasText: pod }).locator(".lane-track").hover();
  await expect(readOut).toContainText(pod);
  await page.mouse.move(10, 10);
  await expect(readOut).toHaveCount(0);

  await page.getByRole("group", { name: "What happened when" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(readOut).toContainText("rs/kubia");
  await page.keyboard.press("ArrowDown");
  await expect(readOut).toContainText("kubia-");
  await page.keyboard.press("Home");
  const first = await readOut.innerText();
  await page.keyboard.press("ArrowRight");
  await expect(readOut).not.toHaveText(first);
  await page.keyboard.press("Enter");
  await expect(sandbox.inspector).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(readOut).toHaveCount(0);
});

test("the clauses of a goal turn met as one does what they ask", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  await sandbox.openExample("ReplicaSet kubia");
  const clause = (text: string) => sandbox.page.getByTestId("clauses").getByRole("listitem").filter({ hasText: text });
  await sandbox.applyOpen();
  await sandbox.reaches("kubia", 3);
  await expect(clause("A pod was deleted")).toContainText("Not yet");
  await sandbox.kubectl(`kubectl delete pod ${await sandbox.aPod("kubia-")} --wait=false`);
  await sandbox.pass(40);
  await expect(clause("A pod was deleted")).toContainText("Met");
  await expect(clause("owns three ready pods again")).toContainText("Met");
  await expect(clause("runs without an owner")).toContainText("Not yet");
  await sandbox.kubectl(`kubectl label pod ${await sandbox.aPod("kubia-")} app=debug --overwrite`);
  await sandbox.pass(5);
  await sandbox.reaches("kubia", 3);
  await expect(clause("runs without an owner")).toContainText("Met");
  await expect(sandbox.page.locator(".goal-done")).toBeVisible();
});

test("a slow double click changes a label, though the first click opens the inspector", async ({ sandbox, page }) => {
  // So many cards that the picture moves when the inspector takes its room.
  const controllers = ["kubia", "web", "db"].map((name) => parsed(KUBIA_RS.replaceAll("kubia", name)));
  await sandbox.open({ objects: controllers, nodes: [{ name: "node-1", labels: { disk: "ssd" } }] });
  const chip = sandbox.nodeLabel("node-1", "disk=ssd");
  await chip.hover();
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForTimeout(150);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await expect(page.getByRole("textbox", { name: "Label of node-1" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(sandbox.inspector).toHaveCount(0);
  await chip.click();
  await expect(sandbox.inspector).toBeVisible();
});

test("the palette begins with what has the focus, and a verb alone finds what it can be done to", async ({ sandbox, page }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  const options = page.getByTestId("palette").getByRole("option");
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette").getByRole("combobox").fill("uncordon");
  await expect(page.getByTestId("palette")).toContainText("Nothing");
  await page.getByTestId("palette").getByRole("combobox").fill("cordon");
  await expect(options).toHaveText([/node-1: Cordon/, /node-2: Cordon/, /node-3: Cordon/]);
  await page.keyboard.press("Escape");
  await sandbox.pod(pod).focus();
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette").getByRole("combobox").fill("delete");
  await expect(options.first()).toContainText(`pod/${pod}: Delete pod`);
  await page.keyboard.press("Enter");
  await expect(sandbox.commandLine).toContainText(`kubectl delete pod ${pod}`);
});

test("after a click, Escape lets go at once of what is chosen; the letters of a Korean keyboard are the same keys", async ({
  sandbox,
  page,
}) => {
  await sandbox.open({ nodes: 1 });
  const [first = "", second = ""] = await sandbox.podNames("kubia-");
  await sandbox.select(sandbox.pod(first));
  await page.keyboard.press("Escape");
  await expect(sandbox.inspector).toHaveCount(0);
  for (const name of [first, second]) await sandbox.pod(name).click({ modifiers: ["Shift"], position: { x: 12, y: 12 } });
  await expect(page.locator(".tile.selected")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(page.locator(".tile.selected")).toHaveCount(0);

  await sandbox.pod(first).dispatchEvent("keydown", { key: "ㅣ", code: "KeyL", bubbles: true });
  await expect(sandbox.tray).toBeVisible();
  await page.keyboard.press("Escape");
  await sandbox.pod(first).dispatchEvent("keydown", { key: "ㅍ", code: "KeyV", bubbles: true });
  await expect(page.getByRole("radio", { name: "By controller" })).toBeChecked();
});
