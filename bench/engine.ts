// How much the engine costs: N pods of one ReplicaSet from apply to all Ready, beside a floor measured in the same run,
// and how fast simulated time passes with 1,000 pods. Everything is CPU time of this process; ratios are what counts.

import { createCluster, type Cluster, type KubeObject } from "../engine/index.ts";

const IMAGE = "nginx";
const cpuMs = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
const collect = (globalThis as { gc?: () => void }).gc ?? ((): void => {});
const heapBytes = (): number => {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
};

function replicaSet(replicas: number, probe: object | undefined): string {
  const container = {
    name: "main",
    image: IMAGE,
    imagePullPolicy: "IfNotPresent",
    ...(probe === undefined ? {} : { livenessProbe: probe }),
  };
  return JSON.stringify({
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web" },
    spec: {
      replicas,
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers: [container] } },
    },
  });
}

function newCluster(pods: number): Cluster {
  return createCluster({ seed: 1, nodes: Math.max(3, Math.ceil(pods / 100)), latency: "none" });
}

function apply(cluster: Cluster, replicas: number, probe?: object): void {
  const answer = cluster.handle({
    method: "POST",
    path: "/apis/apps/v1/namespaces/default/replicasets",
    headers: { "content-type": "application/json" },
    body: replicaSet(replicas, probe),
  });
  if (answer.status !== 201) throw new Error(`apply: ${answer.status} ${String(answer.body)}`);
}

function readyReplicas(cluster: Cluster): number {
  const answer = cluster.handle({ method: "GET", path: "/apis/apps/v1/namespaces/default/replicasets/web" });
  return (JSON.parse(String(answer.body)) as { status: { readyReplicas?: number } }).status.readyReplicas ?? 0;
}

function untilReady(cluster: Cluster, pods: number): void {
  for (let second = 0; readyReplicas(cluster) < pods; second++) {
    if (second > 600) throw new Error(`only ${readyReplicas(cluster)} of ${pods} pods are ready after 600 s`);
    cluster.advance(1000);
  }
}

interface Rise {
  readonly cpuMs: number;
  readonly bytesPerPod: number;
  /** Versions of all objects that were written, and how many of them were Events. */
  readonly writes: number;
  readonly eventWrites: number;
  readonly pod: KubeObject;
  readonly event: KubeObject;
}

function rise(pods: number): Rise {
  const cluster = newCluster(pods);
  // Events that are dropped because there are many are no work that somebody asked for.
  let dropped = 0;
  let eventWrites = 0;
  const stop = cluster.watch({ method: "GET", path: "/api/v1/events?watch=1" }, ({ type }) => {
    if (type === "DELETED") dropped++;
    else eventWrites++;
  });
  const heapBefore = heapBytes();
  const first = revisionOf(cluster);
  const began = cpuMs();
  apply(cluster, pods);
  untilReady(cluster, pods);
  const cpu = cpuMs() - began;
  stop();
  const writes = revisionOf(cluster) - first - dropped;
  const bytesPerPod = (heapBytes() - heapBefore) / pods;
  const pod = firstOf(cluster, "pods");
  const event = firstOf(cluster, "events");
  return { cpuMs: cpu, bytesPerPod, writes, eventWrites, pod, event };
}

function firstOf(cluster: Cluster, resource: string): KubeObject {
  const list = cluster.handle({ method: "GET", path: `/api/v1/namespaces/default/${resource}?limit=1` });
  const [first] = (JSON.parse(String(list.body)) as { items: KubeObject[] }).items;
  if (first === undefined) throw new Error(`no ${resource}`);
  return first;
}

/** The cheapest of several runs: the one that the rest of the machine disturbed least. */
function cheapestRise(pods: number, runs: number): Rise {
  let best = rise(pods);
  for (let i = 1; i < runs; i++) {
    const next = rise(pods);
    if (next.cpuMs < best.cpuMs) best = next;
  }
  return best;
}

function revisionOf(cluster: Cluster): number {
  const answer = cluster.handle({ method: "GET", path: "/api/v1/namespaces?limit=1" });
  return Number((JSON.parse(String(answer.body)) as { metadata: { resourceVersion: string } }).metadata.resourceVersion);
}

/**
 * The longest time that one happening takes: what the engine cannot be interrupted in. The same happenings come in each
 * run, so each counts with its shortest time: what the machine or the collector added by chance is not the engine's.
 */
function longestBlock(pods: number, runs: number): number {
  const shortest: number[] = [];
  for (let run = 0; run < runs; run++) {
    const cluster = newCluster(pods);
    apply(cluster, pods);
    const until = cluster.now + 10_000;
    for (let i = 0; (cluster.nextDueAt() ?? Number.POSITIVE_INFINITY) <= until; i++) {
      const began = performance.now();
      cluster.step();
      shortest[i] = Math.min(shortest[i] ?? Number.POSITIVE_INFINITY, performance.now() - began);
    }
  }
  return shortest.reduce((most, ms) => Math.max(most, ms), 0);
}

/**
 * Two floors, each a bare loop that makes as many object versions as the cluster did and puts them into a Map. `whole`
 * makes every version afresh, at its full size; `shared` makes only what a write must make afresh where versions share the
 * rest, which is what the engine does.
 */
function floors({ pod, event, writes, eventWrites }: Rise, pods: number): { readonly whole: number; readonly shared: number } {
  const cheapest = (make: (object: KubeObject, i: number) => unknown): number => {
    const run = (): number => {
      const began = cpuMs();
      const map = new Map<string, unknown>();
      for (let i = 0; i < writes - eventWrites; i++) map.set(`default/web-${i % pods}`, make(pod, i));
      for (let i = 0; i < eventWrites; i++) map.set(`default/web-${i}.event`, make(event, i));
      return cpuMs() - began;
    };
    run();
    return Math.max(0.1, Math.min(run(), run(), run()));
  };
  return { whole: cheapest((object) => wholeCopy(object)), shared: cheapest(newVersion) };
}

function wholeCopy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(wholeCopy);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = wholeCopy((value as Record<string, unknown>)[key]);
  return copy;
}

function newVersion(object: KubeObject, i: number): unknown {
  const { status } = object as KubeObject & { status?: { conditions?: readonly object[]; containerStatuses?: readonly object[] } };
  const fresh = status && {
    ...status,
    conditions: status.conditions?.map((condition) => ({ ...condition })),
    containerStatuses: status.containerStatuses?.map((container) => ({ ...container })),
  };
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(i) }, status: fresh };
}

function speed(probe: object | undefined, seconds: number): { ratio: number; cpuMs: number } {
  const cluster = newCluster(1000);
  apply(cluster, 1000, probe);
  untilReady(cluster, 1000);
  cluster.advance(30_000);
  const began = cpuMs();
  cluster.advance(seconds * 1000);
  const cpu = Math.max(0.01, cpuMs() - began);
  return { ratio: (seconds * 1000) / cpu, cpuMs: cpu };
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
// Warms the code up, as the floor is.
for (let i = 0; i < 5; i++) rise(1000);
print("pods    cpu ms   pods/s   ms/pod   writes   floor ms (whole, shared)   ratio to them   bytes/pod   longest block ms");
const costs: number[] = [];
for (const [pods, runs] of [
  [100, 5],
  [1000, 4],
  [10_000, 1],
] as const) {
  const r = cheapestRise(pods, runs);
  const least = floors(r, pods);
  costs.push(r.cpuMs / pods);
  print(
    [
      String(pods).padEnd(7),
      r.cpuMs.toFixed(0).padEnd(8),
      ((pods / r.cpuMs) * 1000).toFixed(0).padEnd(8),
      (r.cpuMs / pods).toFixed(4).padEnd(8),
      String(r.writes).padEnd(8),
      `${least.whole.toFixed(1)}, ${least.shared.toFixed(1)}`.padEnd(26),
      `${(r.cpuMs / least.whole).toFixed(1)}, ${(r.cpuMs / least.shared).toFixed(1)}`.padEnd(15),
      r.bytesPerPod.toFixed(0).padEnd(11),
      longestBlock(pods, Math.min(3, runs + 1)).toFixed(1),
    ].join(" "),
  );
}
print(`cost per pod at 10,000 to that at 1,000: ${((costs[2] ?? 0) / (costs[1] ?? 1)).toFixed(2)}`);
const idle = speed(undefined, 600);
print(`1,000 pods idle: 600 simulated seconds in ${idle.cpuMs.toFixed(0)} ms of CPU (${idle.ratio.toFixed(0)} simulated seconds a second)`);
const probed = speed({ httpGet: { path: "/", port: 80 }, periodSeconds: 10 }, 600);
print(
  `1,000 pods probed every 10 s: 600 simulated seconds in ${probed.cpuMs.toFixed(0)} ms of CPU (${probed.ratio.toFixed(0)} simulated seconds a second)`,
);
