// The cluster, its scene and its history, without any worker or wall clock: what the page can ask of it, answered at once.

import {
  type ApiRequest,
  type ApiResponse,
  type Cause,
  type Cluster,
  type ClusterOptions,
  createCluster,
  type Input,
  isInput,
  type KubeObject,
  kubectl,
  type KubectlIo,
  type ObjectRef,
  restoreCluster,
  type Snapshot,
  type Unsubscribe,
  type WatchEvent,
} from "../../engine/index.ts";
import { forecast } from "./forecast.ts";
import { preview } from "./preview.ts";
import type { Deed, Forecast, Preview, SessionFile, StartOptions, StepUnit } from "./protocol.ts";
import { SceneBuilder, WATCHED } from "./scene.ts";

/** Actions that can be taken back. */
const MOST_UNDO = 100;
/** Steps that can be gone back, in clusters of at most so many pods: many steps come in a second. */
const MOST_STEPS = 50;
const STEPS_UP_TO = 500;
/** Above that many pods no snapshot is kept for undo: it would cost a frame. */
const UNDO_UP_TO = 3000;
/** Methods that may leave everything as it was: the label that it has already, a pod that is going already. */
const MAY_CHANGE_NOTHING = new Set(["PATCH", "PUT", "DELETE"]);
/** A step gives up when nothing of its kind happens within that many happenings. */
const STEP_LIMIT = 20_000;
/** In a cluster at peace a step goes no further than that, and "until a change" neither: hours would pass in a blink. */
const STEP_MOST_MS = 10_000;
const CHANGE_MOST_MS = 600_000;
/** Happenings of a replay between two looks at the watch. */
const REPLAY_CHUNK = 200;

interface Moment {
  readonly snapshot: Snapshot;
  readonly inputs: readonly Input[];
}

/** Hears the number of the action that a request began. */
export type Began = (action: number) => void;

/** What can be taken back and done again. An action's number is the place of its first input in the session. */
export interface Undoable {
  readonly undo: number;
  readonly redo: number;
  /** Number of the action that undo would take back. */
  readonly last: number | undefined;
}

export class Simulation {
  readonly #options: StartOptions;
  #cluster: Cluster;
  #scene = new SceneBuilder();
  #inputs: Input[] = [];
  readonly #undo: Moment[] = [];
  readonly #redo: Moment[] = [];
  /** The moments before the last steps, and where each step led. */
  #steps: { readonly before: Moment; readonly endAt: number }[] = [];
  #unsubscribe: readonly Unsubscribe[] = [];
  #decisions = 0;
  #events = 0;
  /** The session that this cluster began with, until it has been played to its end. */
  #script: SessionFile | undefined;
  /** Inputs of the script that have been played. */
  #played = 0;
  /** The requests of the page that come next belong to an action that is in the history already. */
  #hasBegun = false;
  readonly startAt: number;

  /** A session has to be played by `replay` before anything else is done. */
  constructor(options: StartOptions, session?: SessionFile) {
    this.#options = options;
    this.#script = session;
    this.#cluster = createCluster(clusterOptions(options));
    this.startAt = this.#cluster.now;
    // Before the replay, so that the lanes have the whole history.
    this.#observe(undefined);
  }

  get now(): number {
    return this.#cluster.now;
  }
  get scene(): SceneBuilder {
    return this.#scene;
  }
  get isAtRest(): boolean {
    return this.#cluster.nextDueAt() === undefined;
  }
  get undoable(): Undoable {
    return { undo: this.#undo.length, redo: this.#redo.length, last: this.#undo.at(-1)?.inputs.length };
  }

  /** Applies the manifests of the start; what kubectl complained of comes back. */
  applyManifests(): readonly string[] {
    const problems: string[] = [];
    for (const text of this.#options.manifests) {
      const io = this.io({ stdout: () => undefined, stderr: (line) => problems.push(line) }, {});
      // Apply never waits: its first step is its last.
      kubectl(["apply", "-f", "-"], text, io).next();
    }
    this.#cluster.advance(this.#options.settleMs);
    this.#undo.length = 0;
    return problems;
  }

  advance(ms: number, happenings: number): { readonly advancedMs: number; readonly happenings: number } {
    const done = this.#cluster.advance(ms, { happenings });
    this.#scene.expireStreaks(this.#cluster.now);
    return done;
  }

  /** `goesOn`: the request belongs to the action of the one before it, and is taken back with it. */
  handle(request: ApiRequest, goesOn = false, began?: Began): ApiResponse {
    if (isInput(request) && !goesOn) this.#hasBegun = false;
    const { response, acted } = this.#perform(request, !this.#hasBegun, began);
    this.#hasBegun ||= acted;
    return response;
  }

  /**
   * Hands a request over and writes it into the history. What was refused, only tried, or changed nothing is no action: it
   * cannot be taken back. One action may make several requests; `beginsAction` says whether this may begin a new one.
   */
  #perform(request: ApiRequest, beginsAction: boolean, began?: Began): { readonly response: ApiResponse; readonly acted: boolean } {
    if (!isInput(request)) return { response: this.#cluster.handle(request), acted: false };
    const moment = beginsAction && this.#podCount() <= UNDO_UP_TO ? this.#moment() : undefined;
    const revision = MAY_CHANGE_NOTHING.has(request.method) ? this.#revision() : undefined;
    const action = this.#inputs.length;
    this.#inputs.push({ at: this.#cluster.now, happenings: this.#cluster.happenings, request });
    const response = this.#cluster.handle(request);
    const isTried = response.status >= 400 || /[?&]dryRun=All\b/.test(request.path);
    const acted = !isTried && (revision === undefined || revision !== this.#revision());
    if (acted && beginsAction) {
      this.#begin(moment);
      began?.(action);
    }
    return { response, acted };
  }

  /** An action whose moment is not kept cannot be taken back, nor can those before it without it. */
  #begin(moment: Moment | undefined): void {
    this.#redo.length = 0;
    if (moment === undefined) this.#undo.length = 0;
    else this.#undo.push(moment);
    if (this.#undo.length > MOST_UNDO) this.#undo.shift();
  }

  /** The store's: another one after each write. */
  #revision(): string {
    const { body } = this.#cluster.handle({ method: "GET", path: "/api/v1/namespaces?limit=1" });
    const list: { readonly metadata: { readonly resourceVersion: string } } = JSON.parse(String(body));
    return list.metadata.resourceVersion;
  }

  #moment(): Moment {
    return { snapshot: this.#cluster.snapshot(), inputs: [...this.#inputs] };
  }

  #podCount(): number {
    return this.#scene.podCount;
  }

  /** Takes the last action back, or does it again. The clock goes with it: it is another moment of the cluster. */
  move(direction: "undo" | "redo"): boolean {
    const [from, to] = direction === "undo" ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    const moment = from.pop();
    if (moment === undefined) return false;
    to.push(this.#moment());
    this.#goTo(moment);
    return true;
  }

  #goTo({ snapshot, inputs }: Moment): void {
    this.#cluster = restoreCluster(snapshot);
    this.#inputs = [...inputs];
    this.#observe(this.#cluster.now);
  }

  step(by: StepUnit): void {
    const before = this.#podCount() <= STEPS_UP_TO ? this.#moment() : undefined;
    this.#step(by);
    if (before !== undefined) this.#steps = [...this.#steps, { before, endAt: this.#cluster.now }].slice(-MOST_STEPS);
  }

  /** Back to the moment before the last step; false when the clock has run or something was done since. */
  stepBack(): boolean {
    const last = this.#steps.pop();
    if (last !== undefined && last.endAt === this.#cluster.now && last.before.inputs.length === this.#inputs.length) {
      this.#goTo(last.before);
      return true;
    }
    this.#steps = [];
    return false;
  }

  #step(by: StepUnit): void {
    if (by === "second") {
      this.advance(1000, STEP_LIMIT);
      return;
    }
    const before = by === "decision" ? this.#decisions : this.#events;
    const end = this.#cluster.now + STEP_MOST_MS;
    for (let i = 0; i < STEP_LIMIT && this.#happenBefore(end); i++) {
      if ((by === "decision" ? this.#decisions : this.#events) !== before) break;
    }
    this.#scene.expireStreaks(this.#cluster.now);
  }

  /** One happening, if one is due by then; else the time passes to the end. */
  #happenBefore(end: number): boolean {
    const due = this.#cluster.nextDueAt();
    if (due !== undefined && due <= end) return this.#cluster.step() !== undefined;
    this.#cluster.advance(Math.max(0, end - this.#cluster.now));
    return false;
  }

  /** The instant at which "until a change" gives up. */
  get changeEndAt(): number {
    return this.#cluster.now + CHANGE_MOST_MS;
  }

  /** Goes on happening by happening until the picture changes or the end comes; false when neither has, within this many. */
  untilChange(happenings: number, endAt: number): boolean {
    const before = this.#scene.changes;
    for (let i = 0; i < happenings; i++) {
      if (!this.#happenBefore(endAt) || this.#scene.changes !== before) return true;
    }
    return false;
  }

  causes(ref: ObjectRef): readonly Cause[] {
    return this.#cluster.causes(ref);
  }

  session(): SessionFile {
    const begins = this.#undo.map(({ inputs }) => inputs.length);
    return { version: 1, options: this.#options, inputs: [...this.#inputs], begins, until: this.#cluster.now };
  }

  preview(requests: readonly ApiRequest[], forMs: number, untilSettled = false): Preview {
    return preview(this.#cluster.fork(), requests, forMs, untilSettled);
  }

  forecast(deed: Deed): Forecast {
    return forecast(this.#cluster.fork(), deed);
  }

  /** What the command line needs. Writes of one command are one action. */
  io(out: Pick<KubectlIo, "stdout" | "stderr">, files: Readonly<Record<string, string>>, began?: Began): KubectlIo {
    let wrote = false;
    return {
      ...out,
      namespace: "default",
      now: () => this.#cluster.now,
      handle: (request) => {
        const { response, acted } = this.#perform(request, !wrote, began);
        wrote ||= acted;
        return response;
      },
      watch: (request, sink) => this.#cluster.watch(request, sink),
      readFile: (path) => files[path.replace(/^\.\//, "")],
      listFiles: (directory) => (directory === "." || directory === "./" ? Object.keys(files).sort() : undefined),
    };
  }

  /** Plays on until the watch says stop; true when the end of the session is reached. What was done can be undone again. */
  replay(isSpent: () => boolean): boolean {
    const script = this.#script;
    if (script === undefined) return true;
    for (let input = script.inputs[this.#played]; input !== undefined; input = script.inputs[this.#played]) {
      if (!this.#playTo(input.at, input.happenings, isSpent)) return false;
      this.#cluster.passTo(input.at);
      this.#perform(input.request, script.begins?.includes(this.#played) ?? false);
      this.#played += 1;
      if (isSpent()) return false;
    }
    if (!this.#playTo(script.until, Number.POSITIVE_INFINITY, isSpent)) return false;
    this.#scene.expireStreaks(this.#cluster.now);
    this.#script = undefined;
    return true;
  }

  /** How much of the session has been played, from 0 to 1. */
  get replayed(): number {
    return this.#script === undefined ? 1 : (this.#cluster.now - this.startAt) / Math.max(1, this.#script.until - this.startAt);
  }

  /** True when that instant, or that happening if it comes first, is reached. */
  #playTo(at: number, happenings: number, isSpent: () => boolean): boolean {
    for (;;) {
      const most = Math.min(REPLAY_CHUNK, happenings - this.#cluster.happenings);
      const done = this.#cluster.advance(Math.max(0, at - this.#cluster.now), { happenings: most });
      if (done.happenings < most || this.#cluster.happenings >= happenings) return true;
      if (isSpent()) return false;
    }
  }

  /** A new scene that watches the present cluster. */
  #observe(movedTo: number | undefined): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    const scene = new SceneBuilder(movedTo === undefined ? undefined : { to: movedTo, from: this.#scene });
    this.#scene = scene;
    this.#unsubscribe = WATCHED.map((path) =>
      this.#cluster.watch({ method: "GET", path: `${path}?watch=true` }, (event) => this.#note(scene, event)),
    );
    scene.begin();
  }

  #note(scene: SceneBuilder, event: WatchEvent): void {
    const kind = (event.object as Partial<KubeObject>).kind;
    if (kind === "Event") this.#events += 1;
    else if (kind !== "Node") this.#decisions += 1;
    scene.note(event, this.#cluster.now);
  }
}

function clusterOptions({ seed, nodes, latency, registry }: StartOptions): ClusterOptions {
  return { seed, nodes, latency, registry };
}
