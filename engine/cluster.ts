// The composition root: builds a cluster from its parts and drives them. Everything that changes is plain data held by
// the parts; this file gathers it into a snapshot and hands it out again.

import type { KubeObject, ObjectRef } from "./api/object.ts";
import type { KindName } from "./api/kinds.ts";
import { quantityValue } from "./api/quantity.ts";
import type { ApiRequest, ApiResponse, Unsubscribe, WatchEvent } from "./api/request.ts";
import { parseTime } from "./api/time.ts";
import type { Node } from "./api/types.generated.ts";
import { ApiServer } from "./apiserver/apiserver.ts";
import { newStoreState, Store, type StoreState } from "./apiserver/store.ts";
import { populate } from "./bootstrap.ts";
import type { PartContext } from "./client/context.ts";
import { LocalClient } from "./client/local.ts";
import { newControllers } from "./controllers/controllers.ts";
import { Kubelet } from "./kubelet/kubelet.ts";
import { nodeSpecFrom, type NodeSpec } from "./nodespec.ts";
import { handle } from "./rest/rest.ts";
import { watch } from "./rest/watch.ts";
import { ImageCatalogue } from "./runtime/catalogue.ts";
import { NodeRuntime } from "./runtime/runtime.ts";
import { Scheduler } from "./scheduler/scheduler.ts";
import { assert, AssertionError } from "./sim/assert.ts";
import { type Cause, CauseLog, type CauseLogState, newCauseLogState } from "./sim/cause.ts";
import { Clock, type ClockState, newClockState, type Timer } from "./sim/clock.ts";
import { copyState } from "./sim/copy.ts";
import { Latency, type LatencyProfile } from "./sim/latency.ts";
import type { Part } from "./sim/part.ts";
import { newRandomState, Random, type RandomState } from "./sim/random.ts";

export interface ClusterOptions {
  /** The same seed and inputs give the same history, everywhere. */
  readonly seed: number;
  /** How many, or which; default three, `node-1` to `node-3`, with 4 CPUs, 8 GiB and room for 110 pods each. */
  readonly nodes?: number | readonly NodeSpec[];
  readonly latency?: LatencyProfile;
  /** `open`: any well-formed image name pulls and runs; `catalogue`: unknown names fail. */
  readonly registry?: "open" | "catalogue";
  /** `unlisted`: discovery names only what a real server has; Image and Fault are served under their paths all the same. */
  readonly simulationGroup?: "listed" | "unlisted";
  /** Simulated time zero, ms since the epoch; default 2026-01-01T00:00:00Z. */
  readonly startAt?: number;
}

/** One thing that happened: a timer that fired and whose it was. */
export interface Happening {
  /** Simulated, ms since the epoch. */
  readonly at: number;
  readonly part: string;
  readonly type: string;
}

/** A whole cluster at an instant, as plain data. */
export interface Snapshot {
  readonly version: 1;
  readonly options: ClusterOptions;
  readonly clock: ClockState;
  readonly random: RandomState;
  readonly store: StoreState;
  readonly causes: CauseLogState;
  /** Part name → its state. */
  readonly parts: Readonly<Record<string, unknown>>;
  /** Machines in the cluster, whether their Node object exists or not. */
  readonly machines: readonly NodeSpec[];
  readonly happenings: number;
}

/** A simulated cluster. Everything that a person does to it goes through `handle`. */
export interface Cluster {
  readonly options: ClusterOptions;
  /** Simulated, ms since the epoch. */
  readonly now: number;
  /** How many things have happened since the cluster was made. */
  readonly happenings: number;
  /** One Kubernetes REST request; synchronous; never throws for a user's mistake. */
  handle(request: ApiRequest): ApiResponse;
  /** A watch request; `sink` gets objects shared with the engine. */
  watch(request: ApiRequest, sink: (event: WatchEvent) => void): Unsubscribe;
  /** Lets time pass; stops early after `budget.happenings` happenings. */
  advance(ms: number, budget?: { readonly happenings?: number }): { readonly advancedMs: number; readonly happenings: number };
  /** Moves the time on within a moment in which nothing is due: how a replay meets the instant of an input. */
  passTo(at: number): void;
  /** Exactly one happening, moving the time to it; undefined when nothing is due for ever. */
  step(): Happening | undefined;
  /** When the next timer is due; undefined: at rest for ever. */
  nextDueAt(): number | undefined;
  /** Plain data that shares the immutable objects of the cluster. */
  snapshot(): Snapshot;
  /** Another cluster that goes on identically. */
  fork(): Cluster;
  /** Why the object was written, oldest first. */
  causes(ref: ObjectRef): readonly Cause[];
  cause(id: number): Cause | undefined;
  readonly host: Host;
}

/** What somebody at the machines does, outside the Kubernetes API. */
export interface Host {
  joinNode(spec: NodeSpec): void;
  stopKubelet(nodeName: string): void;
  startKubelet(nodeName: string): void;
}

const START_AT = parseTime("2026-01-01T00:00:00Z");
/** A fresh cluster has been up that long when time zero comes: nodes are registered and Ready. */
const WARM_UP_MS = 60_000;

export function createCluster(options: ClusterOptions): Cluster {
  const startAt = options.startAt ?? START_AT;
  const cluster = new SimulatedCluster(options, {
    clock: newClockState(startAt - WARM_UP_MS),
    random: newRandomState(options.seed),
    store: newStoreState(),
    causes: newCauseLogState(),
    happenings: 0,
  });
  cluster.populate(machinesOf(options.nodes ?? 3));
  cluster.advance(WARM_UP_MS);
  return cluster;
}

/** A cluster that goes on from a snapshot as the one it was taken of did. The snapshot stays usable. */
export function restoreCluster(snapshot: Snapshot): Cluster {
  const { clock, random, store, causes, parts, machines, options, happenings } = copyState(snapshot);
  const cluster = new SimulatedCluster(options, { clock, random, store, causes, happenings });
  cluster.resume(machines, parts);
  return cluster;
}

function machinesOf(nodes: number | readonly NodeSpec[]): readonly NodeSpec[] {
  return typeof nodes === "number" ? Array.from({ length: nodes }, (_, i) => ({ name: `node-${i + 1}` })) : nodes;
}

interface CoreState {
  readonly clock: ClockState;
  readonly random: RandomState;
  readonly store: StoreState;
  readonly causes: CauseLogState;
  readonly happenings: number;
}

class SimulatedCluster implements Cluster {
  readonly options: ClusterOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #store: Store;
  readonly #causes: CauseLog;
  readonly #server: ApiServer;
  readonly #context: PartContext;
  readonly #images: ImageCatalogue;
  readonly #parts = new Map<string, Part>();
  readonly #kubelets = new Map<string, Kubelet>();
  #machines: NodeSpec[] = [];
  #happenings: number;

  constructor(options: ClusterOptions, core: CoreState) {
    this.options = options;
    this.#clock = new Clock(core.clock);
    this.#random = new Random(core.random);
    this.#store = new Store(core.store);
    this.#causes = new CauseLog(core.causes);
    this.#happenings = core.happenings;
    this.#server = new ApiServer({ store: this.#store, clock: this.#clock, random: this.#random, causes: this.#causes });
    this.#server.announcesSimulation = options.simulationGroup !== "unlisted";
    this.#server.nodes = {
      log: (pod, container, choice) =>
        this.#kubeletOf(pod.spec.nodeName)?.log(pod, container, choice) ?? { error: `node "${pod.spec.nodeName}" is not reachable` },
      exec: (pod, container, argv, stdin) =>
        this.#kubeletOf(pod.spec.nodeName)?.exec(pod, container, argv, stdin) ?? {
          error: `pod ${pod.metadata.name} does not have a host assigned`,
        },
    };
    const latency = new Latency(options.latency ?? "lifelike", this.#random);
    this.#context = { clock: this.#clock, random: this.#random, latency, clientFor: (actor) => new LocalClient(this.#server, actor) };
    this.#images = new ImageCatalogue(options.registry ?? "open", () => this.#store.list("Image"));
    for (const part of [...newControllers(this.#context), new Scheduler(this.#context)]) this.#add(part);
    this.#store.subscribe("Node", (change) => {
      // A Node made through the API is a machine that joins (the node's "add" of the screen).
      if (change.type === "ADDED" && !this.#kubelets.has(change.object.metadata.name)) this.#join(nodeSpecFrom(change.object as Node));
    });
  }

  readonly host: Host = {
    joinNode: (spec) => this.#join(spec),
    stopKubelet: (name) => this.#kubelets.get(name)?.stop(),
    startKubelet: (name) => this.#kubelets.get(name)?.start(),
  };

  get now(): number {
    return this.#clock.now;
  }

  get happenings(): number {
    return this.#happenings;
  }

  populate(machines: readonly NodeSpec[]): void {
    populate(this.#server);
    for (const machine of machines) this.#join(machine);
    this.#server.store.compact();
  }

  resume(machines: readonly NodeSpec[], states: Readonly<Record<string, unknown>>): void {
    for (const machine of machines) this.#addKubelet(machine);
    for (const [name, part] of this.#parts) {
      assert(name in states, `the snapshot has the state of ${name}`);
      part.state = states[name];
    }
  }

  handle(request: ApiRequest): ApiResponse {
    return handle(this.#server, request);
  }

  watch(request: ApiRequest, sink: (event: WatchEvent) => void): Unsubscribe {
    return watch(this.#server, request, sink);
  }

  advance(ms: number, budget?: { readonly happenings?: number }): { advancedMs: number; happenings: number } {
    const from = this.#clock.now;
    const end = from + ms;
    const most = budget?.happenings ?? Number.POSITIVE_INFINITY;
    for (let happenings = 0; happenings < most; happenings++) {
      const timer = this.#clock.take(end);
      if (timer === undefined) {
        this.#clock.moveTo(end);
        return { advancedMs: ms, happenings };
      }
      this.#dispatch(timer);
    }
    return { advancedMs: this.#clock.now - from, happenings: most };
  }

  passTo(at: number): void {
    const due = this.#clock.nextDueAt();
    this.#clock.moveTo(due === undefined ? at : Math.min(at, due));
  }

  step(): Happening | undefined {
    const timer = this.#clock.take(Number.POSITIVE_INFINITY);
    if (timer === undefined) return undefined;
    this.#dispatch(timer);
    return { at: this.#clock.now, part: timer.to, type: timer.message.type };
  }

  nextDueAt(): number | undefined {
    return this.#clock.nextDueAt();
  }

  snapshot(): Snapshot {
    const parts: Record<string, unknown> = {};
    for (const [name, part] of this.#parts) parts[name] = part.state;
    return copyState({
      version: 1 as const,
      options: this.options,
      clock: this.#clock.state,
      random: this.#random.state,
      store: this.#store.state,
      causes: this.#causes.state,
      parts,
      machines: this.#machines,
      happenings: this.#happenings,
    });
  }

  fork(): Cluster {
    return restoreCluster(this.snapshot());
  }

  causes(ref: ObjectRef): readonly Cause[] {
    const uid = ref.uid ?? this.#present(ref)?.metadata.uid;
    return uid === undefined ? [] : this.#causes.of(uid);
  }

  cause(id: number): Cause | undefined {
    return this.#causes.get(id);
  }

  #present(ref: ObjectRef): KubeObject | undefined {
    return this.#store.get(ref.kind as KindName, ref.namespace ?? "", ref.name); // an unknown kind has no table
  }

  #dispatch(timer: Timer): void {
    const part = this.#parts.get(timer.to);
    if (part === undefined) throw new AssertionError(`there is no part ${timer.to}`);
    this.#happenings++;
    part.handle(timer.message);
  }

  #kubeletOf(nodeName: string | undefined): Kubelet | undefined {
    return nodeName === undefined ? undefined : this.#kubelets.get(nodeName);
  }

  /** A machine of that name that is there already is only started. */
  #join(spec: NodeSpec): void {
    const kubelet = this.#kubelets.get(spec.name) ?? this.#addKubelet(spec);
    kubelet.start();
  }

  #addKubelet(spec: NodeSpec): Kubelet {
    this.#machines.push(spec);
    const part = `kubelet ${spec.name}`;
    const memoryBytes = quantityValue(spec.memory ?? "8Gi");
    const runtime = new NodeRuntime({ clock: this.#clock, random: this.#random, part, images: this.#images, memoryBytes });
    const kubelet = new Kubelet({ context: this.#context, node: spec, runtime });
    this.#kubelets.set(spec.name, kubelet);
    this.#add(kubelet);
    return kubelet;
  }

  #add(part: Part): void {
    assert(!this.#parts.has(part.name), `one part is named ${part.name}`);
    this.#parts.set(part.name, part);
  }
}
