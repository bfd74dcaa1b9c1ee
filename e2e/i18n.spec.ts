// Every text of the screen comes from the tables. The page is shown in a language that nobody speaks; what is readable in
// another way, and is no data, is found.

import { expect, type Locator, type Page } from "@playwright/test";
import { KUBIA_RS, LIVENESS, parsed, SSD_MONITOR } from "./manifests.ts";
import { addressOf, type Opening } from "./page.ts";
import { test } from "./pseudo.ts";
import { untranslated } from "./untranslated.ts";

// One build serves them all.
test.describe.configure({ mode: "default", timeout: 180_000 });

type Texts = Record<string, readonly string[]>;

const firstPod = (page: Page): Locator => page.locator('[data-testid^="pod-"]').first();
const CRASHING: Opening = { objects: [parsed(LIVENESS), parsed(SSD_MONITOR), parsed(KUBIA_RS)], seconds: 420 };

/** Walks from state to state and gives, for each, what came from no table. */
class Walk {
  readonly found: Texts = {};
  readonly page: Page;
  readonly #address: string;
  constructor(page: Page, address: string) {
    this.page = page;
    this.#address = address;
  }

  async open(name: string, opening: Opening = {}, query = ""): Promise<void> {
    await this.page.goto("about:blank");
    await this.page.goto(`${this.#address}?lang=pseudo${query}${addressOf(opening)}`);
    await expect(this.page.getByTestId("clock")).not.toHaveText("00:00.0");
    if (opening.nodes !== 0 && opening.objects?.length !== 0) await expect(firstPod(this.page)).toBeVisible();
    await this.look(name);
  }

  async look(name: string): Promise<void> {
    const texts = await untranslated(this.page);
    if (texts.length > 0) this.found[name] = texts;
  }

  /** A menu, with each menu that opens from it. */
  async menu(name: string, of: Locator): Promise<void> {
    await of.click({ button: "right", position: { x: 12, y: 12 } });
    await expect(this.page.getByRole("menu").first()).toBeVisible();
    await this.look(name);
    const into = this.page.getByRole("menuitem").and(this.page.locator("[aria-haspopup]"));
    for (let i = 0; i < (await into.count()); i++) {
      const item = into.nth(i);
      await item.focus();
      await item.press("ArrowRight");
      await expect(item).toHaveAttribute("data-state", "open");
      await this.look(`${name}, ${i}`);
      await this.page.keyboard.press("ArrowLeft");
    }
    await this.page.keyboard.press("Escape");
  }

  /** What opens over the page by a key or a button, and goes by Escape. */
  async over(name: string, open: () => Promise<void>, shown: Locator): Promise<void> {
    await open();
    await expect(shown).toBeVisible();
    await this.look(name);
    await this.page.keyboard.press("Escape");
  }

  async eachTab(name: string, tabs: Locator): Promise<void> {
    for (let i = 0; i < (await tabs.count()); i++) {
      await tabs.nth(i).click();
      await this.look(`${name}, tab ${i}`);
    }
  }
}

test("the first screen and what opens over it", async ({ page, pseudoAddress }) => {
  const walk = new Walk(page, pseudoAddress);
  await walk.open("first");
  await walk.menu("pod", firstPod(page));
  await walk.menu("node", page.getByTestId("node-node-1").locator(".shelf-name"));
  await walk.menu("controller", page.getByTestId("controller-kubia"));
  await walk.over("palette", () => page.keyboard.press("Control+k"), page.getByTestId("palette"));
  await walk.over("keys", () => page.keyboard.press("?"), page.getByRole("dialog"));
  await walk.over("settings", () => page.getByTestId("settings").click(), page.getByRole("menu"));
  await walk.over("gallery", () => page.getByTestId("gallery").click(), page.getByRole("menu"));
  await firstPod(page).hover({ position: { x: 16, y: 12 } });
  await page.mouse.down();
  await page.mouse.move(700, 500, { steps: 6 });
  await walk.over("tray", async () => undefined, page.getByTestId("tray"));
  await page.mouse.up();
  await walk.eachTab("bottom", page.locator(".transport [role=tab]"));
  await page.locator(".goal-links .link").first().click();
  await walk.look("question");
  await page.locator(".goal-links .link").nth(1).click();
  await walk.look("hint");
  await page.locator("header.top .quiet[aria-pressed]").click();
  await walk.look("presentation");
  expect(walk.found).toEqual({});
});

test("failing pods, a DaemonSet, the inspector of each kind", async ({ page, pseudoAddress }) => {
  const walk = new Walk(page, pseudoAddress);
  await walk.open("crashing", CRASHING);
  const tabs = page.getByTestId("inspector").getByRole("tab");
  for (const [name, thing] of [
    ["pod", page.getByTestId("pod-liveness-pod")],
    ["controller", page.getByTestId("controller-kubia")],
    ["node", page.getByTestId("node-node-1").locator(".shelf-name")],
  ] as const) {
    await thing.click({ position: { x: 12, y: 8 } });
    await expect(tabs.first()).toBeVisible();
    await walk.eachTab(name, tabs);
  }
  await page.keyboard.press("Escape");
  await page.locator('[role="radio"]').nth(1).click();
  await walk.look("by controller");
  expect(walk.found).toEqual({});
});

test("empty states, the editor's problems, other sizes", async ({ page, pseudoAddress }) => {
  const walk = new Walk(page, pseudoAddress);
  await walk.open("nothing to run", { objects: [] });
  await walk.open("no nodes", { nodes: 0 });
  await page.locator("#pod-filter").fill("app=foo");
  await walk.look("no match");
  await page.locator(".editor").getByRole("textbox").first().focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("apiVersion: apps/v1beta2\nkind: ReplicaSet\nmetadata:\n  name: x\nspec:\n  replicas: many\n");
  await expect(page.getByTestId("problems").getByRole("listitem").first()).toBeVisible();
  await walk.look("problems");
  await page.setViewportSize({ width: 1024, height: 768 });
  await walk.open("medium", CRASHING);
  await page.setViewportSize({ width: 390, height: 844 });
  await walk.open("phone", CRASHING);
  await walk.eachTab("phone", page.locator(".narrow-bar [role=tab]"));
  await page.setViewportSize({ width: 480, height: 320 });
  await walk.open("inside another page", {}, "&embed=1");
  expect(walk.found).toEqual({});
});
