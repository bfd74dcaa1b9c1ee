import type { Page } from "@playwright/test";
import { KUBIA_RC, KUBIA_RS, LIVENESS, parsed, podNamed, SSD_MONITOR } from "../manifests.ts";
import type { Opening, Sandbox } from "../page.ts";
import { expect, test } from "../test.ts";

/** Three nodes, one of them with an SSD; rc/kubia, ds/ssd-monitor and a pod that nobody owns. */
const BOARD: Opening = {
  nodes: [{ name: "node-1", labels: { disk: "ssd" } }, { name: "node-2" }, { name: "node-3" }],
  objects: [parsed(KUBIA_RC), parsed(SSD_MONITOR), parsed(podNamed("kubia-manual"))],
  seconds: 18,
};
/** The fifth restart of liveness-pod has been put off. */
const CRASHING: Opening = { ...BOARD, objects: [...(BOARD.objects ?? []), parsed(LIVENESS)], seconds: 400 };

/** What the learner has chosen, with its manifest in the editor. */
async function choose(page: Page, example: string, name: string, text: string): Promise<void> {
  const files = { files: [{ name, text, base: text }], active: 0 };
  await page.addInitScript(
    ([example, files]) => {
      localStorage.setItem("podyard.example", example ?? "");
      localStorage.setItem("podyard.files", files ?? "");
    },
    [JSON.stringify({ id: example, collapsed: false }), JSON.stringify(files)],
  );
}

type Look = Pick<Opening, "theme" | "language">;
const LIGHT: Look = { theme: "light", language: "en" };
const LOOKS: readonly (readonly [string, Look])[] = [
  ["", LIGHT],
  ["-dark", { theme: "dark", language: "en" }],
  ["-ko", { theme: "light", language: "ko" }],
];

async function settle(page: Page): Promise<void> {
  // The letters that are not Latin come in a file of their own.
  await page.waitForFunction(() => document.fonts.size > 90);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const editor = page.locator(".monaco-editor .view-line").first();
  if (await page.locator(".editor-slot").isVisible()) await expect(editor).toBeVisible({ timeout: 60_000 });
}

async function picture(page: Page, name: string): Promise<void> {
  await settle(page);
  await expect(page).toHaveScreenshot(["screens", `${name}.png`]);
}

async function openCrashing(sandbox: Sandbox, look: Look, opening: Opening): Promise<void> {
  await choose(sandbox.page, "liveness", "liveness-pod.yaml", LIVENESS);
  await sandbox.open({ ...opening, ...look });
  await sandbox.pod("liveness-pod").click({ position: { x: 12, y: 12 } });
  await expect(sandbox.inspector).toContainText("liveness-pod");
  await sandbox.page.mouse.move(720, 4);
}

for (const [suffix, look] of LOOKS) {
  test(`first${suffix}`, async ({ sandbox, page }) => {
    await sandbox.open({ ...look, seconds: 18 });
    await picture(page, `first${suffix}`);
  });

  test(`crashloop${suffix}`, async ({ sandbox, page }) => {
    await openCrashing(sandbox, look, CRASHING);
    await picture(page, `crashloop${suffix}`);
  });
}

for (const [suffix, look] of LOOKS) {
  test(`lesson${suffix}`, async ({ sandbox, page }) => {
    await choose(page, "replicationcontroller", "kubia-rc.yaml", KUBIA_RC);
    await sandbox.open({ ...BOARD, ...look });
    await settle(page);
    await page.locator(".goal-links button[aria-expanded]").first().click();
    await page.locator(".predict [role=radio]").nth(1).click();
    await page.locator(".goal-links button[aria-expanded]").nth(1).click();
    await expect(page.locator(".goal-hint")).toBeVisible();
    await page.mouse.move(720, 4);
    await picture(page, `lesson${suffix}`);
  });

  test(`preview${suffix}`, async ({ sandbox, page }) => {
    await choose(page, "replicationcontroller", "kubia-rc.yaml", KUBIA_RC.replace("replicas: 3", "replicas: 5"));
    await sandbox.open({ ...BOARD, ...look });
    await settle(page);
    await page.keyboard.press("Alt+d");
    await expect(page.locator(".monaco-diff-editor .line-insert").first()).toBeVisible({ timeout: 60_000 });
    await page.locator(".preview-button").click();
    await expect(page.locator(".ghost")).toHaveCount(2);
    await page.mouse.move(720, 4);
    await picture(page, `preview${suffix}`);
  });
}

for (const [suffix, look] of LOOKS.slice(0, 2)) {
  test(`dragging${suffix}`, async ({ sandbox, page }) => {
    await sandbox.open({
      ...BOARD,
      ...look,
      later: [{ seconds: 5, method: "POST", path: "/api/v1/namespaces/default/pods", body: debugPod() }],
    });
    await settle(page);
    await sandbox.hold(sandbox.pod(await sandbox.aPod("kubia-")), sandbox.trayValue("app", "debug"));
    await expect(page.locator(".ghost").first()).toBeVisible();
    await picture(page, `dragging${suffix}`);
  });

  test(`many${suffix}`, async ({ sandbox, page }) => {
    await page.addInitScript(() => localStorage.setItem("podyard.ui", JSON.stringify({ leftCollapsed: true, bottomCollapsed: true })));
    await sandbox.open({ ...many(), ...look });
    await expect(page.getByTestId("controller-web")).toBeVisible({ timeout: 150_000 });
    // Thousands of pods come in portions.
    const counts = page.locator(".counts");
    await expect(async () => {
      const before = await counts.textContent();
      await page.waitForTimeout(1500);
      expect(await counts.textContent()).toBe(before);
    }).toPass({ timeout: 60_000 });
    await picture(page, `many${suffix}`);
  });
}

test("menu", async ({ sandbox, page }) => {
  await choose(page, "replicationcontroller", "kubia-rc.yaml", KUBIA_RC);
  await sandbox.open({ ...BOARD, ...LIGHT });
  await settle(page);
  await sandbox.pod(await sandbox.aPod("kubia-")).click({ button: "right", position: { x: 40, y: 30 } });
  await expect(page.getByRole("menu")).toBeVisible();
  await picture(page, "menu");
});

test("nodelabel", async ({ sandbox, page }) => {
  await choose(page, "ssdMonitor", "ssd-monitor.yaml", SSD_MONITOR);
  await sandbox.open({ ...BOARD, ...LIGHT });
  await settle(page);
  await sandbox.hold(sandbox.nodeLabel("node-1", "disk=ssd"), sandbox.node("node-2"));
  await picture(page, "nodelabel");
});

test("controllers", async ({ sandbox, page }) => {
  await choose(page, "liveness", "liveness-pod.yaml", LIVENESS);
  await sandbox.open({ ...CRASHING, ...LIGHT });
  await settle(page);
  await page.keyboard.press("v");
  await expect(page.getByText("nothing will replace", { exact: false }).first()).toBeVisible();
  await picture(page, "controllers");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  for (const [suffix, look] of LOOKS) {
    test(`narrow${suffix}`, async ({ sandbox, page }) => {
      await sandbox.open({ ...CRASHING, ...look });
      await expect(sandbox.pod("liveness-pod")).toBeVisible();
      await picture(page, `narrow${suffix}`);
    });
  }
});

test("the picture of the README", async ({ sandbox, page }) => {
  await openCrashing(sandbox, LIGHT, { objects: [parsed(KUBIA_RS), parsed(LIVENESS)], seconds: 400 });
  await settle(page);
  await expect(page).toHaveScreenshot("podyard.png");
});

function debugPod(): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "shell", labels: { app: "debug" } },
    spec: { containers: [{ name: "main", image: "nginx" }] },
  };
}

/** 2,000 pods on 40 nodes; one node is without power, one takes no pods, some pods fail. */
function many(): Opening {
  const replicaSet = (name: string, replicas: number, container: object): object => ({
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "main", image: "nginx", ...container }] } },
    },
  });
  const fault = {
    apiVersion: "sim.podyard.dev/v1",
    kind: "Fault",
    metadata: { name: "power-off-node-12", namespace: "default" },
    spec: { type: "NodePowerOff", nodes: { name: "node-12" } },
  };
  return {
    nodes: 40,
    objects: [
      replicaSet("web", 1400, {}),
      replicaSet("api", 590, {}),
      replicaSet("jobs", 6, { image: "busybox", command: ["sh", "-c", "sleep 8; exit 1"] }),
      replicaSet("canary", 4, { image: "Nginx:latest" }),
    ],
    later: [
      { seconds: 30, method: "PATCH", path: "/api/v1/nodes/node-27", body: { spec: { unschedulable: true } } },
      { seconds: 40, method: "POST", path: "/apis/sim.podyard.dev/v1/namespaces/default/faults", body: fault },
    ],
    seconds: 110,
  };
}
