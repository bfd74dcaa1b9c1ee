// What the built page costs in Chromium: first picture, bundles, frames and long tasks while pods come and go, pan and zoom
// of a large cluster, and whether nodes and listeners grow. It measures and prints; it never fails a number.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import { preview } from "vite";
import { mainThreadTasks } from "./tasks.ts";

const START = Date.UTC(2026, 0, 1);
const LONG_MS = 50;
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

interface Scenario {
  readonly nodes: number;
  readonly pods: number;
  readonly churning: boolean;
  readonly seconds: number;
  readonly speed: number;
  readonly running: boolean;
}

function say(what: string, measured: string, wanted: string): void {
  process.stdout.write(`${what.padEnd(58)} ${measured.padEnd(34)} ${wanted}\n`);
}

/** A link to a session. With `undoable` its ReplicaSet can be taken back. */
function address(base: string, { nodes, pods, churning, seconds, speed, running }: Scenario, undoable = false): string {
  const container = churning
    ? { name: "main", image: "busybox", command: ["sh", "-c", "sleep 20; exit 1"] }
    : { name: "main", image: "nginx" };
  const body = JSON.stringify({
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "kubia" },
    spec: {
      replicas: pods,
      selector: { matchLabels: { app: "kubia" } },
      template: { metadata: { labels: { app: "kubia" } }, spec: { containers: [container] } },
    },
  });
  const request = {
    method: "POST",
    path: "/apis/apps/v1/namespaces/default/replicasets",
    headers: { "content-type": "application/json" },
    body,
  };
  const options = { seed: 7, nodes, latency: "lifelike", registry: "open", manifests: [], settleMs: 0, speed, running };
  const begins = undoable ? [0] : [];
  const session = { version: 1, options, begins, inputs: [{ at: START, happenings: 0, request }], until: START + seconds * 1000 };
  return `${base}?lang=en&theme=light#s=${deflateRawSync(JSON.stringify(session)).toString("base64url")}`;
}

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block" });
  return context.newPage();
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/**
 * Runs in the page before anything else: when the first pod was on the screen, when the first that answers was, and when the
 * page rested for the first time after that.
 */
function watchFirst(): void {
  const first: { picture?: number; alive?: number; interactive?: number } = {};
  Object.assign(window, { first });
  const isThere = (pods: string): boolean => [...document.querySelectorAll(pods)].some((pod) => pod.getClientRects().length > 0);
  let wasThere = false;
  let wasAlive = false;
  /** A frame begins: the one before is on the screen. */
  const look = (now: number): void => {
    if (wasThere) first.picture ??= now;
    if (wasAlive) {
      first.alive = now;
      requestIdleCallback(() => (first.interactive = performance.now()));
      return;
    }
    wasThere = isThere(".tile");
    wasAlive = isThere('[data-testid^="pod-"]');
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function firstPicture(browser: Browser, base: string): Promise<void> {
  const pictures: number[] = [];
  const alive: number[] = [];
  const interactives: number[] = [];
  for (let i = 0; i < 5; i++) {
    const page = await newPage(browser);
    await page.addInitScript(watchFirst);
    await page.goto(`${base}?lang=en`, { waitUntil: "commit" });
    await page.waitForFunction(() => (window as unknown as First).first?.interactive !== undefined);
    const { picture = 0, alive: answers = 0, interactive = 0 } = await page.evaluate(() => (window as unknown as First).first ?? {});
    pictures.push(picture);
    alive.push(answers);
    interactives.push(interactive);
    await page.context().close();
  }
  const page = await newPage(browser);
  await page.goto("about:blank");
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  await page.goto(`${base}?lang=en`);
  await page.waitForTimeout(5000);
  const tasks = cpuOfTasks(await browser.stopTracing());
  await page.context().close();
  const shown = (times: readonly number[]): string => `${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`;
  say("first picture with pods, median of 5", shown(pictures), "≤ 1,000 ms in each");
  say("... and its pods answer, median of 5", shown(alive), "");
  say("interactive (at rest after that), median of 5", shown(interactives), "≤ 2,000 ms in each");
  sayTasks("first visit, editor and all", tasks);
}

/** Put on the window by `watchFirst`. */
interface First {
  readonly first?: { readonly picture?: number; readonly alive?: number; readonly interactive?: number };
}

function bundles(dist: string): void {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  // The head's script asks for them by these addresses, and for the engine's worker by its own.
  const first = [...html.matchAll(/\.\/(assets\/(?!engine\.worker)[^"'`]+\.js)/g)].map(([, file]) => file ?? "");
  const gzip = (file: string): number => gzipSync(readFileSync(join(dist, file))).length / 1000;
  say("initial JavaScript, gzip", `${first.reduce((sum, file) => sum + gzip(file), 0).toFixed(0)} kB in ${first.length} files`, "≤ 250 kB");
  const later = readdirSync(join(dist, "assets"))
    .filter((file) => file.endsWith(".js") && !/worker/.test(file) && !first.includes(`assets/${file}`))
    .map((file) => ({
      file,
      size: gzip(`assets/${file}`),
      isEditor: /\bcreateModel\b|codeEditor|monaco/i.test(readFileSync(join(dist, "assets", file), "utf8")),
    }));
  const editor = later.filter(({ isEditor }) => isEditor);
  const sum = editor.reduce((kB, { size }) => kB + size, 0).toFixed(0);
  say("editor, gzip", editor.length === 0 ? "LOADED AT ONCE" : `${sum} kB in ${editor.length} files of their own`, "lazy");
}

/** Frames and long tasks of the page while it is left to itself. */
async function frames(page: Page, ms: number): Promise<{ readonly median: number; readonly long: readonly number[] }> {
  const seen = await page.evaluate(
    (ms) =>
      new Promise<{ readonly times: number[]; readonly long: number[] }>((done) => {
        const times: number[] = [];
        const long: number[] = [];
        new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
        const begin = performance.now();
        const frame = (now: number): void => {
          times.push(now);
          if (now - begin < ms) requestAnimationFrame(frame);
          else done({ times, long });
        };
        requestAnimationFrame(frame);
      }),
    ms,
  );
  return { median: median(seen.times.slice(1).map((time, i) => time - (seen.times[i] ?? time))), long: seen.long };
}

async function churn(browser: Browser, base: string, pods: number, wanted: string): Promise<void> {
  const page = await newPage(browser);
  await page.goto(address(base, { nodes: Math.ceil(pods / 100) + 1, pods, churning: true, seconds: 30, speed: 10, running: true }));
  await page.waitForFunction(() => !(document.querySelector('[data-testid="clock"]')?.textContent ?? "").startsWith("00:00"));
  await runOn(page);
  await page.waitForTimeout(8000);
  const client = await page.context().newCDPSession(page);
  const before = await taskMs(client);
  const { median: frame, long } = await frames(page, 10_000);
  const busy = ((await taskMs(client)) - before) / 100;
  say(`${pods} pods crash and restart at 10×: median frame`, `${frame.toFixed(1)} ms, main thread ${busy.toFixed(0)} % busy`, wanted);
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  await page.waitForTimeout(8000);
  const tasks = cpuOfTasks(await browser.stopTracing());
  const worst = Math.max(0, ...tasks);
  const byClock = `${long.length} by the clock, up to ${Math.max(0, ...long).toFixed(0)} ms`;
  say(
    `${pods} pods: tasks over 50 ms`,
    `${tasks.filter((ms) => ms > 50).length}, longest ${worst.toFixed(0)} ms of CPU; ${byClock}`,
    "none",
  );
  await page.context().close();
}

/** A session that took long to play begins paused. */
async function runOn(page: Page): Promise<void> {
  const clock = (): Promise<string | null> => page.getByTestId("clock").textContent();
  const play = page.getByRole("button", { name: "Run", exact: true });
  for (let before = await clock(), i = 0; i < 40; before = await clock(), i++) {
    await page.waitForTimeout(500);
    if ((await clock()) !== before) return;
    if (await play.isVisible()) await play.click();
  }
  throw new Error("The clock does not run.");
}

/** What a person does in a large cluster at rest: no task of the page may grow long meanwhile. */
async function deeds(browser: Browser, base: string, pods: number): Promise<void> {
  const page = await newPage(browser);
  const still = { nodes: Math.ceil(pods / 100) + 1, pods, churning: false, seconds: 120, speed: 1, running: false };
  await page.goto("about:blank");
  const step = async (what: string, act: () => Promise<unknown>, restMs = 2500): Promise<void> => {
    await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
    await act();
    await page.waitForTimeout(restMs);
    sayTasks(`${pods} pods: ${what}`, cpuOfTasks(await browser.stopTracing()));
  };
  const link = address(base, still, true);
  await step("opening the session", () => opened(page, link), 3000);
  // The editor comes when the page has rested.
  await page.waitForTimeout(6000);
  await step("the other lens and back", async () => {
    await page.getByRole("radio", { name: "By controller" }).click();
    await page.waitForTimeout(2000);
    await page.getByRole("radio", { name: "By node" }).click();
  });
  await step("typing a filter and emptying it", async () => {
    await page.locator("#pod-filter").pressSequentially("app=kubia,x", { delay: 60 });
    await page.locator("#pod-filter").fill("");
  });
  await step("the inspector opens and closes", async () => {
    await page.getByTestId("controller-kubia").click();
    await page.waitForTimeout(2000);
    await page.keyboard.press("Escape");
  });
  await step("a box over the yard", () => drawBox(page));
  await step("undo of all pods", () => page.getByTestId("undo").click(), 6000);
  await page.context().close();
}

async function opened(page: Page, to: string): Promise<void> {
  await page.goto(to);
  await page.waitForFunction(() => !(document.querySelector('[data-testid="clock"]')?.textContent ?? "").startsWith("00:00"));
}

async function drawBox(page: Page): Promise<void> {
  const yard = await page.getByTestId("yard").boundingBox();
  if (yard === null) return;
  const [left, top] = [yard.x + 4, yard.y + yard.height - 6];
  await page.keyboard.down("Shift");
  await page.mouse.move(left, top);
  await page.mouse.down();
  for (let i = 1; i <= 10; i++) await page.mouse.move(left + yard.width * 0.09 * i, top - yard.height * 0.08 * i);
  await page.mouse.up();
  await page.keyboard.up("Shift");
}

function sayTasks(what: string, tasks: readonly number[]): void {
  const long = tasks.filter((ms) => ms > LONG_MS);
  say(what, `${long.length} tasks over ${LONG_MS} ms, longest ${Math.max(0, ...tasks).toFixed(0)} ms of CPU`, "none");
}

const cpuOfTasks = (trace: Buffer): readonly number[] => mainThreadTasks(trace).map(({ cpuMs }) => cpuMs);

/** Milliseconds that the main thread has worked. */
async function taskMs(client: CDPSession): Promise<number> {
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  const { metrics } = await client.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
}

/** Main-thread cost of a pan and a zoom over the yard, in ms a step. */
async function gestures(browser: Browser, base: string, scenario: Scenario): Promise<number> {
  const page = await newPage(browser);
  await page.goto(address(base, scenario));
  await page.locator(".react-flow__node-shelf").first().waitFor({ timeout: 240_000 });
  await page.waitForTimeout(6000);
  const client = await page.context().newCDPSession(page);
  await page.mouse.move(800, 400);
  const before = await taskMs(client);
  const steps = 40;
  for (let i = 0; i < steps; i++) {
    if (i % 10 === 5) await page.keyboard.down("Control");
    await page.mouse.wheel(0, i % 20 < 10 ? 40 : -40);
    await page.waitForTimeout(16);
    if (i % 10 === 9) await page.keyboard.up("Control");
  }
  const cost = ((await taskMs(client)) - before) / steps;
  await page.context().close();
  return cost;
}

async function panAndZoom(browser: Browser, base: string): Promise<void> {
  const still = { churning: false, seconds: 120, speed: 1, running: false };
  const small = await gestures(browser, base, { ...still, nodes: 3, pods: 100 });
  const large = await gestures(browser, base, { ...still, nodes: 100, pods: 10_000 });
  say("pan and zoom a step, 100 pods on 3 nodes", `${small.toFixed(1)} ms`, "");
  say("pan and zoom a step, 10,000 pods on 100 nodes", `${large.toFixed(1)} ms, ${(large / small).toFixed(2)} times that`, "≤ 3 times");
}

interface Counts {
  readonly nodes: number;
  readonly listeners: number;
  readonly heap: number;
  readonly clock: string;
}

/** Counts at every hour of simulated time, or four times in a shorter run. */
async function growth(browser: Browser, base: string, hours: number): Promise<void> {
  const page = await newPage(browser);
  await page.goto(address(base, { nodes: 3, pods: 50, churning: true, seconds: 600, speed: 100, running: true }));
  await page.locator('[data-testid^="pod-"]').first().waitFor();
  await runOn(page);
  const client = await page.context().newCDPSession(page);
  const count = async (): Promise<Counts> => {
    // What one collection finds unreachable may still hold something for the next.
    for (let i = 0; i < 3; i++) await client.send("HeapProfiler.collectGarbage");
    const { nodes, jsEventListeners } = await client.send("Memory.getDOMCounters");
    const { usedSize } = await client.send("Runtime.getHeapUsage");
    return { nodes, listeners: jsEventListeners, heap: usedSize / 1e6, clock: (await page.getByTestId("clock").textContent()) ?? "" };
  };
  const until = async (hour: number): Promise<void> => {
    const passed = (wanted: number): boolean => {
      const [seconds = 0, minutes = 0, h = 0] = (document.querySelector('[data-testid="clock"]')?.textContent ?? "")
        .split(":")
        .toReversed()
        .map(Number);
      return h + minutes / 60 + seconds / 3600 >= wanted;
    };
    await page.waitForFunction(passed, hour, { timeout: 1_800_000, polling: 500 });
  };
  const every = Math.min(1, hours / 4);
  const counts: Counts[] = [];
  for (let hour = every; hour <= hours; hour += every) {
    await until(hour);
    counts.push(await count());
  }
  const series = (what: (counted: Counts) => string): string => counts.map(what).join(" ");
  const clocks = `${counts[0]?.clock} to ${counts.at(-1)?.clock}`;
  say(
    `DOM nodes, 100× from ${clocks}`,
    series(({ nodes }) => String(nodes)),
    "no growth",
  );
  say(
    "listeners",
    series(({ listeners }) => String(listeners)),
    "no growth",
  );
  say(
    "heap of the page, MB",
    series(({ heap }) => heap.toFixed(0)),
    "",
  );
  await page.context().close();
}

const root = process.cwd();
const [parts, folder = "dist", port = "4790"] = process.argv.slice(2);
const dist = resolve(root, folder);
if (!existsSync(join(dist, "sw.js"))) throw new Error("Build the page first: npm run build");
const only = parts?.split(",");
const build = { outDir: dist };
const server = await preview({ root, configFile: false, base: "./", logLevel: "error", build, preview: { port: Number(port) } });
const base = server.resolvedUrls?.local[0] ?? "http://localhost:4790/";
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const browser = await chromium.launch({ args: ARGS, ...(executablePath === undefined ? {} : { executablePath }) });
try {
  const all: Readonly<Record<string, () => Promise<void> | void>> = {
    bundles: () => bundles(dist),
    first: () => firstPicture(browser, base),
    churn200: () => churn(browser, base, 200, "≤ 17 ms"),
    churn2000: () => churn(browser, base, 2000, "≤ 35 ms"),
    pan: () => panAndZoom(browser, base),
    deeds200: () => deeds(browser, base, 200),
    deeds2000: () => deeds(browser, base, 2000),
    growth: () => growth(browser, base, 1),
    growth8: () => growth(browser, base, 8),
  };
  for (const [name, measure] of Object.entries(all)) if (only?.includes(name) ?? name !== "growth8") await measure();
} finally {
  await browser.close();
  await server.close();
}
