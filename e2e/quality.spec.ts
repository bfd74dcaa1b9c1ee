import { KUBIA_RS, parsed } from "./manifests.ts";
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

test("200 pods that come and go at 10× leave the page free", async ({ sandbox, page, browser }) => {
  const churning = KUBIA_RS.replace("replicas: 3", "replicas: 200").replace(
    "image: luksa/kubia",
    'image: busybox\n        command: [sh, -c, "sleep 20; exit 1"]',
  );
  await sandbox.open({ objects: [parsed(churning)], seconds: 30, running: true, speed: 10 });
  await sandbox.monaco();
  // What took long to play stands paused.
  const run = page.getByRole("button", { name: "Run", exact: true });
  if (await run.isVisible()) await run.click();
  await page.evaluate(() => {
    const lengths: number[] = [];
    Object.assign(window, { lengths });
    new PerformanceObserver((list) => lengths.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  });
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  const from = await sandbox.seconds();
  await expect.poll(() => sandbox.seconds(), { timeout: 40_000, intervals: [2000] }).toBeGreaterThan(from + 120);
  const worst = worstBySecond(await browser.stopTracing());
  const byClock = await page.evaluate(() => Math.max(0, ...(window as unknown as { readonly lengths: readonly number[] }).lengths)); // put there above
  expect(worst.length, "the trace has some seconds").toBeGreaterThan(2);
  const [median = 0, most = 0] = [worst[Math.floor(worst.length / 2)], worst.at(-1)];
  test.info().annotations.push({
    type: "worst task",
    description: `${most.toFixed(0)} ms of the processor (median second ${median.toFixed(0)} ms); ${byClock.toFixed(0)} ms by the clock`,
  });
  expect(median, "the longest task of a second, in ms of the processor").toBeLessThanOrEqual(50);
  expect(most, "the longest task of all").toBeLessThanOrEqual(100);
});

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Microseconds of the thread's own time: a busy machine makes `dur` longer, hardly this. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** The longest task of the page's main thread in each second, in ms of the processor, shortest first. */
function worstBySecond(trace: Buffer): readonly number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] }; // the format of Chromium's traces
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(({ pid, tid }) => `${pid}.${tid}`),
  );
  const seconds = new Map<number, number>();
  for (const { name, pid, tid, ts, tdur = 0 } of traceEvents) {
    if (name !== "ThreadControllerImpl::RunTask" || !mains.has(`${pid}.${tid}`)) continue;
    const second = Math.floor(ts / 1e6);
    seconds.set(second, Math.max(seconds.get(second) ?? 0, tdur / 1000));
  }
  return [...seconds.values()].sort((a, b) => a - b);
}
