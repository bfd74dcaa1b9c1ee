import { KUBIA_RS, parsed } from "./manifests.ts";
import { secondsOf } from "./page.ts";
import { expect, test } from "./test.ts";

test("paused, nothing moves; a step is a second, an event or a decision", async ({ sandbox }) => {
  await sandbox.open();
  await expect(sandbox.clock).toHaveText("00:20.0");
  await expect(sandbox.page.getByText("paused", { exact: true })).toBeVisible();
  await sandbox.menu(sandbox.pod(await sandbox.aPod("kubia-")), "Delete pod");
  await expect(sandbox.podsIn("Terminating")).toHaveCount(1);
  // A frame is drawn, and the clock still stands.
  await sandbox.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(sandbox.clock).toHaveText("00:20.0");
  await expect(sandbox.pods("kubia-")).toHaveCount(3);

  await sandbox.page.getByLabel("Step by").selectOption("decision");
  await sandbox.page.getByTestId("step").click();
  await expect(sandbox.pods("kubia-")).toHaveCount(4);
  expect(await sandbox.seconds()).toBeLessThan(21);

  await sandbox.page.getByLabel("Step by").selectOption("event");
  const events = sandbox.page.getByRole("tab", { name: /^Events/ });
  const before = Number((await events.innerText()).replace(/\D/g, ""));
  await sandbox.page.getByTestId("step").click();
  await expect(events).toHaveText(new RegExp(`^Events${before + 1}$`));

  const now = await sandbox.seconds();
  await sandbox.page.getByLabel("Step by").selectOption("second");
  await sandbox.page.getByTestId("step").click();
  await expect.poll(() => sandbox.seconds()).toBeCloseTo(now + 1, 1);
});

test("a quiet second passes, too", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  await sandbox.page.getByLabel("Step by").selectOption("second");
  for (const at of ["00:21.0", "00:22.0", "00:23.0"]) {
    await sandbox.page.getByTestId("step").click();
    await expect(sandbox.clock).toHaveText(at);
  }
});

test("runs at the speed that was set, also by keys", async ({ sandbox }) => {
  await sandbox.open();
  const slider = sandbox.page.getByRole("slider", { name: "Speed" });
  for (const [speed, text] of [
    [0.1, "0.1×"],
    [1, "1×"],
    [10, "10×"],
    [100, "100×"],
    [1000, "1000×"],
  ] as const) {
    await sandbox.setSpeed(speed);
    await expect(slider).toHaveAttribute("aria-valuetext", text);
  }
  await sandbox.setSpeed(100);
  const startedAt = Date.now();
  const from = await sandbox.seconds();
  await sandbox.run();
  await expect.poll(() => sandbox.seconds(), { timeout: 20_000 }).toBeGreaterThan(from + 60);
  await sandbox.pause();
  const passed = (await sandbox.seconds()) - from;
  const walls = (Date.now() - startedAt) / 1000;
  expect(passed, "at most a hundredfold").toBeLessThanOrEqual(walls * 100 + 1);
  const stands = await sandbox.clock.textContent();

  await sandbox.page.getByRole("main").focus();
  await sandbox.page.keyboard.press("[");
  await expect(slider).toHaveAttribute("aria-valuetext", "50×");
  await sandbox.page.keyboard.press("]");
  await expect(slider).toHaveAttribute("aria-valuetext", "100×");
  await expect(sandbox.clock).toHaveText(stands ?? "");
  await sandbox.page.keyboard.press("Space");
  await expect.poll(() => sandbox.seconds()).toBeGreaterThan(secondsOf(stands ?? ""));
  await sandbox.page.keyboard.press("Space");
  await expect(sandbox.page.getByText("paused", { exact: true })).toBeVisible();
});

test("runs until something changes, and stops there", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(KUBIA_RS)], seconds: 20 });
  await sandbox.menu(sandbox.pod(await sandbox.aPod("kubia-")), "Delete pod");
  await sandbox.page.getByRole("button", { name: "until a change" }).click();
  await expect(sandbox.page.getByText("paused", { exact: true })).toBeVisible();
  await expect(sandbox.pods("kubia-")).toHaveCount(4);
  expect(await sandbox.seconds()).toBeLessThan(22);
  const at = await sandbox.clock.textContent();
  // Several things may change at one instant.
  await expect(async () => {
    await sandbox.page.getByRole("button", { name: "until a change" }).click();
    await expect(sandbox.page.getByText("paused", { exact: true })).toBeVisible();
    expect(await sandbox.clock.textContent()).not.toBe(at);
  }).toPass();
});

test("undo goes back to the moment before, redo forward again", async ({ sandbox }) => {
  await sandbox.open();
  const names = await sandbox.podNames("kubia-");
  await sandbox.menu(sandbox.pod(names[0] ?? ""), "Delete pod");
  await sandbox.pass(45);
  expect(await sandbox.podNames("kubia-")).not.toEqual(names);
  await sandbox.page.getByTestId("undo").click();
  await expect(sandbox.clock).toHaveText("00:20.0");
  expect(await sandbox.podNames("kubia-")).toEqual(names);
  await sandbox.page.getByRole("button", { name: "Redo" }).click();
  await expect(sandbox.clock).not.toHaveText("00:20.0");
  await expect(sandbox.pod(names[0] ?? "")).toHaveCount(0);
});
