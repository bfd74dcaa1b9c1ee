// A learner without a pointer: everything by keys, from where the focus is. No mouse, and no focus that is given by script.

import { expect, type Locator, type Page } from "@playwright/test";

type Panel = "left" | "graph" | "right" | "bottom";

/** Ways are short: who needs more steps than that is lost. */
const MOST_STEPS = 40;

export class Keys {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      // Lists and menus move the focus in a task of its own; no hand is quicker than that.
      if (/Arrow|^Home$|^End$/.test(key)) await this.page.evaluate(() => new Promise((done) => setTimeout(done)));
    }
  }
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }
  get focused(): Locator {
    return this.page.locator(":focus");
  }

  /** F6 until the focus is in that panel; in the graph, on one of its things. */
  async toPanel(panel: Panel): Promise<void> {
    const there =
      panel === "graph" ? '[data-panel="graph"] [data-stop]:focus' : `[data-panel="${panel}"]:focus, [data-panel="${panel}"] :focus`;
    await this.#until(
      async () => (await this.page.locator(there).count()) > 0,
      async () => this.press("F6"),
    );
  }

  /** To a controller, a node, a pod or a chip of the picture, by F6, arrows and Enter. */
  async toThing(thing: Locator): Promise<void> {
    await expect(thing).toBeVisible();
    if (await hasFocus(thing)) return;
    await this.toPanel("graph");
    const isOuter = (await thing.getAttribute("data-stop")) === "outer";
    const outer = isOuter ? thing : thing.locator("xpath=ancestor::section[1]").locator('[data-stop="outer"]');
    if (!(await this.#standsOn("outer"))) await this.press("Escape");
    await this.#walk(outer);
    if (isOuter) return;
    await this.press("Enter");
    await this.#walk(thing);
  }

  /** Opens the menu of what has the focus, and takes its entries one after another. */
  async menu(...entries: readonly string[]): Promise<void> {
    await this.press("m");
    for (const [i, entry] of entries.entries()) {
      const item = this.page.getByRole("menuitem", { name: entry }).first();
      await expect(this.page.getByRole("menu").nth(i)).toBeVisible();
      await this.#until(
        async () => hasFocus(item),
        async () => this.press("ArrowDown"),
      );
      await this.press(i < entries.length - 1 ? "ArrowRight" : "Enter");
    }
  }

  /** Tab, or Shift+Tab, until this has the focus. */
  async tabTo(thing: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await this.#until(
      async () => hasFocus(thing),
      async () => this.press(key),
    );
  }

  /** Right arrows until this has the focus: in the tray, and wherever a list goes round. */
  async arrowTo(thing: Locator): Promise<void> {
    await this.#until(
      async () => hasFocus(thing),
      async () => this.press("ArrowRight"),
    );
  }

  async #standsOn(stop: "outer" | "inner"): Promise<boolean> {
    return (await this.page.locator(`[data-stop="${stop}"]:focus`).count()) > 0;
  }

  /** Arrows towards it, the longer way first; where that way ends, the other one. */
  async #walk(thing: Locator): Promise<void> {
    let turned = false;
    await this.#until(
      async () => hasFocus(thing),
      async () => {
        const from = await centreOf(this.focused);
        const to = await centreOf(thing);
        const [dx, dy] = [to.x - from.x, to.y - from.y];
        const across = dx > 0 ? "ArrowRight" : "ArrowLeft";
        const down = dy > 0 ? "ArrowDown" : "ArrowUp";
        await this.press(Math.abs(dy) > 20 !== turned ? down : across);
        const now = await centreOf(this.focused);
        turned = now.x === from.x && now.y === from.y ? !turned : false;
      },
    );
  }

  async #until(holds: () => Promise<boolean>, step: () => Promise<void>): Promise<void> {
    for (let i = 0; i < MOST_STEPS; i++) {
      if (await holds()) return;
      await step();
    }
    expect(await holds(), `reached within ${MOST_STEPS} keys; the focus is on ${await nameOf(this.focused)}`).toBe(true);
  }
}

async function hasFocus(thing: Locator): Promise<boolean> {
  return thing.evaluate((element) => element === document.activeElement);
}

async function nameOf(thing: Locator): Promise<string> {
  return (await thing.count()) === 0 ? "nothing" : thing.evaluate((element) => element.outerHTML.slice(0, 200));
}

/** As the arrows measure it: the beginning of wide things counts. */
async function centreOf(thing: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await thing.boundingBox();
  if (box === null) throw new Error("it is not in the picture");
  return { x: box.x + Math.min(box.width, 112) / 2, y: box.y + box.height / 2 };
}
