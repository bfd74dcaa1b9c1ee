// Plays a scenario on a simulated cluster and records what happens as it was recorded on the real one: watches from before
// the first step, steps at their times, one line for each watch event and for each command or request.

import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { Cluster } from "../../cluster.ts";
import { kubectl, type KubectlIo } from "../../kubectl/kubectl.ts";
import { newRandomState, Random } from "../../sim/random.ts";
import { Aliases } from "./alias.ts";
import { listFiles, plainPath } from "./files.ts";
import { RECORDED_IMAGES } from "./images.ts";
import { Jobs, type Task, type Wait } from "./jobs.ts";
import { FOREIGN_CONFIG_MAP, mergePatch, Normaliser } from "./normalise.ts";
import { namespaceOf, WATCHABLE, WATCHED_BY_DEFAULT, type Recording, type RequestStep, type Scenario, type Step } from "./scenario.ts";

const SETTLE_MS = 300;
/** What a real kubectl takes to start and to find out what the server serves; half of the recorded ones were slower. */
const KUBECTL_STARTS_MS = 200;
/** What one of its requests takes: of several objects applied at once, each begins to act before the next is there. */
const REQUEST_MS = 20;
const OBJECTS_PATH = /^\/(api|apis\/[^/]+)\/[^/]+\/./;
const POLL_MS = 200;
const POLLS = 50;
/** How long after the end the answers to requests in the background are waited for. */
const BACKGROUND_MS = 15_000;
/** A command in the foreground that takes longer than that never ends. */
const STUCK_MS = 3_600_000;
const ARGUMENT = /'[^']*'|"[^"]*"|[^\s'"]+=(?:'[^']*'|"[^"]*")(?=\s|$)|\S+/g;

interface Seen {
  readonly at: number;
  readonly kind: string;
  readonly type: string;
  readonly object: { readonly kind?: string; readonly metadata: { readonly name: string; readonly uid: string } };
}

interface Done {
  readonly t: number;
  readonly line: (normal: Normaliser) => object;
}

interface Answer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly warnings: readonly string[];
  readonly body: unknown;
  readonly events?: readonly unknown[];
}

/** Plays the scenario on a fresh cluster of the registry `catalogue`. */
export function play(scenario: Scenario, cluster: Cluster): Recording {
  return new Player(scenario, cluster).run();
}

class Player {
  readonly #scenario: Scenario;
  readonly #cluster: Cluster;
  readonly #namespace: string;
  readonly #aliases: Aliases;
  readonly #jobs: Jobs;
  readonly #random: Random;
  readonly #seen: Seen[] = [];
  readonly #done: Done[] = [];
  readonly #variables = new Map<string, string>();
  readonly #files: Map<string, string>;
  #startAt = 0;
  #learnedUpTo = 0;

  constructor(scenario: Scenario, cluster: Cluster) {
    this.#scenario = scenario;
    this.#cluster = cluster;
    this.#namespace = namespaceOf(scenario);
    const text = JSON.stringify(scenario);
    this.#aliases = new Aliases(this.#namespace, (given) => text.includes(given));
    this.#jobs = new Jobs(cluster);
    this.#random = new Random(newRandomState(cluster.options.seed));
    this.#files = new Map(Object.entries(scenario.files ?? {}));
  }

  run(): Recording {
    for (const image of RECORDED_IMAGES) this.#post("/apis/sim.podyard.dev/v1/images", image);
    if (this.#namespace !== "default") this.#makeNamespace();
    const stops = this.#watchAll();
    this.#jobs.passTo(this.#cluster.now + SETTLE_MS);
    this.#startAt = this.#cluster.now;
    for (const step of this.#scenario.steps) this.#playStep(step);
    const end = this.#startAt + this.#scenario.until * 1000;
    if (end > this.#cluster.now) this.#jobs.passTo(end);
    if (this.#scenario.steps.some(({ request, background }) => request && background))
      this.#jobs.passTo(this.#cluster.now + BACKGROUND_MS, () => !this.#jobs.busy);
    for (const stop of stops) stop();
    return this.#record();
  }

  // ---- before the first step ----

  #post(path: string, object: object): ApiResponse {
    return this.#cluster.handle({
      method: "POST",
      path,
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(object),
    });
  }

  #get(path: string): ApiResponse {
    return this.#cluster.handle({ method: "GET", path, headers: { accept: "application/json" } });
  }

  #makeNamespace(): void {
    this.#post("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: this.#namespace } });
    for (const path of ["serviceaccounts/default", "configmaps/kube-root-ca.crt"]) {
      for (let i = 0; i < POLLS && this.#get(`/api/v1/namespaces/${this.#namespace}/${path}`).status !== 200; i++)
        this.#jobs.passTo(this.#cluster.now + POLL_MS);
    }
    this.#post(`/api/v1/namespaces/${this.#namespace}/configmaps`, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: FOREIGN_CONFIG_MAP },
    });
  }

  #watchAll(): (() => void)[] {
    const watched = new Set(this.#scenario.watch ?? WATCHED_BY_DEFAULT);
    const places = Object.entries(WATCHABLE)
      .filter(([kind]) => watched.has(kind))
      .map(([kind, [base, plural]]) => [kind, `${base}/namespaces/${this.#namespace}/${plural}`] as const);
    const stops = places.map(([kind, path]) => this.#watch(kind, path));
    if (this.#scenario.watchNodes) {
      for (const item of this.#list("/api/v1/nodes").items)
        this.#seen.push({ at: this.#cluster.now, kind: "Node", type: "EXISTING", object: { kind: "Node", ...item } });
      stops.push(this.#watch("Node", "/api/v1/nodes"));
      // Events about nodes live in the namespace default.
      if (this.#namespace !== "default") stops.push(this.#watch("Event", "/api/v1/namespaces/default/events", isAboutNode));
    }
    return stops;
  }

  #list(path: string): { readonly items: readonly Seen["object"][]; readonly version: string } {
    const body = jsonOf(this.#get(path)) as { items?: readonly Seen["object"][]; metadata?: { resourceVersion?: string } } | undefined; // as a list is
    return { items: body?.items ?? [], version: body?.metadata?.resourceVersion ?? "" };
  }

  #watch(kind: string, path: string, wanted: (object: unknown) => boolean = () => true): () => void {
    const { version } = this.#list(path);
    return this.#cluster.watch(
      { method: "GET", path: `${path}?watch=1&resourceVersion=${version}`, headers: { accept: "application/json" } },
      ({ type, object }) => {
        if (wanted(object)) this.#seen.push({ at: this.#cluster.now, kind, type, object: object as Seen["object"] }); // watches without bookmarks give objects
      },
    );
  }

  // ---- the steps ----

  #playStep(step: Step): void {
    const due = this.#startAt + step.at * 1000;
    if (due > this.#cluster.now) this.#jobs.passTo(due);
    const t = (this.#cluster.now - this.#startAt) / 1000;
    if (step.run !== undefined) this.#do(step, this.#command(step, step.run, t));
    if (step.request !== undefined) this.#do(step, this.#request(step, step.request, t));
    if (step.host !== undefined) this.#atHost(step.host, t);
  }

  #do(step: Step, task: Task): void {
    if (step.background) this.#jobs.start(task);
    else if (!this.#jobs.finish(task, this.#cluster.now + STUCK_MS)) throw new Error(`at ${step.at} s: it does not end`);
  }

  *#command(step: Step, run: string | readonly string[], t: number): Task {
    const words =
      typeof run === "string" ? (run.match(ARGUMENT) ?? []).map((word) => word.replace(/^([^'"]+=|)(['"])(.*)\2$/s, "$1$3")) : run;
    const argv = words.map((word) => this.#resolve(word));
    const stdin = step.stdin === undefined ? undefined : this.#resolve(step.stdin);
    const out = { stdout: "", stderr: "" };
    const startedAt = this.#cluster.now + KUBECTL_STARTS_MS;
    while (this.#cluster.now < startedAt) yield { untilAt: startedAt, onlyThen: true };
    const code = yield* kubectl(argv.slice(1), stdin, this.#io(out));
    this.#done.push({
      t,
      line: (normal) => ({ t: round(t), run, stdin: step.stdin, code, stdout: normal.text(out.stdout), stderr: normal.text(out.stderr) }),
    });
  }

  #io(out: { stdout: string; stderr: string }): KubectlIo {
    const cluster = this.#cluster;
    return {
      handle: (request) => {
        if (OBJECTS_PATH.test(request.path)) this.#pass(REQUEST_MS);
        return cluster.handle(request);
      },
      watch: (request, sink) => cluster.watch(request, sink),
      now: () => cluster.now,
      namespace: this.#namespace,
      readFile: (path) => this.#files.get(plainPath(path)),
      listFiles: (directory) => listFiles(this.#files, plainPath(directory)),
      writeFile: (path, text) => void this.#files.set(plainPath(path), text),
      stdout: (text) => void (out.stdout += text),
      stderr: (text) => void (out.stderr += text),
      random: () => this.#random.unit(),
    };
  }

  /** Time that passes while a command waits for an answer; other commands go on when this one waits for something else. */
  #pass(ms: number): void {
    const cluster = this.#cluster;
    const until = cluster.now + ms;
    for (let due = cluster.nextDueAt(); due !== undefined && due <= until; due = cluster.nextDueAt()) cluster.step();
    cluster.passTo(until);
  }

  *#request(step: Step, request: RequestStep, t: number): Task {
    const path = this.#resolve(request.path);
    const body =
      request.rawBody !== undefined
        ? this.#resolve(request.rawBody)
        : request.body === undefined
          ? undefined
          : JSON.stringify(JSON.parse(this.#resolve(JSON.stringify(request.body))));
    const headers = {
      accept: request.accept ?? "application/json",
      ...(body === undefined ? {} : { "content-type": request.type ?? "application/json" }),
      ...request.headers,
    };
    const asked = { method: request.method, path, headers, ...(body === undefined ? {} : { body }) };
    const response = this.#cluster.handle(asked); // a watch is only checked
    const head = { status: response.status, contentType: response.headers["content-type"], warnings: warningsOf(response) };
    const answered = request.method === "HEAD" ? undefined : jsonOf(response);
    let answer: Answer = { ...head, body: answered ?? null };
    if (request.watch !== undefined && answered !== undefined) answer = { ...head, body: null, events: [answered] };
    else if (request.watch !== undefined) {
      const timeout = Number(/[?&]timeoutSeconds=(\d+)/.exec(path)?.[1] ?? request.watch);
      answer = { ...head, body: null, events: yield* this.#collect(asked, Math.min(request.watch, timeout) * 1000) };
    }
    for (const [name, where] of Object.entries(step.save ?? {})) this.#variables.set(name, String(valueAt(answer.body, where) ?? ""));
    this.#done.push({ t, line: (normal) => requestLine(t, step, request, answer, normal) });
  }

  *#collect(request: ApiRequest, forMs: number): Generator<Wait, readonly unknown[], void> {
    const events: unknown[] = [];
    const stop = this.#cluster.watch(request, (event) => events.push(JSON.parse(JSON.stringify(event))));
    const endAt = this.#cluster.now + forMs;
    while (this.#cluster.now < endAt) yield { untilAt: endAt, onlyThen: true };
    stop();
    return events;
  }

  #atHost(command: string, t: number): void {
    const [what = "", node = ""] = this.#resolve(command).split(" ");
    const { host } = this.#cluster;
    if (what === "join-node") host.joinNode({ ...RECORDED_NODE, name: node });
    else if (what === "stop-kubelet") host.stopKubelet(node);
    else if (what === "start-kubelet") host.startKubelet(node);
    else throw new Error(`nobody knows how to ${what}`);
    const stdout = what === "join-node" ? `${node} started\n` : `kubelet of ${node} ${what === "stop-kubelet" ? "stopped" : "started"}\n`;
    this.#done.push({ t, line: () => ({ t: round(t), host: command, code: 0, stdout, stderr: "" }) });
  }

  /** Puts real names in place of `{web-#1}`, `{rs/web-#1}`, `{job/web-#1}`, `{$variable}` and `{namespace}`. */
  #resolve(text: string): string {
    this.#learnAll();
    const named = (sort: string | undefined): ReadonlyMap<string, string> =>
      sort === "rs" ? this.#aliases.replicaSets : sort === "job" ? this.#aliases.jobs : this.#aliases.pods;
    return text
      .replace(
        /\{(?:(rs|job)\/)?([^{}\s"]+-#\d+)\}/g,
        (_, sort: string | undefined, alias: string) => named(sort).get(alias) ?? `unknown-${alias}`,
      )
      .replace(/\{\$(\w+)\}/g, (whole, name: string) => this.#variables.get(name) ?? whole)
      .split("{namespace}")
      .join(this.#namespace);
  }

  #learnAll(): void {
    const fresh = this.#seen.slice(this.#learnedUpTo);
    this.#learnedUpTo = this.#seen.length;
    for (const { kind, object } of fresh) if (kind !== "Pod") this.#aliases.learn(kind, object); // owners before pods
    for (const { kind, object } of fresh) if (kind === "Pod") this.#aliases.learn(kind, object);
  }

  // ---- the recording ----

  #record(): Recording {
    this.#learnAll();
    const normal = new Normaliser(this.#aliases, this.#scenario, this.#startAt, this.#nodeAddresses());
    const last = new Map<string, unknown>();
    const eventRefs = new Map<string, string>();
    const alive = new Set<string>();
    const own = this.#seen.filter(({ kind, type, object: { metadata } }) => {
      if (metadata.name === FOREIGN_CONFIG_MAP) return false;
      // An Event of the time before that expires meanwhile belongs to no scenario.
      if (kind === "Event" && type === "DELETED" && !alive.has(metadata.uid)) return false;
      alive.add(metadata.uid);
      return true;
    });
    const trace = own.map((seen) => this.#traceLine(seen, normal, last, eventRefs));
    const commands = this.#done.sort((a, b) => a.t - b.t).map(({ line }) => line(normal));
    return { trace, commands };
  }

  #traceLine({ at, kind, type, object }: Seen, normal: Normaliser, last: Map<string, unknown>, eventRefs: Map<string, string>): object {
    let clean = normal.value(object) as {
      metadata: { name: string; labels?: unknown };
      spec?: unknown;
      reason?: string;
      involvedObject?: { name: string };
    }; // the shape is kept
    let ref = `${kind}/${clean.metadata.name}`;
    if (kind === "Event") {
      const stem = `${clean.involvedObject?.name}.${clean.reason}`;
      ref = eventRefs.get(object.metadata.uid) ?? `Event/${stem}.${this.#aliases.nth(`ev${stem}`)}`;
      eventRefs.set(object.metadata.uid, ref);
      const named = { name: ref.slice("Event/".length), namespace: "default" };
      clean = { ...clean, metadata: named };
    }
    const before = last.get(ref);
    last.set(ref, clean);
    const head = { t: round((at - this.#startAt) / 1000), type, ref };
    if (type === "MODIFIED" && before !== undefined) return { ...head, patch: mergePatch(before, clean) };
    if (type === "DELETED") return { ...head, patch: mergePatch(before ?? {}, clean) };
    if (type === "EXISTING" && !this.#scenario.keepExisting)
      return { ...head, object: { metadata: { name: clean.metadata.name, labels: clean.metadata.labels }, spec: clean.spec } };
    return { ...head, object: clean };
  }

  #nodeAddresses(): readonly string[] {
    const nodes = this.#list("/api/v1/nodes").items as readonly { status?: { addresses?: readonly { type: string; address: string }[] } }[]; // as nodes are
    return [
      ...new Set(
        nodes
          .flatMap(({ status }) => status?.addresses ?? [])
          .filter(({ type }) => type === "InternalIP")
          .map(({ address }) => address),
      ),
    ];
  }
}

/** The machines of the recorded cluster. */
export const RECORDED_NODE = { cpu: "2", memory: "16193084Ki", pods: 110, cgroup: 1 } as const;

function requestLine(t: number, step: Step, request: RequestStep, answer: Answer, normal: Normaliser): object {
  const { status, contentType, warnings, body, events } = answer;
  return {
    t: round(t),
    request,
    save: step.save,
    status,
    contentType: contentType !== undefined && contentType !== "application/json" ? contentType : undefined,
    warnings: warnings.length > 0 ? warnings.map((warning) => normal.text(warning)) : undefined,
    body: body ? normal.value(body) : null,
    events: events === undefined ? undefined : normal.value(events),
  };
}

function round(seconds: number): number {
  return Number(seconds.toFixed(3));
}

function isAboutNode(object: unknown): boolean {
  return (object as { involvedObject?: { kind?: string } }).involvedObject?.kind === "Node";
}

/** The body as a JSON value, or as text when it is none. */
function jsonOf({ body }: ApiResponse): unknown {
  // Bodies of the engine are text unless protobuf was asked for, which no scenario does.
  const text = typeof body === "string" ? body : "";
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text; // plain text answers are recorded as they are
  }
}

function warningsOf({ headers }: ApiResponse): readonly string[] {
  return headers["warning"] === undefined ? [] : headers["warning"].split(/\n|, (?=\d{3} - ")/);
}

function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split(".")) at = (at as Record<string, unknown> | undefined)?.[key];
  return at;
}
