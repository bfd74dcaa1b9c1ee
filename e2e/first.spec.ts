import type { Locator, Page } from "@playwright/test";
import { addressOf } from "./page.ts";
import { expect, test } from "./test.ts";

test("opens on a living cluster, and what one deletes comes back for a reason", async ({ sandbox }) => {
  await sandbox.openPlainly();
  await expect(sandbox.page.getByRole("dialog")).toHaveCount(0);
  for (const name of ["node-1", "node-2", "node-3"]) await expect(sandbox.node(name)).toBeVisible();
  await expect(sandbox.controller("kubia")).toHaveAccessibleName("rs/kubia, 3 of 3 ready", { timeout: 30_000 });
  await expect(sandbox.podsIn("Running")).toHaveCount(3);

  const before = await sandbox.podNames();
  const [victim = ""] = before;
  await sandbox.menu(sandbox.pod(victim), "Delete pod");
  await expect(sandbox.commandLine).toContainText(`kubectl delete pod ${victim}`);
  await expect.poll(async () => (await sandbox.podNames()).filter((name) => !before.includes(name))).toHaveLength(1);

  const [fresh = ""] = (await sandbox.podNames()).filter((name) => !before.includes(name));
  await sandbox.select(sandbox.pod(fresh), "Why");
  await sandbox.allDecisions();
  await expect(sandbox.inspector).toContainText(`replicaset-controllerCreated a pod: ${fresh}`);
  await expect(sandbox.inspector).toContainText("fewer than spec.replicas");
});

test("the first picture stands before the engine is there, and the engine says the same", async ({ sandbox, page }) => {
  const engine = await held(page, /engine\.worker/);
  await sandbox.openPlainly();
  await expect(sandbox.podsIn("Running")).toHaveCount(3);
  const foreshown = await whereabouts(page);
  const clock = await sandbox.seconds();
  engine.letGo();
  await expect.poll(() => sandbox.seconds()).toBeGreaterThan(clock);
  expect(await whereabouts(page)).toEqual(foreshown);
  const { length } = foreshown;
  expect(length).toBe(3);
  expect((await sandbox.kubectl("kubectl get pods -o name")).trim().split("\n").sort()).toEqual(
    foreshown.map(({ pod }) => `pod/${pod}`).sort(),
  );
});

for (const [width, height, language, theme] of [
  [1440, 900, "en", "light"],
  [1280, 800, "ko", "dark"],
  [1024, 768, "en", "dark"],
  [1000, 768, "ko", "light"],
] as const)
  test(`a picture comes with the page, and its code draws the same in the same place: ${width}, ${language}`, async ({ sandbox, page }) => {
    await page.setViewportSize({ width, height });
    const code = await held(page, /assets\/(index|libraries)-[^/]*\.js/);
    const engine = await held(page, /engine\.worker/);
    await page.goto(`/?lang=${language}&theme=${theme}`, { waitUntil: "commit" });
    const first = page.locator(".first-view").filter({ visible: true });
    await expect(first.locator(".tile")).toHaveCount(3);
    await lettersAreThere(page);
    const before = await placesOf(first);
    const ground = await groundOf(first);
    await expect(sandbox.pods()).toHaveCount(0);
    code.letGo();
    await expect(sandbox.pods()).toHaveCount(3);
    await expect(page.locator(".first-view")).toHaveCount(0);
    expect(await placesOf(page.locator(".app"))).toEqual(before);
    expect(await groundOf(page.locator("body"))).toBe(ground);
    engine.letGo();
    await expect.poll(() => sandbox.seconds()).toBeGreaterThan(18);
  });

test("who comes again, or by a link, sees no picture of a first visit", async ({ sandbox, page }) => {
  const code = await held(page, /assets\/(index|libraries)-[^/]*\.js/);
  await page.goto(`/?lang=en${addressOf({ seconds: 20 })}`, { waitUntil: "commit" });
  await expect(page.locator(".first-view").first()).toBeAttached();
  await expect(page.locator(".first-view").filter({ visible: true })).toHaveCount(0);
  code.letGo();
  await expect(sandbox.pods()).toHaveCount(3);
  await expect(page.locator(".first-view")).toHaveCount(0);
});

/** Requests for it wait until they are let go. */
async function held(page: Page, what: RegExp): Promise<{ readonly letGo: () => void }> {
  let letGo = (): void => undefined;
  const mayGo = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(what, async (route) => {
    await mayGo;
    await route.continue();
  });
  return { letGo };
}

async function lettersAreThere(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
}

/** What the graph consists of: words, and where they stand. */
async function placesOf(view: Locator): Promise<readonly string[]> {
  return view
    .locator(
      ".graph :is(.segments, .filter, .counts, .card, .card-third, .addition, .shelf, .shelf-name, .tile, .tag, .tip, .last-word, .unscheduled)",
    )
    .filter({ visible: true })
    .evaluateAll((things) =>
      things.map((thing) => {
        const { x, y, width, height } = thing.getBoundingClientRect();
        const [first = ""] = thing.classList;
        return `${first} ${[x, y, width, height].map((number) => Math.round(number)).join(" ")} ${thing instanceof HTMLElement ? thing.innerText.replaceAll(/\s+/g, " ") : ""}`;
      }),
    );
}

const groundOf = (view: Locator): Promise<string> => view.evaluate((thing) => getComputedStyle(thing).backgroundColor);

/** Which pod stands on which node. */
async function whereabouts(page: Page): Promise<readonly { readonly pod: string; readonly node: string }[]> {
  const all: { readonly pod: string; readonly node: string }[] = [];
  for (const node of ["node-1", "node-2", "node-3"])
    for (const tile of await page
      .getByTestId(`node-${node}`)
      .locator('[data-testid^="pod-"]')
      .evaluateAll((tiles) => tiles.map(({ dataset }) => dataset["testid"] ?? "")))
      all.push({ pod: tile.slice("pod-".length), node });
  return all;
}

test("the tip belongs to the first example, and goes when another is chosen", async ({ sandbox, page }) => {
  await sandbox.openPlainly();
  const tip = page.getByRole("note").filter({ hasText: "Click this pod" });
  await expect(tip).toBeVisible();
  await sandbox.openExample("Lost indent");
  await expect(tip).toHaveCount(0);
});
