// A history played on the real cluster for the tests of lessons: kubectl lines, and time that passes.

import { kubectl } from "../../engine/index.ts";
import { FIRST } from "../app/scenarios.ts";
import type { CommandEcho } from "../store/commands.ts";
import { shortRef } from "../store/identity.ts";
import { foldDelta, type Scene } from "../store/scene.ts";
import type { Deed, Forecast } from "../worker/protocol.ts";
import { Simulation } from "../worker/simulation.ts";
import type { QuestionView } from "./asked.ts";
import { type ExampleId, exampleOf } from "./examples.ts";
import { byAge } from "./history.ts";
import type { Step } from "./ways.ts";

const textOf = (id: ExampleId): string => exampleOf(id).files[0]?.text ?? "";

/** What "mend" makes of the files of an example. */
export const MENDED: Partial<Record<ExampleId, Readonly<Record<string, string>>>> = {
  liveness: { "liveness-pod.yaml": textOf("liveness").replace("/health", "/") },
  oldVersion: { "kubia-v1beta2.yaml": textOf("replicaset") },
  wrongIndent: {
    "liveness-as-printed.yaml": textOf("liveness"),
    "liveness-as-printed-2.yaml": textOf("wrongIndent"),
    "other.yaml": textOf("liveness"),
  },
  wrongNesting: { "ssd-monitor-as-printed.yaml": textOf("ssdMonitor") },
};

export class Play {
  readonly #simulation = new Simulation(FIRST);
  #rows: Parameters<typeof foldDelta>[0];
  #echoes: CommandEcho[] = [];
  readonly #files: Record<string, string> = {};
  #example: ExampleId;
  /** Whose pods `$1` and `$2` are; anybody's without. */
  #of: string | undefined;
  #chosen: string[] = [];

  constructor(example: ExampleId, from: "empty" | "first", of?: string) {
    this.#example = example;
    this.turnTo(example, of);
    const none = { pods: new Map(), nodes: new Map(), controllers: new Map(), lanes: new Map(), lastWords: new Map() };
    this.#rows = { ...none, events: [], eventCount: 0, silent: new Set<string>(), faults: new Set<string>() } satisfies Partial<Scene>;
    if (from === "first") this.#simulation.applyManifests();
    this.pass(20);
  }

  /** Goes on with another example in the same cluster. */
  turnTo(example: ExampleId, of?: string): void {
    this.#example = example;
    this.#of = of;
    this.#chosen = [];
    for (const { name, text } of exampleOf(example).files) this.file(name, text);
  }

  pass(seconds: number): void {
    for (let i = 0; i < seconds; i++) {
      this.#simulation.advance(1000, 100_000);
      this.#rows = foldDelta(this.#rows, this.#simulation.scene.take());
    }
  }

  file(name: string, text: string): void {
    this.#files[name] = text;
  }

  line(line: string): void {
    this.type(line);
    this.pass(1);
  }

  /** Waits as long as the command does, or as is said. */
  type(line: string, forMs?: number): { readonly failed: boolean; readonly out: string } {
    const end = this.#simulation.now + (forMs ?? Number.POSITIVE_INFINITY);
    const words = line
      .replaceAll(/\$(\d)/g, (_, place: string) => this.#pod(Number(place) - 1))
      .split(" ")
      .slice(1);
    let out = "";
    const io = this.#simulation.io({ stdout: (text) => (out += text), stderr: (text) => (out += text) }, this.#files);
    const run = kubectl(words, undefined, io);
    let step = run.next();
    while (step.done !== true && this.#simulation.now < end) {
      this.pass(1);
      step = run.next();
    }
    const failed = step.done === true && step.value !== 0;
    this.#echoes.push({ id: this.#echoes.length + 1, at: this.#simulation.now, line, out, flag: undefined, failed });
    if (forMs !== undefined) this.pass(Math.max(0, Math.round((end - this.#simulation.now) / 1000)));
    return { failed, out };
  }

  /** The first time that a place is named, the oldest pod that was not chosen before. */
  #pod(place: number): string {
    const owned = [...this.#rows.pods.values()]
      .filter(({ owner, graceEndAt }) => owner !== undefined && graceEndAt === undefined && [undefined, shortRef(owner)].includes(this.#of))
      .sort(byAge)
      .filter(({ name }) => !this.#chosen.includes(name));
    for (const { name } of owned) if (this.#chosen.length <= place) this.#chosen.push(name);
    return this.#chosen[place] ?? "";
  }

  forecast(deed: Deed): Forecast {
    return this.#simulation.forecast(deed);
  }

  do(steps: readonly Step[]): this {
    for (const step of steps) {
      if (typeof step === "number") this.pass(step);
      else if (step === "mend") for (const [name, text] of Object.entries(MENDED[this.#example] ?? {})) this.file(name, text);
      else this.line(step);
    }
    return this;
  }

  get view(): QuestionView {
    const { pods, nodes, controllers, lanes } = this.#rows;
    return {
      now: this.#simulation.now,
      startAt: this.#simulation.startAt,
      pods,
      nodes,
      controllers,
      lanes,
      echoes: this.#echoes,
      files: this.#files,
    };
  }
}
