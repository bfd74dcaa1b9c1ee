// Keeps this tab's session while it goes on, and finds it again after a reload: seed, options, inputs, how far it had got,
// how the clock went and the lines that were typed.

import { clockStore } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { statusStore } from "../store/status.ts";
import { cluster } from "../worker/client.ts";
import { forgetSession, keepSession, type Kept, keptSessions, tidySessions } from "./kept.ts";
import { holdTab, isAnyKept, type Leaving, newTabId, readTab, rememberKept, writeTab } from "./tab.ts";

/** After an action so soon; while only time passes that often. */
const SOON_MS = 400;
const EVERY_MS = 5000;
/** A database that does not answer must not hold up the page. */
const PATIENCE_MS = 2500;

let id: string | undefined;
let address = "";
let timer: ReturnType<typeof setTimeout> | undefined;
let last: Kept | undefined;

/** The session that this tab goes on with, if there is one. Call `beganFrom` when there is none. */
export async function findKept(location: Location): Promise<Kept | undefined> {
  const nothing = new Promise<undefined>((settle) => setTimeout(settle, PATIENCE_MS, undefined));
  try {
    const found = await Promise.race([find(location.hash), nothing]);
    if (found === undefined) return undefined;
    takeName(found.id);
    address = location.hash;
    return found;
  } catch {
    statusStore.setState({ kept: false });
    return undefined;
  }
}

async function find(hash: string): Promise<Kept | undefined> {
  // A link that somebody follows is opened; one that is only loaded again goes on from where it had got.
  if (hash !== "" && !isReload()) return undefined;
  // A first visit does not wait for the database.
  if (!isAnyKept()) return undefined;
  const tab = readTab();
  const sessions = await keptSessions();
  const own = sessions.find((kept) => kept.id === tab?.id && kept.address === hash);
  if (own !== undefined) {
    const mine = await holdTab(own.id, true);
    // When another tab holds it, this one was made of that one, and goes on under a name of its own.
    return { ...asLeft(own, tab?.left), id: mine ? own.id : newTabId() };
  }
  if (tab !== undefined || hash !== "") return undefined;
  for (const kept of sessions) if (kept.address === "" && (await holdTab(kept.id, false))) return kept;
  return undefined;
}

function takeName(name: string): void {
  id = name;
  writeTab({ id });
  void holdTab(id, false);
}

/** A session begins that is not the one before: that one stays as it was kept. */
export function beganFrom(hash: string): void {
  address = hash;
  takeName(newTabId());
}

function isReload(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return entry !== undefined && "type" in entry && (entry.type === "reload" || entry.type === "back_forward");
}

/** Pure: the session as it was when the page was left, which may be after it was last kept, or before what was undone since. */
export function asLeft(kept: Kept, left: Leaving | undefined): Kept {
  if (left === undefined || left.savedAt < kept.savedAt) return kept;
  const inputs = kept.session.inputs.filter(({ at }) => at <= left.until);
  return {
    ...kept,
    session: { ...kept.session, inputs, until: left.until },
    pace: { speed: left.speed, running: left.running },
    echoes: kept.echoes.filter(({ at }) => at <= left.until),
  };
}

/** From now on what happens is kept. */
export function keepOn(): void {
  void tidySessions(Date.now()).catch(() => undefined);
  statusStore.subscribe((now, before) => {
    // Also when the numbers are the same: each answer to an action comes with them.
    if (now.phase === "running" && (now.undo !== before.undo || now.redo !== before.redo || now.phase !== before.phase))
      keepWithin(SOON_MS);
  });
  commandStore.subscribe(() => keepWithin(SOON_MS));
  let keptNow = 0;
  setInterval(() => {
    const { now } = clockStore.getState();
    if (now === keptNow || document.hidden) return;
    keptNow = now;
    keepWithin(0);
  }, EVERY_MS);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
}

function keepWithin(ms: number): void {
  timer ??= setTimeout(() => void keepNow(), ms);
}

async function keepNow(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  if (id === undefined || statusStore.getState().phase !== "running") return;
  try {
    const session = await cluster.session();
    if (session === undefined) return;
    last = { id, savedAt: Date.now(), address, session, pace: pace(), echoes: commandStore.getState().echoes };
    await keepSession(last);
    rememberKept();
    if (!statusStore.getState().kept) statusStore.setState({ kept: true });
  } catch {
    // A cluster that was started again answers nothing; anything else is a browser that keeps nothing, or no more.
    if (statusStore.getState().phase !== "running") return;
    statusStore.setState({ kept: false });
    await forgetSession(id).catch(() => undefined);
  }
}

/** The last one that was kept: for a worker that died without a word. */
export function lastKept(): Kept | undefined {
  return last;
}

function pace(): Kept["pace"] {
  const { speed, running, untilChange } = clockStore.getState();
  return { speed, running: running && !untilChange };
}

function leave(): void {
  if (id === undefined || statusStore.getState().phase !== "running") return;
  writeTab({ id, left: { until: clockStore.getState().now, savedAt: Date.now(), ...pace() } });
}
