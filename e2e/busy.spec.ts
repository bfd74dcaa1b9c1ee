// A busy cluster leaves the page's main thread free: the processor time of its tasks, from Chromium's own trace, in
// multiples of a fixed piece of work that is measured beside it.

import { mainThreadTasks } from "../bench/tasks.ts";
import { KUBIA_RS, parsed } from "./manifests.ts";
import { expect, test } from "./test.ts";

// Not even in a second try: a recording copies the whole page, and that is no task of the page's own.
test.use({ trace: "off" });

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
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  const from = await sandbox.seconds();
  const yardstick = await page.evaluate(measuredWork);
  await expect.poll(() => sandbox.seconds(), { timeout: 40_000, intervals: [2000] }).toBeGreaterThan(from + 120);
  const worst = worstBySecond(await browser.stopTracing()).map((ms) => ms / yardstick);
  expect(worst.length, "the trace has some seconds").toBeGreaterThan(2);
  const [median = 0, most = 0] = [worst[Math.floor(worst.length / 2)], worst.at(-1)];
  test.info().annotations.push({
    type: "worst task",
    description: `${most.toFixed(1)} times the yardstick of ${yardstick.toFixed(1)} ms (median second ${median.toFixed(1)})`,
  });
  // Where the yardstick takes 10 ms, as on the machine that it was chosen on, 5 of them are the 50 ms of a long task.
  expect(median, "the longest task of a second, in yardsticks").toBeLessThanOrEqual(5);
  expect(most, "the longest task of all, in yardsticks").toBeLessThanOrEqual(10);
});

/** A fixed piece of work, done beside what is measured: its median in ms tells how fast this machine is, just now. */
async function measuredWork(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 15; round++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    const words = new Map<string, number>();
    for (let at = 0; at < 35_000; at++) words.set(`word ${(at * 7919) % 5003}`, at);
    times.push(performance.now() - began + (words.size === 0 ? 1 : 0));
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** The longest task of the page's main thread in each second, in ms of the processor, shortest first. */
function worstBySecond(trace: Buffer): readonly number[] {
  const seconds = new Map<number, number>();
  for (const { atMs, cpuMs } of mainThreadTasks(trace)) {
    const second = Math.floor(atMs / 1000);
    seconds.set(second, Math.max(seconds.get(second) ?? 0, cpuMs));
  }
  return [...seconds.values()].sort((a, b) => a - b);
}
