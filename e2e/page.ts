// The sandbox as its learner sees it: everything by role, name and label. No test reaches into the page's stores.

import { deflateRawSync } from "node:zlib";
import { expect, type Locator, type Page } from "@playwright/test";
import { KUBIA_RS, parsed } from "./manifests.ts";

/** 2026-01-01T00:00:00Z, where every sandbox begins. */
const START = Date.UTC(2026, 0, 1);

export interface Opening {
  readonly seed?: number;
  /** What the cluster has from the beginning. */
  readonly objects?: readonly object[];
  /** What was asked of it later on. */
  readonly later?: readonly { readonly seconds: number; readonly method: string; readonly path: string; readonly body: object }[];
  readonly nodes?: number | readonly { readonly name: string; readonly labels?: Readonly<Record<string, string>> }[];
  /** Where the clock stands when the page opens. */
  readonly seconds?: number;
  readonly running?: boolean;
  readonly speed?: number;
  readonly language?: "en" | "ko";
  readonly theme?: "light" | "dark";
}

export type InspectorTab = "Why" | "Describe" | "Labels" | "YAML" | "Events" | "Logs";

const PLURALS: Readonly<Record<string, string>> = {
  Node: "/api/v1/nodes",
  Pod: "/api/v1/namespaces/default/pods",
  ReplicationController: "/api/v1/namespaces/default/replicationcontrollers",
  ReplicaSet: "/apis/apps/v1/namespaces/default/replicasets",
  DaemonSet: "/apis/apps/v1/namespaces/default/daemonsets",
};

export class Sandbox {
  readonly page: Page;
  readonly clock: Locator;
  readonly problems: Locator;
  readonly applied: Locator;
  readonly inspector: Locator;
  readonly tray: Locator;
  readonly commandLine: Locator;

  constructor(page: Page) {
    this.page = page;
    this.clock = page.getByTestId("clock");
    this.problems = page.getByTestId("problems").getByRole("listitem");
    this.applied = page.getByTestId("apply-result");
    this.inspector = page.getByTestId("inspector");
    this.tray = page.getByTestId("tray");
    this.commandLine = page.getByTestId("command-line");
  }

  /** A cluster at rest: kubia 3/3 after twenty seconds, and the clock stands, unless the options say otherwise. */
  async open(opening: Opening = {}): Promise<void> {
    const { language = "en", theme } = opening;
    await this.page.goto(`/?lang=${language}${theme === undefined ? "" : `&theme=${theme}`}${addressOf(opening)}`);
    await expect(this.clock).not.toHaveText("00:00.0");
  }

  /** The page as one finds it who only opens it. */
  async openPlainly(): Promise<void> {
    await this.page.goto("/?lang=en");
  }

  // Things in the picture

  pod(name: string): Locator {
    return this.page.getByTestId(`pod-${name}`);
  }
  pods(beginning = ""): Locator {
    return this.page.locator(`[data-testid^="pod-${beginning}"]`);
  }
  podsIn(word: string): Locator {
    return this.page.getByTestId("yard").getByRole("button", { name: new RegExp(`^Pod [^,]+, ${word}`) });
  }
  podsOwnedBy(owner: string): Locator {
    return this.page.getByRole("button", { name: new RegExp(`^Pod .*owned by ${owner}(,|$)`) });
  }
  get ownerless(): Locator {
    return this.page.getByRole("button", { name: /^Pod .*, no owner(,|$)/ });
  }
  controller(name: string): Locator {
    return this.page.getByTestId(`controller-${name}`);
  }
  node(name: string): Locator {
    return this.page.getByTestId(`node-${name}`);
  }
  nodeHead(name: string): Locator {
    return this.page.getByRole("button", { name: new RegExp(`^Node ${name},`) });
  }
  nodeLabel(node: string, label: string): Locator {
    return this.node(node).getByRole("button", { name: `Label ${label}.` });
  }
  get unscheduled(): Locator {
    return this.page.getByTestId("unscheduled");
  }

  async podNames(beginning = ""): Promise<string[]> {
    const ids = await this.pods(beginning).evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLElement).dataset["testid"] ?? ""));
    return ids.map((id) => id.slice("pod-".length)).sort();
  }
  async aPod(beginning = ""): Promise<string> {
    const [name] = await this.podNames(beginning);
    if (name === undefined) throw new Error(`no pod begins with ${beginning}`);
    return name;
  }

  /** `3/3` of a controller's card, reached within so many simulated seconds. */
  async reaches(controller: string, ready: number, desired = ready, seconds = 40): Promise<void> {
    const card = this.controller(controller);
    const wanted = new RegExp(`, ${ready} of ${desired} ready$`);
    await this.until(async () => wanted.test((await card.getAttribute("aria-label")) ?? ""), seconds);
    await expect(card).toHaveAccessibleName(wanted);
  }

  // Time

  async seconds(): Promise<number> {
    return secondsOf((await this.clock.textContent()) ?? "");
  }
  async run(): Promise<void> {
    await this.page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(this.page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  }
  async pause(): Promise<void> {
    await this.page.getByRole("button", { name: "Pause", exact: true }).click();
    await expect(this.page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
  }
  /** 0.1 to 1000. */
  async setSpeed(speed: number): Promise<void> {
    const box = await this.page.getByTestId("speed").boundingBox();
    if (box === null) throw new Error("there is no slider");
    const place = ((Math.log10(speed) + 1) / 4) * box.width;
    await this.page.mouse.click(box.x + Math.min(place, box.width - 1), box.y + box.height / 2);
  }
  /** So many steps of a second: exact, however busy the machine is. */
  async pass(seconds: number): Promise<void> {
    const wanted = (await this.seconds()) + seconds;
    await this.page.getByLabel("Step by").selectOption("second");
    await this.page.getByTestId("step").evaluate((button: HTMLElement, times) => {
      for (let i = 0; i < times; i++) button.click();
    }, seconds);
    await expect.poll(() => this.seconds(), { timeout: 30_000 }).toBeGreaterThanOrEqual(wanted - 0.2);
  }
  async advanceTo(seconds: number): Promise<void> {
    await this.pass(Math.max(0, Math.ceil(seconds - (await this.seconds()))));
  }
  /** Looks again every few seconds until it holds; fails when it does not within so many. */
  async until(holds: () => Promise<boolean>, seconds = 60): Promise<void> {
    const step = Math.max(2, Math.ceil(seconds / 30));
    for (let passed = 0; passed < seconds; passed += step) {
      if (await holds()) return;
      await this.pass(step);
    }
    if (!(await holds())) throw new Error(`not within ${seconds} simulated seconds`);
  }

  // The editor

  get editor(): Locator {
    return this.page.getByRole("region", { name: "Editor" });
  }
  get text(): Locator {
    return this.editor.getByRole("textbox", { name: /^Text of/ });
  }
  async monaco(): Promise<void> {
    await expect(this.editor.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 30_000 });
  }
  /** A new file with this text. */
  async write(yaml: string): Promise<void> {
    await this.editor.getByRole("button", { name: "New file" }).click();
    await this.rewrite(yaml);
  }
  /** Another text in the file that is open. */
  async rewrite(yaml: string): Promise<void> {
    const apply = this.editor.getByRole("button", { name: "Apply", exact: true });
    // A busy editor may take the selection's end for the text's: then the text is put in once more.
    await expect(async () => {
      await this.text.focus();
      await this.page.keyboard.press("ControlOrMeta+a");
      await this.page.keyboard.insertText(yaml);
      if (yaml.trim() !== "") await expect(apply).toBeEnabled({ timeout: 2_000 });
    }).toPass({ timeout: 20_000 });
  }
  /** As `rewrite`, for texts that are too long to type: from the clipboard. */
  async paste(yaml: string): Promise<void> {
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await this.text.focus();
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), yaml);
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("ControlOrMeta+v");
  }
  /** Applies what is open; gives kubectl's lines. */
  async applyOpen(): Promise<string[]> {
    const button = this.editor.getByRole("button", { name: "Apply", exact: true });
    await button.click();
    await expect(button).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
    return this.applied.locator("code").allTextContents();
  }
  async apply(yaml: string): Promise<string[]> {
    await this.write(yaml);
    return this.applyOpen();
  }
  /** Marks come from several checks, and each that comes draws the list anew: until it stays as it is. */
  async problemsRest(): Promise<void> {
    const list = this.page.getByTestId("problems");
    await expect(async () => {
      const seen = await list.innerHTML();
      await this.page.waitForTimeout(500);
      expect(await list.innerHTML()).toBe(seen);
    }).toPass();
  }
  /** A button that mends a problem. */
  quickFix(name: string): Locator {
    return this.problems.getByRole("button", { name, exact: true });
  }
  /** How the open file stands to the cluster. */
  get fileState(): Locator {
    return this.page.getByTestId("editor-state");
  }
  /** What Apply would do to pods. */
  get previewSay(): Locator {
    return this.page.getByTestId("preview-say");
  }
  /** Which controller would do what, in the place of the graph bar. */
  get previewBanner(): Locator {
    return this.page.getByTestId("preview-banner");
  }
  /** Why something was not done. */
  get editorNote(): Locator {
    return this.page.getByTestId("editor-note");
  }
  /** As if they were dragged here from the desktop. */
  async dropFiles(files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
    const transfer = await this.page.evaluateHandle((all) => {
      const data = new DataTransfer();
      for (const { name, text } of all) data.items.add(new File([text], name));
      return data;
    }, files);
    const over = this.editor.getByRole("tabpanel");
    await over.dispatchEvent("dragover", { dataTransfer: transfer });
    await expect(this.editor.getByText("Drop to open")).toBeVisible();
    await over.dispatchEvent("drop", { dataTransfer: transfer });
    await expect(this.editor.getByText("Drop to open")).toBeHidden();
  }
  async problemTexts(): Promise<string[]> {
    return this.problems.allInnerTexts();
  }

  async openExample(name: string): Promise<void> {
    await this.page.getByTestId("gallery").click();
    await this.page.getByRole("menuitemradio", { name }).click();
  }

  // kubectl

  async showTerminal(): Promise<void> {
    await this.page.getByRole("tab", { name: "kubectl" }).click();
  }
  get prompt(): Locator {
    return this.page.getByRole("textbox", { name: "kubectl command" });
  }
  /** Types a line and gives what it printed. */
  async kubectl(line: string): Promise<string> {
    const run = await this.begin(line);
    await expect(this.prompt).toBeEditable({ timeout: 20_000 });
    return (await run.locator("pre").allTextContents()).join("");
  }
  /** Types a line that does not end by itself; gives its place in the transcript. */
  async begin(line: string): Promise<Locator> {
    if (!(await this.prompt.isVisible())) await this.showTerminal();
    const typed = this.page.locator(".terminal-entry", { has: this.page.locator(".terminal-line:not(.by-pointer)") });
    const before = await typed.count();
    await this.prompt.fill(line);
    await this.prompt.press("Enter");
    await expect(typed).toHaveCount(before + 1);
    return typed.nth(before);
  }

  // Menus, drags, the inspector

  async menu(thing: Locator, ...entries: readonly string[]): Promise<void> {
    await thing.click({ button: "right", position: { x: 12, y: 12 } });
    for (const entry of entries) await this.page.getByRole("menuitem", { name: entry }).first().click();
  }
  async select(thing: Locator, tab?: InspectorTab): Promise<void> {
    await thing.click({ position: { x: 12, y: 12 } });
    await expect(this.inspector).toBeVisible();
    if (tab !== undefined) await this.inspector.getByRole("tab", { name: tab }).click();
  }
  /** Opens what the Why tab keeps folded. */
  async allDecisions(): Promise<void> {
    const earlier = this.inspector.getByRole("button", { name: /earlier decision/ });
    await expect(this.inspector.locator(".why").first()).toBeVisible();
    if (await earlier.isVisible()) await earlier.click();
  }
  /** Picks something up and holds it over a target; the button stays down. */
  async hold(thing: Locator, target: Locator): Promise<void> {
    await thing.hover({ position: { x: 16, y: 12 } });
    await this.page.mouse.down();
    const box = await boxOf(thing);
    await this.page.mouse.move(box.x + 40, box.y + 30, { steps: 4 });
    const place = await boxOf(target);
    await this.page.mouse.move(place.x + place.width / 2, place.y + place.height / 2, { steps: 8 });
  }
  /** Draws a box around these, from the ground beside the first to the ground beside the last. */
  async box(things: readonly Locator[]): Promise<void> {
    const boxes = await Promise.all(things.map(boxOf));
    const left = Math.min(...boxes.map(({ x }) => x)) - 3;
    const top = Math.min(...boxes.map(({ y }) => y)) - 3;
    const right = Math.max(...boxes.map(({ x, width }) => x + width)) + 3;
    const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 3;
    await this.page.keyboard.down("Shift");
    await this.page.mouse.move(left, top);
    await this.page.mouse.down();
    await this.page.mouse.move(right, bottom, { steps: 6 });
    await this.page.mouse.up();
    await this.page.keyboard.up("Shift");
  }
  async drag(thing: Locator, target: Locator): Promise<void> {
    await this.hold(thing, target);
    await this.page.mouse.up();
  }
  async dragPod(name: string, target: Locator): Promise<void> {
    await this.drag(this.pod(name), target);
  }
  /** A value in the tray, such as `app`, `debug`. */
  trayValue(key: string, value: string): Locator {
    return this.tray.getByRole("group", { name: key, exact: true }).getByRole("button", { name: value, exact: true });
  }
}

async function boxOf(thing: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await thing.boundingBox();
  if (box === null) throw new Error("it is not in the picture");
  return box;
}

/** `14:03.2`, `1:02:03`. */
export function secondsOf(clock: string): number {
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** The end of an address, as the page's own "Copy link" makes it. */
export function addressOf(opening: Opening): string {
  return `#s=${deflateRawSync(JSON.stringify(sessionOf(opening))).toString("base64url")}`;
}

/** The session that such an opening stands for, as the page itself would save it. */
export function sessionOf({
  seed = 7,
  objects = [parsed(KUBIA_RS)],
  later = [],
  nodes = 3,
  seconds = 20,
  running = false,
  speed = 1,
}: Opening): object {
  const first = objects.map((object) => ({
    at: START,
    happenings: 0,
    request: { method: "POST", path: pathOf(object), headers: { "content-type": "application/json" }, body: JSON.stringify(object) },
  }));
  const rest = later.map(({ seconds: at, method, path, body }) => ({
    at: START + at * 1000,
    // However much has happened by then.
    happenings: Number.MAX_SAFE_INTEGER,
    request: {
      method,
      path,
      headers: { "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json" },
      body: JSON.stringify(body),
    },
  }));
  const inputs = [...first, ...rest];
  const options = { seed, nodes, latency: "lifelike", registry: "open", manifests: [], settleMs: 0, speed, running };
  return { version: 1, options, inputs, until: START + seconds * 1000 };
}

function pathOf(object: object): string {
  const path = "kind" in object ? PLURALS[String(object.kind)] : undefined;
  if (path === undefined) throw new Error("a test opens with a kind that has no path here");
  return path;
}
