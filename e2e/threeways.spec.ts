// One action, three ways: by pointer, by keys alone, and as the kubectl line that it is told as. Each begins at the same
// instant of the same cluster (undo leads back to it), and all must end in the same objects, down to the names and uids of
// what controllers made meanwhile.

import type { Locator, Page } from "@playwright/test";
import { Keys } from "./keys.ts";
import { KUBIA_RS, parsed, SSD_MONITOR } from "./manifests.ts";
import type { Opening, Sandbox } from "./page.ts";
import { expect, test } from "./test.ts";

/** Long enough for a replacement to run. */
const SETTLED_S = 8;

interface Cast {
  readonly sandbox: Sandbox;
  readonly page: Page;
  readonly keys: Keys;
  readonly pods: readonly string[];
  readonly pod: Locator;
  readonly node: Locator;
  readonly rs: Locator;
}

interface Row {
  readonly name: string;
  readonly pointer: (cast: Cast) => Promise<void>;
  readonly keyboard: (cast: Cast) => Promise<void>;
}

type Thing = "pod" | "node" | "rs";

const POD_FAULTS = [
  "Crash its container",
  "Run out of memory",
  "Leak memory",
  "Hang",
  "Answer HTTP 500",
  "Answer slowly",
  "Fail to pull its image",
];
const NODE_FAULTS = ["Power off", "Cut its network", "Slow it down", "Fill its disk"];
const BREAK = "Break something";

/** Everything that the menus offer and that changes the cluster. */
const MENUS: Readonly<Record<Thing, readonly (readonly string[])[]>> = {
  pod: [...POD_FAULTS.map((fault) => [BREAK, fault]), ["Delete pod"]],
  node: [["Cordon: no new pods"], ...NODE_FAULTS.map((fault) => [BREAK, fault]), ["Delete node"]],
  rs: [["One replica more"], ["One replica less"], ["Scale to 0"], ["Delete, keep its pods"], ["Delete ReplicaSet"]],
};
/** What they offer besides: to look, to copy, to choose; and the tray, whose drops have rows of their own. */
const READING = ["Why is it so?", "Move labels…", "Logs", "Describe", "YAML", "Open its YAML in the editor", "Pin its lines"];
const CHOOSING = /^Choose its /;

const menuRow =
  (thing: Thing) =>
  (entries: readonly string[]): Row => ({
    name: entries.join(" › "),
    pointer: async (cast) => cast.sandbox.menu(cast[thing], ...entries),
    keyboard: async ({ keys, ...cast }) => {
      await keys.toThing(cast[thing]);
      await keys.menu(...entries);
    },
  });

const tray = ({ sandbox }: Cast, key: string, value: string): Locator => sandbox.trayValue(key, value);

/** Holds a thing until the tray is there, then goes on to one of its targets. */
async function dragTo({ sandbox, page }: Cast, thing: Locator, target: () => Locator): Promise<void> {
  await sandbox.hold(thing, thing);
  await expect(sandbox.tray).toBeVisible();
  await expect(target()).toBeVisible();
  const box = await target().boundingBox();
  await page.mouse.move((box?.x ?? 0) + 10, (box?.y ?? 0) + 10, { steps: 4 });
  await page.mouse.up();
}

/** L, then arrows to the target, then Enter. */
async function moveTo({ keys }: Cast, thing: Locator, target: () => Locator): Promise<void> {
  await keys.toThing(thing);
  await keys.press("l");
  await expect(target()).toBeVisible();
  await keys.arrowTo(target());
  await keys.press("Enter");
}

const dropRow = (name: string, thing: (cast: Cast) => Locator, target: (cast: Cast) => Locator): Row => ({
  name,
  pointer: async (cast) => dragTo(cast, thing(cast), () => target(cast)),
  keyboard: async (cast) => moveTo(cast, thing(cast), () => target(cast)),
});

const bin = ({ sandbox }: Cast): Locator => sandbox.tray.getByRole("button", { name: /^delete/i });
const remove = ({ sandbox }: Cast): Locator => sandbox.tray.getByRole("button", { name: "remove label" }).first();
const asked = ({ sandbox }: Cast, what: string): Locator => sandbox.tray.getByRole("button", { name: what }).first();

const askRow = (name: string, button: string, typed: Readonly<Record<string, string>>): Row => {
  const fill = async ({ sandbox, page }: Cast): Promise<void> => {
    for (const [field, text] of Object.entries(typed)) await sandbox.tray.getByLabel(field).fill(text);
    await page.keyboard.press("Enter");
  };
  const type = async ({ sandbox, keys }: Cast): Promise<void> => {
    for (const [field, text] of Object.entries(typed)) {
      await keys.tabTo(sandbox.tray.getByLabel(field));
      await keys.type(text);
    }
    await keys.press("Enter");
  };
  return {
    name,
    pointer: async (cast) => {
      await dragTo(cast, cast.pod, () => asked(cast, button));
      await fill(cast);
    },
    keyboard: async (cast) => {
      await moveTo(cast, cast.pod, () => asked(cast, button));
      await type(cast);
    },
  };
};

const DRAGS: readonly Row[] = [
  dropRow(
    "a pod on a label's value",
    ({ pod }) => pod,
    (cast) => tray(cast, "app", "debug"),
  ),
  dropRow("a pod on the bin", ({ pod }) => pod, bin),
  dropRow("a pod on “remove label”", ({ pod }) => pod, remove),
  askRow("a pod on “other value”", "other value…", { Value: "canary" }),
  askRow("a pod on “new label”", "new label…", { Key: "env", Value: "dev" }),
  dropRow(
    "a node on a label's value",
    ({ node }) => node,
    (cast) => tray(cast, "disk", "ssd"),
  ),
];

const several = (name: string, target: (cast: Cast) => Locator): Row => ({
  name,
  pointer: async (cast) => {
    const [first, second] = cast.pods.map((pod) => cast.sandbox.pod(pod));
    if (first === undefined || second === undefined) throw new Error("two pods are needed");
    await first.click({ position: { x: 12, y: 12 } });
    await second.click({ modifiers: ["Shift"], position: { x: 12, y: 12 } });
    await dragTo(cast, first, () => target(cast));
  },
  keyboard: async (cast) => {
    const [first = "", second = ""] = cast.pods;
    // The last one chosen is the one that is held, and named first.
    for (const name of [second, first]) {
      await cast.keys.toThing(cast.sandbox.pod(name));
      await cast.keys.press("Shift+Space");
    }
    await moveTo(cast, cast.sandbox.pod(first), () => target(cast));
  },
});

const LABELS: readonly Row[] = [
  several("several pods on a label's value", (cast) => tray(cast, "app", "debug")),
  several("several pods on the bin", bin),
  {
    name: "a label on another node",
    pointer: async ({ sandbox }) => sandbox.drag(sandbox.nodeLabel("node-1", "disk=ssd"), sandbox.node("node-3")),
    keyboard: async (cast) =>
      moveTo(cast, cast.sandbox.nodeLabel("node-1", "disk=ssd"), () => cast.sandbox.tray.getByRole("button", { name: "node-3" })),
  },
  {
    name: "a label changed in place",
    pointer: async ({ sandbox, page }) => {
      await sandbox.nodeLabel("node-1", "disk=ssd").dblclick();
      await page.getByRole("textbox", { name: "Label of node-1" }).fill("disk=hdd");
      await page.keyboard.press("Enter");
    },
    keyboard: async ({ sandbox, keys, page }) => {
      await keys.toThing(sandbox.nodeLabel("node-1", "disk=ssd"));
      await keys.press("Enter");
      await expect(page.getByRole("textbox", { name: "Label of node-1" })).toBeFocused();
      await keys.press("ControlOrMeta+a");
      await keys.type("disk=hdd");
      await keys.press("Enter");
    },
  },
  {
    name: "a node added",
    pointer: async ({ page }) => page.getByTestId("add-node").click(),
    keyboard: async ({ keys, page, rs }) => {
      await keys.toThing(rs);
      await keys.tabTo(page.getByTestId("add-node"));
      await keys.press("Enter");
    },
  },
  {
    name: "replicas typed in the inspector",
    pointer: async ({ sandbox, rs, page }) => {
      await sandbox.select(rs);
      await sandbox.inspector.getByLabel("Number of replicas").fill("5");
      await page.keyboard.press("Enter");
    },
    keyboard: async ({ sandbox, keys, rs }) => {
      await keys.toThing(rs);
      await keys.press("Enter");
      await keys.toPanel("right");
      await keys.tabTo(sandbox.inspector.getByLabel("Number of replicas"));
      await keys.press("ControlOrMeta+a");
      await keys.type("5");
      await keys.press("Enter");
    },
  },
];

const OPENING: Opening = {
  nodes: [{ name: "node-1", labels: { disk: "ssd" } }, { name: "node-2" }, { name: "node-3" }],
  objects: [parsed(KUBIA_RS), parsed(SSD_MONITOR)],
};

/** A node that is cordoned and broken in every way, so that its menu shows the ways back. */
const BROKEN: Opening = {
  ...OPENING,
  later: [
    { seconds: 12, method: "PATCH", path: "/api/v1/nodes/node-2", body: { spec: { unschedulable: true } } },
    ...(
      [
        ["power-off", { type: "NodePowerOff" }],
        ["cut-off", { type: "NetworkPartition" }],
        ["slow", { type: "NodeSlow", delaySeconds: 5 }],
        ["full-disk", { type: "DiskPressure" }],
      ] as const
    ).map(([stem, spec]) => ({
      seconds: 12,
      method: "POST",
      path: "/apis/sim.podyard.dev/v1/namespaces/default/faults",
      body: {
        apiVersion: "sim.podyard.dev/v1",
        kind: "Fault",
        metadata: { name: `${stem}-node-2`, namespace: "default" },
        spec: { ...spec, nodes: { name: "node-2" } },
      },
    })),
  ],
};
const MENDS = [["Uncordon"], [BREAK, "Power on"], [BREAK, "Mend its network"], [BREAK, "Full speed again"], [BREAK, "Empty its disk"]];

const GROUPS: readonly (readonly [group: string, rows: readonly Row[], opening: Opening])[] = [
  ["a pod's menu", MENUS.pod.map(menuRow("pod")), OPENING],
  ["a node's menu", MENUS.node.map(menuRow("node")), OPENING],
  ["what mends a node", MENDS.map(menuRow("node")), BROKEN],
  ["a controller's menu", MENUS.rs.map(menuRow("rs")), OPENING],
  ["drags of one thing", DRAGS, OPENING],
  ["drags of several, chips, buttons, the inspector", LABELS, OPENING],
];

for (const [group, rows, opening] of GROUPS) {
  test(`${group}: pointer, keyboard and kubectl line end in the same cluster`, async ({ sandbox, page }) => {
    test.setTimeout(180_000);
    const cast = await castOf(sandbox, page, opening);
    const before = await objects(sandbox);
    for (const row of rows) {
      await test.step(row.name, async () => {
        const byPointer = await outcome(cast, async () => row.pointer(cast));
        expect(byPointer.objects, `${row.name}: something comes of it`).not.toBe(before);
        const byKeyboard = await outcome(cast, async () => row.keyboard(cast));
        expect(byKeyboard.line, `${row.name}: the same line`).toBe(byPointer.line);
        expect(byKeyboard.objects, `${row.name}: by keyboard`).toBe(byPointer.objects);
        const typed = await outcome(cast, async () => void (await sandbox.begin(byPointer.line)));
        expect(typed.objects, `${row.name}: ${byPointer.line}`).toBe(byPointer.objects);
      });
    }
  });
}

test("every entry of the menus is looked at, or has its row above", async ({ sandbox, page }) => {
  const cast = await castOf(sandbox, page);
  for (const thing of ["pod", "node", "rs"] as const) {
    const rows = MENUS[thing];
    await cast.sandbox.menu(cast[thing]);
    const menu = page.getByRole("menu");
    const offered = await menu.getByRole("menuitem").locator("span:first-child").allTextContents();
    const known = [...READING, BREAK, "Copy kubectl command", ...rows.map(([first]) => first)];
    expect(offered.filter((entry) => !known.includes(entry) && !CHOOSING.test(entry))).toEqual([]);
    const faults = rows.flatMap(([first, second]) => (first === BREAK && second !== undefined ? [second] : []));
    if (faults.length > 0) {
      await page.getByRole("menuitem", { name: BREAK }).click();
      await expect(menu).toHaveCount(2);
      expect(await menu.nth(1).getByRole("menuitem").locator("span:first-child").allTextContents()).toEqual(faults);
      await page.keyboard.press("Escape");
    }
    await page.keyboard.press("Escape");
    await expect(menu).toHaveCount(0);
  }
});

async function castOf(sandbox: Sandbox, page: Page, opening = OPENING): Promise<Cast> {
  // With the terminal open there must be room for the picture and the tray.
  await page.setViewportSize({ width: 1440, height: 1200 });
  await sandbox.open(opening);
  await sandbox.showTerminal();
  const pods = await sandbox.podNames("kubia-");
  const pod = sandbox.pod(pods[0] ?? "");
  return { sandbox, page, keys: new Keys(page), pods, pod, node: sandbox.nodeHead("node-2"), rs: sandbox.controller("kubia") };
}

interface Outcome {
  readonly line: string;
  readonly objects: string;
}

/** Acts, lets time pass, looks, and goes back to the instant before. */
async function outcome({ sandbox, page }: Cast, act: () => Promise<void>): Promise<Outcome> {
  const lines = page.locator(".terminal-line:not(.terminal-prompt) code");
  const from = await sandbox.clock.textContent();
  const before = await lines.count();
  await act();
  await expect.poll(() => lines.count()).toBeGreaterThan(before);
  const line = (await lines.nth(before).textContent()) ?? "";
  await expect(page.getByTestId("undo")).toBeEnabled();
  await sandbox.pass(SETTLED_S);
  // A command that waits for pods to end has done its part.
  if (!(await sandbox.prompt.isEditable())) await sandbox.prompt.press("Control+c");
  const after = await objects(sandbox);
  await page.getByTestId("undo").click();
  await expect(sandbox.clock).toHaveText(from ?? "");
  // Once for the tooltip of the button, once for what is selected.
  await page.getByRole("main").press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.locator(".tile.selected")).toHaveCount(0);
  return { line, objects: after };
}

/** All that there is, without what counts writes. */
async function objects(sandbox: Sandbox): Promise<string> {
  await expect(sandbox.prompt).toBeEditable();
  // The transcript keeps only so much.
  await sandbox.prompt.press("Control+l");
  const out = await sandbox.kubectl("kubectl get pods,replicasets,daemonsets,nodes,faults -A -o json");
  return out.replace(/"resourceVersion": "\d*",?/g, "");
}
