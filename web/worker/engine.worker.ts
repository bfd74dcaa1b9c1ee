// The worker's shell: messages in, slices of simulated time, messages out. The thinnest possible layer over Simulation;
// an error is an answer, never a crash.

/// <reference lib="webworker" />
import { AssertionError } from "../../engine/index.ts";
import { Pacer } from "./pacer.ts";
import type { ClockControl, ClockState, FromWorker, ToWorker } from "./protocol.ts";
import { RunningCommands } from "./runningCommands.ts";
import { type Began, Simulation } from "./simulation.ts";

/** A slice lasts so long, and the next comes after so long. */
const SLICE_MS = 10;
const PAUSE_MS = 12;
/** Deltas at most that often. */
const DELTA_MS = 50;
/** A page that has not drawn the last one for so long gets the next all the same. */
const PATIENCE_MS = 5000;
const CHANGE_HAPPENINGS = 400;
/** A session is played in pieces of that length; one that takes longer in all than this begins paused. */
const REPLAY_MS = 200;
const LONG_REPLAY_MS = 2000;

const scope = self as unknown as DedicatedWorkerGlobalScope; // the page's types are in force for the rest of web
const pacer = new Pacer();
let simulation: Simulation | undefined;
let running = false;
let hidden = false;
let untilChange = false;
let changeEndAt = 0;
let lastSliceAt = 0;
let lastDeltaAt = 0;
let seq = 0;
let drawn = 0;
let lastClock = "";
const commands = new RunningCommands(post);
/** What the page asked while its session was still being played. */
const early: ToWorker[] = [];
let starting: Start | undefined;

type Start = Extract<ToWorker, { type: "start" }>;

scope.onmessage = (event: MessageEvent<ToWorker>) => hear(event.data);

function hear(message: ToWorker): void {
  try {
    receive(message);
  } catch (error) {
    fail(error, "id" in message ? message.id : undefined);
  }
}

function post(message: FromWorker): void {
  scope.postMessage(message);
}

function receive(message: ToWorker): void {
  const isForLater = starting !== undefined && message.type !== "start" && !(message.type === "clock" && message.control.type === "hidden");
  if (isForLater) {
    early.push(message);
    return;
  }
  switch (message.type) {
    case "start":
      start(message);
      return;
    case "drawn":
      drawn = message.seq;
      return;
    case "clock":
      control(message.control);
      return;
    case "interrupt":
      commands.interrupt(message.id);
      return;
    default:
      answer(message, theSimulation());
  }
}

type Question = Extract<ToWorker, { type: "request" | "kubectl" | "causes" | "session" | "history" | "preview" | "forecast" }>;

function answer(question: Question, cluster: Simulation): void {
  const { id } = question;
  switch (question.type) {
    case "request":
      post({ type: "response", id, response: cluster.handle(question.request, question.goesOn, began(id)) });
      sayUndoable();
      sendDelta(true);
      return;
    case "kubectl":
      startCommand(question, cluster);
      return;
    case "causes":
      post({ type: "causes", id, causes: cluster.causes(question.ref) });
      return;
    case "session":
      post({ type: "session", id, session: cluster.session() });
      return;
    case "preview":
      post({ type: "previewed", id, preview: cluster.preview(question.requests, question.forMs, question.untilSettled) });
      return;
    case "forecast":
      post({ type: "foretold", id, forecast: cluster.forecast(question.deed) });
      return;
    case "history": {
      const before = cluster.undoable.last;
      const done = cluster.move(question.move);
      commands.interruptAll();
      sendDelta(true);
      sayUndoable();
      post({ type: "moved", id, done, action: question.move === "undo" ? before : cluster.undoable.last, at: cluster.now });
    }
  }
}

function theSimulation(): Simulation {
  if (simulation === undefined) throw new Error("There is no cluster yet.");
  return simulation;
}

function start(message: Start): void {
  simulation = new Simulation(message.options, message.session);
  if (message.session === undefined) {
    begin(message, simulation.applyManifests(), false);
    return;
  }
  starting = message;
  replay(message, performance.now());
}

function replay(message: Start, beganAt: number): void {
  try {
    const from = performance.now();
    const cluster = theSimulation();
    if (cluster.replay(() => performance.now() - from > REPLAY_MS)) {
      begin(message, [], performance.now() - beganAt > LONG_REPLAY_MS);
      return;
    }
    post({ type: "replaying", replayed: cluster.replayed });
    setTimeout(replay, 0, message, beganAt);
  } catch (error) {
    fail(error, undefined);
  }
}

function begin({ id, options, pace }: Start, problems: readonly string[], paused: boolean): void {
  pacer.speed = pace?.speed ?? options.speed;
  running = !paused && (pace?.running ?? options.running);
  starting = undefined;
  post({ type: "started", id, clock: clockState(), problems });
  sendDelta(true);
  if (theSimulation().undoable.undo > 0) sayUndoable();
  for (const message of early.splice(0)) hear(message);
  lastSliceAt = performance.now();
  setTimeout(slice, 0);
}

function control(change: ClockControl): void {
  switch (change.type) {
    case "run":
    case "pause":
      running = change.type === "run";
      untilChange = false;
      break;
    case "speed":
      pacer.speed = change.speed;
      break;
    case "step":
      running = false;
      untilChange = false;
      theSimulation().step(change.by);
      commands.resume();
      break;
    case "stepBack":
      if (running || untilChange) return;
      if (theSimulation().stepBack()) commands.interruptAll();
      break;
    case "untilChange":
      running = false;
      untilChange = true;
      changeEndAt = theSimulation().changeEndAt;
      break;
    case "hidden":
      hidden = change.hidden;
      break;
  }
  if (starting !== undefined) return;
  pacer.rest();
  lastSliceAt = performance.now();
  sendDelta(true);
  sayClock();
}

function slice(): void {
  try {
    const now = performance.now();
    const wallMs = Math.min(now - lastSliceAt, 1000);
    lastSliceAt = now;
    const cluster = theSimulation();
    if (!hidden && untilChange) {
      if (cluster.untilChange(CHANGE_HAPPENINGS, changeEndAt)) untilChange = false;
    } else if (!hidden && running) {
      pacer.slice(
        wallMs,
        (ms, happenings) => cluster.advance(ms, happenings),
        () => performance.now() - now > SLICE_MS,
      );
    }
    commands.resume();
    sendDelta(false);
    sayClock();
    setTimeout(slice, pacer.isBehind || untilChange ? 0 : PAUSE_MS);
  } catch (error) {
    fail(error, undefined);
  }
}

/** Sends what changed, unless the page still draws the last delta or it was sent only just now. */
function sendDelta(now: boolean): void {
  if (simulation === undefined || simulation.scene.isEmpty) return;
  const wall = performance.now();
  if (seq !== drawn && wall - lastDeltaAt < PATIENCE_MS) return;
  if (!now && wall - lastDeltaAt < DELTA_MS) return;
  lastDeltaAt = wall;
  seq += 1;
  post({ type: "scene", seq, delta: simulation.scene.take(), clock: clockState() });
}

let lastClockAt = 0;
let lastNow = 0;

function sayClock(): void {
  const wall = performance.now();
  const clock = clockState();
  const shape = `${clock.running}${clock.speed}${clock.behind}${clock.untilChange}`;
  // A step with nothing to draw still moves the clock.
  if (shape === lastClock && (clock.now === lastNow || wall - lastClockAt < DELTA_MS)) return;
  lastClock = shape;
  lastNow = clock.now;
  lastClockAt = wall;
  post({ type: "clock", clock });
}

function clockState(): ClockState {
  const { now, startAt, isAtRest } = theSimulation();
  return {
    now,
    startAt,
    running: running || untilChange,
    speed: pacer.speed,
    behind: running && pacer.isBehind,
    reached: pacer.reached,
    untilChange,
    atRest: isAtRest,
  };
}

function sayUndoable(): void {
  post({ type: "undoable", ...theSimulation().undoable });
}

/** Said before the answer, while the one who asked still waits. */
function began(by: number): Began {
  return (action) => post({ type: "undoable", ...theSimulation().undoable, began: { action, by } });
}

function startCommand({ id, line, stdin, files }: Extract<ToWorker, { type: "kubectl" }>, cluster: Simulation): void {
  commands.start(id, line, stdin, (out) => cluster.io(out, files ?? {}, began(id)));
  sayUndoable();
  sendDelta(true);
}

/** Our own bug stops the clock and hands out the session; anything else is the answer to the one who asked. */
function fail(error: unknown, id: number | undefined): void {
  const message = error instanceof Error ? error.message : String(error);
  if (id !== undefined && !(error instanceof AssertionError)) {
    post({ type: "refused", id, message });
    return;
  }
  // A replay that fails has not come to the end of its session.
  const session = starting?.session ?? simulation?.session();
  const at = simulation?.now ?? 0;
  simulation = undefined;
  running = false;
  post({ type: "crashed", message, session, at });
}
