import { expect, test } from "./test.ts";

test("a strict Content-Security-Policy is there, and the page serves itself", async ({ sandbox, page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).origin));
  await sandbox.openPlainly();
  await sandbox.monaco();
  const policy = (await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content")) ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
  expect(policy).not.toMatch(/https?:|\*/);
  expect(new Set(asked.filter((origin) => origin !== "null"))).toEqual(new Set([new URL(page.url()).origin]));
  expect(await page.evaluate(() => document.cookie)).toBe("");
});

test("a phone shows the picture, and its pods can be deleted by tap", async ({ sandbox, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await sandbox.open();
  for (const node of ["node-1", "node-2", "node-3"]) await expect(page.getByRole("region", { name: node })).toBeVisible();
  await expect(sandbox.pods("kubia-")).toHaveCount(3);
  const pod = await sandbox.aPod("kubia-");
  await sandbox.pod(pod).click();
  await page.getByRole("menuitem", { name: "Delete pod" }).click();
  await page.getByTestId("step").click();
  await expect(sandbox.pods("kubia-")).toHaveCount(4);
  await page.getByRole("tab", { name: "YAML" }).click();
  await expect(sandbox.text).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing sticks out").toBeLessThanOrEqual(390);
});

test("a small laptop shows the picture beside the editor", async ({ sandbox, page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await sandbox.open();
  for (const name of ["node-1", "node-2", "node-3"]) await expect(sandbox.node(name)).toBeInViewport();
  for (const name of await sandbox.podNames("kubia-")) await expect(sandbox.pod(name)).toBeInViewport({ ratio: 1 });
  await expect(sandbox.editor).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
});

test("Korean shows Korean", async ({ sandbox, page }) => {
  await sandbox.open({ language: "ko" });
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.getByRole("tab", { name: "타임라인" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "레플리카셋 kubia" })).toBeVisible();
  await sandbox.pod(await sandbox.aPod("kubia-")).click();
  await expect(sandbox.inspector.getByRole("tab", { name: "이유" })).toBeVisible();
  await expect(sandbox.inspector).toContainText("에서 실행 중입니다");
  await page.getByTestId("settings").click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await expect(page.getByRole("tab", { name: "Timeline" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});
