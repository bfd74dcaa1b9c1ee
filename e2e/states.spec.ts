import { KUBIA_RS, LIVENESS, parsed } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("a cluster with nothing to run says so and offers an example", async ({ sandbox, page }) => {
  await sandbox.open({ objects: [], running: true });
  await expect(page.getByText("This cluster has nodes but nothing to run.")).toBeVisible();
  await page.getByRole("button", { name: "Load an example" }).click();
  await sandbox.reaches("kubia", 3);
});

test("a cluster without nodes says where its pods go and offers a node", async ({ sandbox, page }) => {
  await sandbox.open({ nodes: 0 });
  await expect(page.getByText("Pods have nowhere to go; they will stay Pending.")).toBeVisible();
  await page.getByTestId("yard").locator(".empty").getByRole("button").click();
  await sandbox.reaches("kubia", 3);
});

test("a controller that wants no pods stays and says so; a pod that nobody owns says that nothing will replace it", async ({
  sandbox,
  page,
}) => {
  await sandbox.open({ objects: [parsed(KUBIA_RS.replace("replicas: 3", "replicas: 0")), parsed(LIVENESS)] });
  await expect(sandbox.controller("kubia")).toContainText("wants 0");
  await sandbox.select(sandbox.pod("liveness-pod"));
  await expect(sandbox.inspector).toContainText("nothing replaces it");
  await page.keyboard.press("v");
  await expect(page.getByText(/nothing (will )?replace/i).first()).toBeVisible();
});

test("a filter that nothing matches says so, greys the pods and can be cleared", async ({ sandbox, page }) => {
  await sandbox.open();
  await page.locator("#pod-filter").fill("app=foo");
  await expect(page.getByText("No pod matches app=foo.")).toBeVisible();
  await expect(sandbox.pods("kubia-")).toHaveCount(3);
  await page.getByRole("button", { name: "Clear filter" }).click();
  await expect(page.getByText("No pod matches")).toHaveCount(0);
});

test("before an audience the whole of a shelf is in the picture", async ({ sandbox, page }) => {
  await sandbox.open();
  await page.getByRole("button", { name: "Present" }).click();
  await expect(page.locator(".presenting")).toBeVisible();
  await expect(sandbox.node("node-1")).toBeInViewport({ ratio: 0.99 });
});

test("while a session is being played again the panels keep their sizes", async ({ sandbox, page }) => {
  const played = page.waitForFunction(() => document.querySelector(".replaying") !== null);
  await sandbox.open({ objects: [parsed(KUBIA_RS), parsed(LIVENESS)], seconds: 20_000 });
  await played;
  await expect(page.locator(".replaying")).toHaveCount(0);
  expect((await page.locator("section.bottom").boundingBox())?.height).toBe(148);
});

test("inside another page there are picture and clock, and no editor is loaded", async ({ sandbox, page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.setViewportSize({ width: 480, height: 320 });
  await page.goto("/?lang=en&embed=1");
  await expect(sandbox.controller("kubia")).toHaveAccessibleName(/3 of 3 ready/, { timeout: 40_000 });
  for (const name of ["node-1", "node-2", "node-3"]) await expect(sandbox.node(name)).toBeInViewport({ ratio: 0.9 });
  await expect(page.getByRole("link", { name: "Open in Podyard" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Editor" })).toHaveCount(0);
  expect(asked.filter((url) => /Editor|monaco|yaml\.worker/i.test(url))).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
});
