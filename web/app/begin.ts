// Starts the cluster that this tab had, or that the address asks for, or the first scenario; lets the clock stand while the
// tab is hidden; and puts a cluster that crashed back to the moment before.

import { endFirstView } from "../first/endFirstView.ts";
import { noteHidden } from "../store/away.ts";
import { drawnStore, whenPictured } from "../store/drawn.ts";
import { selectionStore } from "../store/selection.ts";
import { commandStore } from "../store/commands.ts";
import type { Arrival } from "../store/sceneQueue.ts";
import { type Crash, statusStore } from "../store/status.ts";
import { cluster } from "../worker/client.ts";
import type { SessionFile, StartOptions } from "../worker/protocol.ts";
import { beganFrom, findKept, keepOn, lastKept } from "./keeper.ts";
import type { Kept } from "./kept.ts";
import { readLink } from "./link.ts";
import { beforeCrash } from "./recovery.ts";
import { FIRST_SCENE } from "./remembered.ts";
import { FIRST } from "./scenarios.ts";

/** Inside another page nothing is kept, and the clock stands until one sees it. */
export function begin(location: Location, embedded: boolean): void {
  document.addEventListener("visibilitychange", () => {
    noteHidden(document.hidden);
    cluster.setHidden(document.hidden);
  });
  window.addEventListener("hashchange", () => void openAddress(location, embedded));
  statusStore.subscribe(({ crash }, before) => {
    if (crash !== undefined && crash !== before.crash) recover(crash);
  });
  void open(location, embedded);
}

async function open(location: Location, embedded: boolean): Promise<void> {
  const kept = embedded ? undefined : await findKept(location);
  if (!embedded) keepOn();
  if (kept !== undefined) goOn(kept);
  else await openAddress(location, embedded);
}

async function openAddress({ hash }: Location, embedded: boolean): Promise<void> {
  if (!embedded) beganFrom(hash);
  const session = await readLink(hash).catch(() => {
    // The address keeps the link.
    statusStore.setState({ notice: "damagedLink" });
    return undefined;
  });
  const options = session?.options ?? FIRST;
  if (options === FIRST && !embedded && foreshow()) {
    whenPictured(() => {
      endFirstView();
      // One picture at a time: on a small machine the engine's start would hold up the page's.
      begun(startWith(FIRST));
    });
    return;
  }
  endFirstView();
  begun(startWith(options, session, embedded ? { speed: options.speed, running: false } : undefined));
  if (embedded && options.running) whenSeen(() => cluster.run());
}

/** The built page holds what a first visit sees; a page in development waits for the worker. */
function foreshow(): boolean {
  const text = document.getElementById(FIRST_SCENE)?.textContent;
  if (text === undefined || drawnStore.getState().picture) return false;
  cluster.foreshow(JSON.parse(text) as Arrival); // written by host/firstscene.ts
  return true;
}

function whenSeen(act: () => void): void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    act();
  });
  observer.observe(document.documentElement);
}

/** A new cluster in the place of the present one. */
export async function startWith(options: StartOptions, session?: SessionFile, pace?: Kept["pace"]): Promise<void> {
  selectionStore.setState({ selected: undefined, group: [], hovered: undefined, pinned: undefined, filter: "", namespace: undefined });
  commandStore.getState().clear();
  statusStore.setState({ recovered: undefined });
  const started = cluster.start(options, session, pace);
  cluster.setHidden(document.hidden);
  await started;
}

function goOn({ session, pace, echoes }: Pick<Kept, "session" | "pace" | "echoes">): void {
  endFirstView();
  begun(startWith(session.options, session, pace));
  commandStore.getState().restore(echoes);
}

/** A start that fails, or that another start overtakes, has said so in the status. */
function begun(started: Promise<void>): void {
  started.catch(() => undefined);
}

let recoveredAt: number | undefined;

/** Once for each moment: what fails there again is not tried a third time. */
function recover(crash: Crash): void {
  const session = crash.session === undefined ? lastKept()?.session : beforeCrash(crash.session, crash.at);
  if (session === undefined || (recoveredAt !== undefined && session.until <= recoveredAt)) return;
  recoveredAt = session.until;
  const { echoes } = commandStore.getState();
  const { speed } = statusStore.getState().options ?? FIRST;
  goOn({ session, pace: { speed, running: false }, echoes: echoes.filter(({ at }) => at <= session.until) });
  statusStore.setState({ recovered: crash });
}
