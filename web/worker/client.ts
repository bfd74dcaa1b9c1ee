// The page's end of the worker: a typed API over messages. Every answer is a promise that settles; a worker that crashed
// answers nothing more, which the status store shows.

import type { ApiRequest, ApiResponse, Cause, ObjectRef } from "../../engine/index.ts";
import { clockStore } from "../store/clock.ts";
import { sceneStore } from "../store/scene.ts";
import { type Arrival, SceneQueue } from "../store/sceneQueue.ts";
import { type Crash, statusStore } from "../store/status.ts";
import type { ClockControl, Deed, Forecast, FromWorker, Pace, Preview, SessionFile, StartOptions, StepUnit, ToWorker } from "./protocol.ts";

export interface KubectlOptions {
  readonly stdin?: string;
  /** Files that `-f` may name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly onOutput?: (text: string, stream: "stdout" | "stderr") => void;
  readonly onAction?: OnAction;
}

/** Hears the number of the action that was begun: undo and redo name it. */
type OnAction = (action: number) => void;

export interface KubectlRun {
  /** Settles with the exit code; `kubectl get -w` only after `interrupt()`. */
  readonly done: Promise<number>;
  interrupt(): void;
}

interface Waiting {
  readonly settle: (message: FromWorker) => void;
  readonly fail: (error: Error) => void;
  readonly heard: Heard;
}

type Heard = Pick<KubectlOptions, "onOutput" | "onAction">;

type Ask = ToWorker extends infer Message ? (Message extends { readonly id: number } ? Omit<Message, "id"> : never) : never;

export class ClusterClient {
  #worker: Worker | undefined;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();
  readonly #scene = new SceneQueue({
    apply: (delta, clock) => {
      sceneStore.getState().apply(delta, clock.now);
      clockStore.setState(clock);
    },
    drawn: (seq) => this.#post({ type: "drawn", seq }),
    afterFrame,
    afterEffects: (act) => queueMicrotask(act),
    watch: () => performance.now(),
  });

  /** Starts (or starts again) a cluster; resolves when its first picture is on the way, with what kubectl refused of its manifests. */
  async start(options: StartOptions, session?: SessionFile, pace?: Pace): Promise<readonly string[]> {
    this.#worker?.terminate();
    this.#failAll("The cluster was started again.");
    this.#scene.clear();
    this.#worker = newWorker();
    this.#worker.onmessage = (event: MessageEvent<FromWorker>) => this.#receive(event.data);
    this.#worker.onerror = (event) =>
      this.#crashed({ message: event.message || "The worker could not be loaded.", session: undefined, at: 0 });
    statusStore.setState({ phase: "starting", crash: undefined, replayed: undefined, undo: 0, redo: 0, last: undefined, options });
    const from = { ...(session === undefined ? {} : { session }), ...(pace === undefined ? {} : { pace }) };
    const answer = await this.#ask({ type: "start", options, ...from });
    return answer.type === "started" ? answer.problems : [];
  }

  /** Draws what the worker is known to say first, before it has. */
  foreshow(arrival: Arrival): void {
    this.#scene.push(arrival);
  }

  /** `goesOn`: it belongs to the action of the request before it. */
  async request(request: ApiRequest, goesOn = false, heard: Pick<Heard, "onAction"> = {}): Promise<ApiResponse> {
    const answer = await this.#ask({ type: "request", request, goesOn }, heard);
    return answer.type === "response" ? answer.response : { status: 500, headers: {}, body: "" };
  }

  /** The JSON of one object or list, or undefined when the server answers anything but 2xx. */
  async json<T>(path: string): Promise<T | undefined> {
    const response = await this.request({ method: "GET", path, headers: { accept: "application/json" } });
    // The caller names the kind that it asked the path for.
    return response.status < 300 ? (JSON.parse(bodyText(response)) as T) : undefined;
  }

  kubectl(line: string, options: KubectlOptions = {}): KubectlRun {
    const { stdin, files, ...heard } = options;
    const id = this.#nextId;
    const ask: Ask = { type: "kubectl", line, ...(stdin === undefined ? {} : { stdin }), ...(files === undefined ? {} : { files }) };
    const done = this.#ask(ask, heard).then((answer) => (answer.type === "exit" ? answer.code : 1));
    return { done, interrupt: () => this.#post({ type: "interrupt", id }) };
  }

  async causes(ref: ObjectRef): Promise<readonly Cause[]> {
    const answer = await this.#ask({ type: "causes", ref });
    return answer.type === "causes" ? answer.causes : [];
  }

  async session(): Promise<SessionFile | undefined> {
    const answer = await this.#ask({ type: "session" });
    return answer.type === "session" ? answer.session : undefined;
  }

  /** Takes back the last action, or does it again: which one, and the instant it leads to. Undefined when there is none. */
  async history(move: "undo" | "redo"): Promise<{ readonly action: number | undefined; readonly at: number } | undefined> {
    const answer = await this.#ask({ type: "history", move });
    return answer.type === "moved" && answer.done ? answer : undefined;
  }

  /** `untilSettled`: also when the pods will have come to rest. */
  async preview(requests: readonly ApiRequest[], forMs: number, untilSettled = false): Promise<Preview> {
    const answer = await this.#ask({ type: "preview", requests, forMs, untilSettled });
    return answer.type === "previewed" ? answer.preview : { born: [], placed: [], leaving: [] };
  }

  /** Undefined when the cluster is too busy to be run so far ahead. */
  async forecast(deed: Deed): Promise<Forecast | undefined> {
    const answer = await this.#ask({ type: "forecast", deed });
    return answer.type === "foretold" && answer.forecast.reached ? answer.forecast : undefined;
  }

  run(): void {
    this.#clock({ type: "run" });
  }
  pause(): void {
    this.#clock({ type: "pause" });
  }
  setSpeed(speed: number): void {
    this.#clock({ type: "speed", speed });
  }
  step(by: StepUnit): void {
    this.#clock({ type: "step", by });
  }
  stepBack(): void {
    this.#clock({ type: "stepBack" });
  }
  untilChange(): void {
    this.#clock({ type: "untilChange" });
  }
  setHidden(hidden: boolean): void {
    this.#clock({ type: "hidden", hidden });
  }

  #clock(control: ClockControl): void {
    this.#post({ type: "clock", control });
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #ask(ask: Ask, heard: Heard = {}): Promise<FromWorker> {
    const id = this.#nextId++;
    if (this.#worker === undefined || statusStore.getState().phase === "crashed") return Promise.reject(new Error("There is no cluster."));
    return new Promise((settle, fail) => {
      this.#waiting.set(id, { settle, fail, heard });
      // Each member of Ask is a member of ToWorker without its id.
      this.#post({ ...ask, id } as ToWorker);
    });
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case "scene":
        // Acknowledged when it has been drawn, so that a page that cannot keep up is not flooded.
        this.#scene.push(message);
        return;
      case "clock":
        clockStore.setState(message.clock);
        return;
      case "output":
        this.#waiting.get(message.id)?.heard.onOutput?.(message.text, message.stream);
        return;
      case "crashed":
        this.#crashed(message);
        return;
      case "replaying":
        statusStore.setState({ replayed: message.replayed });
        return;
      case "refused":
        this.#waiting.get(message.id)?.fail(new Error(message.message));
        this.#waiting.delete(message.id);
        return;
      case "started":
        clockStore.setState(message.clock);
        statusStore.setState({ phase: "running", replayed: undefined });
        break;
      case "undoable": {
        const { undo, redo, last, began } = message;
        statusStore.setState({ undo, redo, last });
        if (began !== undefined) this.#waiting.get(began.by)?.heard.onAction?.(began.action);
        return;
      }
      default:
    }
    this.#waiting.get(message.id)?.settle(message);
    this.#waiting.delete(message.id);
  }

  #crashed({ message, session, at }: Crash): void {
    this.#failAll(message);
    statusStore.setState({ phase: "crashed", replayed: undefined, crash: { message, session, at } });
  }

  #failAll(message: string): void {
    for (const waiting of this.#waiting.values()) waiting.fail(new Error(message));
    this.#waiting.clear();
  }
}

/** A page in the background draws no frames. */
const LATE_MS = 300;

/** In a task of its own: what it does is not drawn in the same one. */
function afterFrame(act: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    clearTimeout(late);
    act();
  };
  const late = setTimeout(once, LATE_MS);
  requestAnimationFrame(() => setTimeout(once, 0));
}

/** The one that the page's head has started, until it is taken. */
function newWorker(): Worker {
  const { earlyWorker } = window;
  delete window.earlyWorker;
  if (earlyWorker !== undefined) return earlyWorker;
  return new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module" });
}

export function bodyText(response: ApiResponse): string {
  return typeof response.body === "string" ? response.body : new TextDecoder().decode(response.body);
}

/** The page's one connection. */
export const cluster = new ClusterClient();
