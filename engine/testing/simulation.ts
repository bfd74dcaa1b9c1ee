// Simulation: seeded random commands and faults on a cluster, with all checkers after every step; then the faults stop
// and the cluster must converge within a limit of simulated time. Each seed switches some sorts of commands off, so that
// rare mixtures come up. The same seed plays the same story.

import { formatMicroTime } from "../api/time.ts";
import { createCluster, type Cluster } from "../cluster.ts";
import { newRandomState, Random } from "../sim/random.ts";
import { newBoundNode } from "./checkers/boundnode.ts";
import { newCapacity } from "./checkers/capacity.ts";
import type { Checker } from "./checkers/checker.ts";
import { newOneController } from "./checkers/onecontroller.ts";
import { newOwnedMatch } from "./checkers/ownedmatch.ts";
import { pending } from "./checkers/replicas.ts";
import { newRevisions } from "./checkers/revisions.ts";
import { newUniquePodIp } from "./checkers/uniquepodip.ts";
import { newDaemonSet, newReplicaSet, newReplicationController } from "./builders.ts";
import { Mirror } from "./mirror.ts";

export interface SimulationOptions {
  readonly seed: number;
  readonly steps?: number;
}

export interface Failure {
  readonly seed: number;
  readonly complaints: readonly string[];
  /** What was done up to then. */
  readonly story: readonly string[];
}

const STEPS = 60;
const MOST_NODES = 6;
const MOST_REPLICAS = 6;
const LONGEST_PAUSE_MS = 20_000;
const CONVERGES_WITHIN_MS = 20 * 60_000;
const LOOK_EVERY_MS = 5_000;
const FORK_MS = 3_000;
const PODS = "/api/v1/namespaces/default/pods";
const SETS = {
  ReplicaSet: "/apis/apps/v1/namespaces/default/replicasets",
  ReplicationController: "/api/v1/namespaces/default/replicationcontrollers",
  DaemonSet: "/apis/apps/v1/namespaces/default/daemonsets",
} as const;
type SetKind = keyof typeof SETS;
const NAMES = ["red", "green", "blue"];
const POLICIES = ["Background", "Foreground", "Orphan"];
const POD_FAULTS = ["Crash", "Hang", "HttpError", "MemoryLeak", "OutOfMemory", "Slow"];
const NODE_FAULTS = ["DiskPressure", "NetworkPartition", "NodePowerOff", "NodeSlow"];
const FAULTS = [...POD_FAULTS, ...NODE_FAULTS, "ImagePullError"];

/** Undefined when nothing was found wrong. */
export function simulate({ seed, steps = STEPS }: SimulationOptions): Failure | undefined {
  return new Simulation(seed).run(steps);
}

class Simulation {
  readonly #seed: number;
  readonly #random: Random;
  readonly #checkers: readonly Checker[] = [
    newOneController(),
    newOwnedMatch(),
    newUniquePodIp(),
    newBoundNode(),
    newRevisions(),
    newCapacity(),
  ];
  readonly #story: string[] = [];
  readonly #stopped = new Set<string>();
  readonly #commands: readonly (() => void)[];
  #cluster: Cluster;
  #mirror: Mirror;
  #made = 0;
  #machines = 3;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(newRandomState(seed));
    this.#cluster = createCluster({ seed, latency: this.#random.below(4) === 0 ? "none" : "lifelike" });
    this.#mirror = new Mirror(this.#cluster);
    const all = [
      () => this.#create(),
      () => this.#create(),
      () => this.#scale(),
      () => this.#relabelPod(),
      () => this.#relabelNode(),
      () => this.#deleteSet(),
      () => this.#deletePod(),
      () => this.#fault(),
      () => this.#stopNode(),
      () => this.#startNode(),
      () => this.#joinNode(),
    ];
    // The first is always there, each other one in three of four stories.
    this.#commands = all.filter((_, i) => i === 0 || this.#random.below(4) > 0);
  }

  run(steps: number): Failure | undefined {
    try {
      for (let i = 0; i < steps; i++) {
        this.#pick(this.#commands)();
        const complaints = this.#pause() ?? this.#check();
        if (complaints.length > 0) return this.#failure(complaints);
      }
      const left = this.#converge();
      return left.length > 0 ? this.#failure(left) : undefined;
    } catch (error) {
      return this.#failure([error instanceof Error ? (error.stack ?? error.message) : String(error)]);
    }
  }

  #failure(complaints: readonly string[]): Failure {
    return { seed: this.#seed, complaints, story: this.#story };
  }

  #check(): readonly string[] {
    const world = this.#mirror.world();
    return this.#checkers.flatMap((checker) => checker(world));
  }

  /** Lets some time pass; now and then on two copies of the cluster, which must do the same. */
  #pause(): readonly string[] | undefined {
    const ms = this.#random.below(3) === 0 ? 0 : this.#random.below(LONGEST_PAUSE_MS);
    if (this.#random.below(10) > 0) {
      this.#cluster.advance(ms);
      return undefined;
    }
    this.#tell("fork");
    const fork = this.#cluster.fork();
    this.#cluster.advance(FORK_MS);
    fork.advance(FORK_MS);
    const [here, there] = [this.#cluster, fork].map((cluster) => cluster.handle({ method: "GET", path: PODS }).body);
    if (here !== there) return ["the fork did something else"];
    this.#mirror.stop();
    this.#cluster = fork;
    this.#mirror = new Mirror(fork);
    return undefined;
  }

  #converge(): readonly string[] {
    this.#tell("all faults end");
    const faults = JSON.parse(
      this.#cluster.handle({ method: "GET", path: "/apis/sim.podyard.dev/v1/namespaces/default/faults" }).body as string,
    ) as { items?: { metadata: { name: string } }[] }; // a list
    for (const { metadata } of faults.items ?? [])
      this.#request("DELETE", `/apis/sim.podyard.dev/v1/namespaces/default/faults/${metadata.name}`);
    for (const name of this.#stopped) this.#cluster.host.startKubelet(name);
    let left: readonly string[] = ["nothing has been looked at"];
    for (let ms = 0; ms < CONVERGES_WITHIN_MS && left.length > 0; ms += LOOK_EVERY_MS) {
      this.#cluster.advance(LOOK_EVERY_MS);
      const complaints = this.#check();
      if (complaints.length > 0) return complaints;
      left = pending(this.#mirror.world());
    }
    return left.length > 0 ? [`not converged after ${CONVERGES_WITHIN_MS / 60_000} minutes`, ...left] : [];
  }

  // ---- commands ----

  #create(): void {
    const kind = this.#pick(Object.keys(SETS) as SetKind[]); // the keys of that table
    const name = this.#pick(NAMES);
    const wishes = {
      replicas: this.#random.below(MOST_REPLICAS + 1),
      labels: { app: this.#pick(NAMES) },
      spec: { terminationGracePeriodSeconds: this.#random.below(6) },
    };
    const onSsd = this.#random.below(2) === 0 ? { nodeSelector: { disk: "ssd" } } : {};
    const set =
      kind === "ReplicaSet"
        ? newReplicaSet(name, wishes)
        : kind === "ReplicationController"
          ? newReplicationController(name, wishes)
          : newDaemonSet(name, { ...wishes, spec: { ...wishes.spec, ...onSsd } });
    this.#request("POST", SETS[kind], set);
  }

  #scale(): void {
    const { replicaSets, replicationControllers } = this.#mirror.world();
    const set = this.#pickAny([...replicaSets, ...replicationControllers]);
    if (set !== undefined)
      this.#patch(`${SETS[set.kind]}/${set.metadata.name}`, { spec: { replicas: this.#random.below(MOST_REPLICAS + 1) } });
  }

  #relabelPod(): void {
    const pod = this.#pickAny(this.#mirror.world().pods);
    if (pod !== undefined) this.#patch(`${PODS}/${pod.metadata.name}`, { metadata: { labels: { app: this.#pick([...NAMES, null]) } } });
  }

  #relabelNode(): void {
    const node = this.#pickAny(this.#mirror.world().nodes);
    if (node !== undefined)
      this.#patch(`/api/v1/nodes/${node.metadata.name}`, { metadata: { labels: { disk: this.#pick(["ssd", "hdd", null]) } } });
  }

  #deleteSet(): void {
    const { replicaSets, replicationControllers, daemonSets } = this.#mirror.world();
    const set = this.#pickAny([...replicaSets, ...replicationControllers, ...daemonSets]);
    if (set !== undefined)
      this.#request("DELETE", `${SETS[set.kind]}/${set.metadata.name}`, {
        apiVersion: "v1",
        kind: "DeleteOptions",
        propagationPolicy: this.#pick(POLICIES),
      });
  }

  #deletePod(): void {
    const pod = this.#pickAny(this.#mirror.world().pods);
    const grace = this.#pick([undefined, 0, 1]);
    if (pod !== undefined)
      this.#request("DELETE", `${PODS}/${pod.metadata.name}`, {
        apiVersion: "v1",
        kind: "DeleteOptions",
        ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
      });
  }

  #fault(): void {
    const type = this.#pick(FAULTS);
    const node = this.#pickAny(this.#mirror.world().nodes);
    const target = NODE_FAULTS.includes(type)
      ? { nodes: { name: node?.metadata.name } }
      : type === "ImagePullError"
        ? { image: "nginx" }
        : { pods: { selector: { matchLabels: { app: this.#pick(NAMES) } } } };
    const bytesPerSecond = type === "MemoryLeak" ? { bytesPerSecond: 16 * 1024 * 1024 * (1 + this.#random.below(8)) } : {};
    const spec = { type, ...target, ...bytesPerSecond, durationSeconds: 5 + this.#random.below(90) };
    this.#request("POST", "/apis/sim.podyard.dev/v1/namespaces/default/faults", {
      apiVersion: "sim.podyard.dev/v1",
      kind: "Fault",
      metadata: { name: `fault-${++this.#made}` },
      spec,
    });
  }

  #stopNode(): void {
    const node = this.#pickAny(this.#mirror.world().nodes.filter(({ metadata }) => !this.#stopped.has(metadata.name)));
    if (node === undefined) return;
    this.#tell(`stop the kubelet of ${node.metadata.name}`);
    this.#stopped.add(node.metadata.name);
    this.#cluster.host.stopKubelet(node.metadata.name);
  }

  #startNode(): void {
    const name = this.#pickAny([...this.#stopped]);
    if (name === undefined) return;
    this.#tell(`start the kubelet of ${name}`);
    this.#stopped.delete(name);
    this.#cluster.host.startKubelet(name);
  }

  #joinNode(): void {
    if (this.#machines >= MOST_NODES) return;
    const name = `node-${++this.#machines}`;
    this.#tell(`${name} joins`);
    this.#cluster.host.joinNode({ name });
  }

  // ---- how ----

  #patch(path: string, body: object): void {
    this.#request("PATCH", path, body, "application/merge-patch+json");
  }

  #request(method: string, path: string, body?: object, type = "application/json"): void {
    const { status } = this.#cluster.handle({
      method,
      path,
      headers: { "content-type": type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.#tell(`${method} ${path} ${body === undefined ? "" : JSON.stringify(body)} → ${status}`);
    if (status >= 500) throw new Error(`${method} ${path} was answered with ${status}`);
  }

  #tell(what: string): void {
    this.#story.push(`${formatMicroTime(this.#cluster.now).slice(11, 23)} ${what}`);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.below(list.length)] as T; // the lists given are not empty
  }

  #pickAny<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.#pick(list);
  }
}
