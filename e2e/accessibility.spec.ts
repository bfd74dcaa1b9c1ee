// What assistive technology meets: axe on every screen in both themes and languages, targets that a finger hits, movement
// that keeps still, and a clock that says that it stood.

import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { KUBIA_RS, LIVENESS, parsed, SSD_MONITOR } from "./manifests.ts";
import type { Sandbox } from "./page.ts";
import { expect, test } from "./test.ts";

const SCENE = { objects: [parsed(KUBIA_RS), parsed(LIVENESS), parsed(SSD_MONITOR)], seconds: 300 };

type Screen = readonly [name: string, show: (sandbox: Sandbox, page: Page) => Promise<void>];

/** Chooses a tab by what it stands for: its text follows the language. */
async function open(within: Locator, tab: string): Promise<void> {
  const face = within.locator(`[role=tab][id$="-trigger-${tab}"]`);
  await face.click();
  await expect(face).toHaveAttribute("aria-selected", "true");
}

/** Each begins where the one before it ended. */
const WIDE: readonly Screen[] = [
  ["first", async (_, page) => expect(page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 30_000 })],
  ...(["why", "describe", "labels", "yaml", "events", "logs"] as const).map((tab): Screen => [
    `a crash loop, inspector on ${tab}`,
    async (sandbox) => {
      if (!(await sandbox.inspector.isVisible())) await sandbox.pod("liveness-pod").click();
      await open(sandbox.inspector, tab);
    },
  ]),
  [
    "the tray",
    async (sandbox, page) => {
      await sandbox.pod("liveness-pod").focus();
      await page.keyboard.press("l");
      await expect(sandbox.tray).toBeVisible();
    },
  ],
  [
    "a menu",
    async (sandbox, page) => {
      await page.keyboard.press("Escape");
      await expect(sandbox.tray).toHaveCount(0);
      await sandbox.pod("liveness-pod").click({ button: "right" });
      await expect(page.getByRole("menu")).toBeVisible();
    },
  ],
  [
    "the palette",
    async (_, page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await expect(page.getByTestId("palette").getByRole("option").first()).toBeVisible();
    },
  ],
  [
    "the sheet of keys",
    async (sandbox, page) => {
      await page.keyboard.press("Escape");
      await expect(page.getByTestId("palette")).toHaveCount(0);
      await sandbox.pod("liveness-pod").focus();
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  ],
  [
    "settings",
    async (_, page) => {
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await page.getByTestId("settings").click();
      await expect(page.getByRole("menuitemradio").first()).toBeVisible();
    },
  ],
  [
    "examples",
    async (_, page) => {
      await page.keyboard.press("Escape");
      await page.getByTestId("gallery").click();
      await expect(page.getByRole("menuitemradio").first()).toBeVisible();
    },
  ],
  [
    "events",
    async (_, page) => {
      await page.keyboard.press("Escape");
      await open(page.getByTestId("bottom"), "events");
      await expect(page.locator(".event-row").first()).toBeVisible();
    },
  ],
  [
    "the terminal",
    async (_, page) => {
      await page.getByRole("tab").filter({ hasText: "kubectl" }).click();
      await expect(page.locator(".terminal-prompt input")).toBeFocused();
      await page.keyboard.type("kubectl get pods");
      await page.keyboard.press("Enter");
      await expect(page.getByTestId("terminal-output")).toContainText("NAME");
    },
  ],
  [
    "problems of a file",
    async (sandbox, page) => {
      await open(page.getByTestId("bottom"), "timeline");
      await page.locator(".editor .native-edit-context, .editor textarea").first().focus();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText("kind: Pod\nspec: {containers: [{nam: x}]}\n");
      await expect(sandbox.problems.first()).toBeVisible({ timeout: 30_000 });
    },
  ],
  [
    "a presentation",
    async (_, page) => {
      await page.locator(".top button[aria-pressed]").click();
      await expect(page.locator(".app.presenting")).toBeVisible();
    },
  ],
];

const NARROW: readonly Screen[] = [
  ...(["pods", "goal", "yaml", "timeline", "details"] as const).map((part): Screen => [
    `narrow, ${part}`,
    async (_, page) => {
      await open(page.getByRole("navigation"), part);
    },
  ]),
  [
    "narrow, kubectl",
    async (sandbox, page) => {
      await open(page.getByRole("navigation"), "timeline");
      await page.getByRole("tab").filter({ hasText: "kubectl" }).click();
      await expect(page.locator(".terminal-prompt")).toBeVisible();
    },
  ],
  [
    "narrow, the sheet of actions",
    async (sandbox, page) => {
      await open(page.getByRole("navigation"), "pods");
      await sandbox.pod("liveness-pod").click();
      await expect(page.getByRole("menu")).toBeVisible();
    },
  ],
];

async function serious(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude(".monaco-editor").analyze();
  return (
    violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      // An open menu has the focus itself, and its arrows scroll to each entry.
      .filter(({ id, nodes }) => id !== "scrollable-region-focusable" || nodes.some(({ html }) => !html.includes('role="menu"')))
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
  );
}

/**
 * Targets under 24 × 24 that have not the room that WCAG 2.5.8 asks for instead: a circle of 24 pixels on each small one
 * meets neither another target nor another one's circle. What only lies under something else is no target.
 */
async function tooSmall(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const LEAST = 24;
    const kinds =
      "button, a[href], input, select, textarea, [role=menuitem], [role=menuitemradio], [role=option], [role=separator][tabindex]";
    const boxes = [...document.querySelectorAll<HTMLElement>(kinds)]
      .filter((element) => element.closest(".monaco-editor") === null && !element.matches(":disabled"))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ element, box }) => {
        if (box.width === 0) return false;
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return top !== null && (element.contains(top) || top.contains(element) || top.closest("label")?.contains(element) === true);
      });
    const isSmall = (box: DOMRect): boolean => Math.min(box.width, box.height) < LEAST - 0.5;
    const centre = (box: DOMRect): readonly [number, number] => [box.x + box.width / 2, box.y + box.height / 2];
    return boxes
      .filter(({ box }) => isSmall(box))
      .filter(({ element, box }) => {
        const [x, y] = centre(box);
        return boxes.some(({ element: other, box: its }) => {
          if (other === element || other.contains(element) || element.contains(other)) return false;
          const [ox, oy] = centre(its);
          if (isSmall(its)) return Math.hypot(x - ox, y - oy) < LEAST;
          return Math.hypot(Math.max(its.left - x, 0, x - its.right), Math.max(its.top - y, 0, y - its.bottom)) < LEAST / 2;
        });
      })
      .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} is ${Math.round(box.width)} × ${Math.round(box.height)}`);
  });
}

// Each theme and each language once: colours do not hang on the language, nor names on the theme.
for (const [theme, language] of [
  ["light", "en"],
  ["dark", "ko"],
] as const) {
  test(`axe finds nothing serious: ${theme}, ${language}`, async ({ sandbox, page }) => {
    test.setTimeout(300_000);
    await sandbox.open({ ...SCENE, theme, language });
    for (const [name, show] of WIDE) {
      await show(sandbox, page);
      await expect.poll(() => serious(page), { message: name, timeout: 60_000 }).toEqual([]);
    }
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [name, show] of NARROW) {
      await show(sandbox, page);
      await expect.poll(() => serious(page), { message: name, timeout: 60_000 }).toEqual([]);
    }
  });
}

test("axe finds nothing serious in high contrast, in another page, among dots", async ({ sandbox, page }) => {
  test.setTimeout(180_000);
  await sandbox.open(SCENE);
  const address = page.url();
  await page.goto(address.replace("lang=en", "lang=en&theme=contrast"));
  await expect(sandbox.pod("liveness-pod")).toBeVisible();
  await expect.poll(() => serious(page), { message: "high contrast", timeout: 60_000 }).toEqual([]);
  await page.goto(address.replace("lang=en", "lang=en&embed=1"));
  await page.setViewportSize({ width: 480, height: 320 });
  await expect(sandbox.pods().first()).toBeVisible();
  await expect.poll(() => serious(page), { message: "in another page", timeout: 60_000 }).toEqual([]);
  expect(await tooSmall(page), "in another page").toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await sandbox.open({ nodes: 24, objects: [parsed(KUBIA_RS.replace("replicas: 3", "replicas: 400"))], seconds: 90 });
  await expect(page.locator(".dot[data-uid]").first()).toBeVisible();
  await expect.poll(() => serious(page), { message: "dots", timeout: 60_000 }).toEqual([]);
});

test("every target is 24 pixels wide and high, or has that much room", async ({ sandbox, page }) => {
  test.setTimeout(120_000);
  await sandbox.open(SCENE);
  for (const [name, show] of WIDE) {
    await show(sandbox, page);
    expect(await tooSmall(page), name).toEqual([]);
  }
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [name, show] of NARROW) {
    await show(sandbox, page);
    expect(await tooSmall(page), name).toEqual([]);
  }
});

test("with less motion nothing moves: what comes and what changes place only fades", async ({ sandbox, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await sandbox.open();
  await page.evaluate(() => {
    const moved: string[] = [];
    let seen = 0;
    Object.assign(window, { moved, seen: () => seen });
    const MOVES = ["transform", "translate", "scale", "rotate", "left", "top", "width", "height"];
    const look = (): void => {
      for (const animation of document.getAnimations()) {
        seen += 1;
        const effect = animation.effect;
        if (!(effect instanceof KeyframeEffect)) continue;
        const lasts = Number(effect.getComputedTiming().duration);
        const how = effect.getKeyframes().flatMap((frame) => MOVES.filter((property) => property in frame));
        if (lasts > 0 && how.length > 0) moved.push(`${effect.pseudoElement ?? effect.target?.className}: ${how.join()} for ${lasts} ms`);
        if (lasts > 120) moved.push(`${effect.pseudoElement ?? effect.target?.className} takes ${lasts} ms`);
      }
      requestAnimationFrame(look);
    };
    look();
  });
  const pod = await sandbox.aPod("kubia-");
  await sandbox.menu(sandbox.pod(pod), "Delete pod");
  await sandbox.pass(40);
  await expect(sandbox.pod(pod)).toHaveCount(0);
  await sandbox.pods("kubia-").first().focus();
  await page.keyboard.press("l");
  await expect(sandbox.tray).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("v");
  await expect(page.getByRole("radio", { name: "By controller" })).toBeChecked();
  await sandbox.select(sandbox.pods("kubia-").first());
  const { moved, seen } = await page.evaluate(() => {
    const { moved: found, seen: count } = window as unknown as { readonly moved: readonly string[]; readonly seen: () => number }; // put there above
    return { moved: [...new Set(found)], seen: count() };
  });
  expect(seen, "some fades were seen").toBeGreaterThan(0);
  expect(moved).toEqual([]);
});

test("who comes back to the tab is told that the clock stood", async ({ sandbox, page }) => {
  await sandbox.open({ running: true });
  const hide = async (hidden: boolean): Promise<void> =>
    page.evaluate((isHidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await hide(true);
  const left = await sandbox.seconds();
  await hide(false);
  await expect(page.getByTestId("live")).toContainText("The clock stood while the tab was hidden.");
  await expect(page.getByText("stood while hidden")).toBeVisible();
  await expect.poll(() => sandbox.seconds()).toBeGreaterThan(left);

  await sandbox.pause();
  await expect(page.getByText("stood while hidden")).toHaveCount(0, { timeout: 20_000 });
  await hide(true);
  await hide(false);
  await expect(page.getByText("stood while hidden")).toHaveCount(0);
});

test("what happens is told: the clock, what controllers do, and who fails", async ({ sandbox, page }) => {
  await sandbox.open();
  const live = page.getByTestId("live");
  const pod = await sandbox.aPod("kubia-");
  await sandbox.pod(pod).focus();
  await page.keyboard.press("Space");
  await expect(live).toContainText("The clock runs.");
  await page.keyboard.press("Space");
  await expect(live).toContainText(/The clock stands at 00:\d\d\.\d\./);
  await page.keyboard.press("Delete");
  await expect(live).toContainText(`pod "${pod}" deleted`);
  await page.getByLabel("Step by").selectOption("second");
  await page.getByTestId("step").click();
  await expect(live).toContainText("rs/kubia creates 1 pod");
  await sandbox.kubectl(`kubectl run crash --image=busybox --restart=Never -- sh -c "sleep 3; exit 1"`);
  await sandbox.pass(8);
  await expect(live).toContainText("crash: Error");
});
