import { KUBIA_RS, parsed } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("a session goes on after a reload, and can be undone; to start again forgets it", async ({ sandbox, page }) => {
  await sandbox.openPlainly();
  await sandbox.reaches("kubia", 3);
  const victim = await sandbox.aPod("kubia-");
  await sandbox.menu(sandbox.pod(victim), "Delete pod");
  await sandbox.kubectl("kubectl label node node-1 disk=ssd");
  await sandbox.pass(50);
  await expect(sandbox.pod(victim)).toHaveCount(0);
  const [pods, seconds] = [await sandbox.podNames(), await sandbox.seconds()];

  await page.reload();
  await expect.poll(() => sandbox.podNames()).toEqual(pods);
  expect(await sandbox.seconds(), "the clock stands where it stood").toBe(seconds);
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
  await expect(page.getByText("kubectl label node node-1 disk=ssd").first()).toBeVisible();
  await page.getByTestId("undo").click();
  await page.getByTestId("undo").click();
  await expect(sandbox.pod(victim)).toBeVisible();

  await page.getByTestId("settings").click();
  await page.getByRole("menuitem", { name: "Start the cluster again" }).click();
  await sandbox.reaches("kubia", 3);
  await page.reload();
  await sandbox.reaches("kubia", 3);
  await expect(page.getByTestId("undo")).toBeDisabled();
  await expect(sandbox.nodeLabel("node-1", "disk=ssd")).toHaveCount(0);
});

test("a new tab goes on with what was closed, and never with what another tab has", async ({ sandbox, page, context }) => {
  await sandbox.openPlainly();
  await sandbox.reaches("kubia", 3);
  await sandbox.menu(sandbox.pod(await sandbox.aPod("kubia-")), "Delete pod");
  await sandbox.pass(50);
  const pods = await sandbox.podNames();
  await page.reload();
  await expect.poll(() => sandbox.podNames()).toEqual(pods);

  const names = async (tab: typeof page): Promise<string[]> =>
    (
      await tab
        .locator('[data-testid^="pod-kubia-"]')
        .evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLElement).dataset["testid"] ?? ""))
    ).sort();
  const other = await context.newPage();
  await other.goto("/?lang=en");
  await expect(other.getByTestId("controller-kubia")).toHaveAccessibleName(/3 of 3 ready/, { timeout: 30_000 });
  expect(await names(other)).not.toEqual(pods.map((name) => `pod-${name}`));
  await page.close();
  const third = await context.newPage();
  await third.goto("/?lang=en");
  await expect.poll(() => names(third)).toEqual(pods.map((name) => `pod-${name}`));
});

test("a crash puts the cluster back to the moment before, with the session file at hand", async ({ sandbox, page }) => {
  // A bug that no build has: the fastest speed throws once.
  await page.route(/engine\.worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    const bug = `self.addEventListener("message", ({ data }) => {
      if (data.type !== "clock" || data.control.speed !== 1000) return;
      const now = performance.now;
      performance.now = () => { performance.now = now; throw new Error("a planted bug"); };
    });`;
    await route.fulfill({ response, body: bug + (await response.text()) });
  });
  await sandbox.open();
  const victim = await sandbox.aPod("kubia-");
  await sandbox.menu(sandbox.pod(victim), "Delete pod");
  await sandbox.pass(50);
  const [pods, seconds] = [await sandbox.podNames(), await sandbox.seconds()];
  await sandbox.setSpeed(1000);
  const alert = page.getByRole("alert").filter({ hasText: "a planted bug" });
  await expect(alert).toContainText("stands again");
  await expect(alert.getByRole("button", { name: "Save the session file" })).toBeVisible();
  await expect.poll(() => sandbox.podNames()).toEqual(pods);
  expect(Math.abs((await sandbox.seconds()) - seconds)).toBeLessThanOrEqual(0.2);
  await expect(page.getByTestId("undo")).toBeEnabled();
  await alert.getByRole("button", { name: "Close" }).click();
  await sandbox.pass(5);
});

test("a session that takes long to replay says so, and then stands paused", async ({ sandbox, page }) => {
  const churning = KUBIA_RS.replace("replicas: 3", "replicas: 100").replace(
    "image: luksa/kubia",
    'image: busybox\n        command: [sh, -c, "sleep 20; exit 1"]',
  );
  const opened = sandbox.open({ objects: [parsed(churning)], seconds: 100_000, running: true });
  await expect(page.getByText("Replaying what happened so far")).toBeVisible();
  await page.getByRole("button", { name: "Start the cluster again" }).click();
  await expect(page.getByText("Replaying what happened so far")).toHaveCount(0);
  await opened;
});

test("a damaged link opens the first example, keeps the link and says so", async ({ sandbox, page }) => {
  await page.goto("/?lang=en#s=damaged");
  await expect(page.getByRole("alert")).toContainText("This link is damaged");
  await sandbox.reaches("kubia", 3);
  expect(page.url()).toContain("#s=damaged");
});

test("where storage is refused the page works, says so and offers the session file", async ({ sandbox, page }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException("refused", "SecurityError");
        },
      });
  });
  await sandbox.openPlainly();
  await sandbox.reaches("kubia", 3);
  await expect(page.getByText("Not saved in this browser.").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save the session file" })).toBeVisible();
});
