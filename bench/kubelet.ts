// What a kubelet costs: a day of a pod in a crash loop, and an hour of 1,000 pods probed every second, the latter as a ratio
// to a bare loop over as many timers. Times are CPU time of this process, but for the days, which are wall time.

import { createCluster, type Cluster } from "../engine/index.ts";
import { Clock, newClockState } from "../engine/sim/clock.ts";

const PODS = 1000;
const WARM_UP_DAYS = 8;
const COUNTED_DAYS = 9;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const cpuMs = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function post(cluster: Cluster, path: string, body: object): void {
  const answer = cluster.handle({ method: "POST", path, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${String(answer.body)}`);
}

interface Days {
  /** Wall time of each. */
  readonly ms: readonly number[];
  readonly restarts: number;
  readonly happenings: number;
}

/** One day after the other of a pod that crashes again and again. */
function crashLoopDays(latency: "lifelike" | "none"): Days {
  const cluster = createCluster({ seed: 1, nodes: 1, latency });
  const command = ["sh", "-c", "echo begin; sleep 2; exit 1"];
  post(cluster, "/api/v1/namespaces/default/pods", {
    metadata: { name: "loop" },
    spec: { containers: [{ name: "c", image: "busybox", command }] },
  });
  const { happenings } = cluster;
  const ms = Array.from({ length: WARM_UP_DAYS + COUNTED_DAYS }, () => {
    const began = performance.now();
    cluster.advance(DAY_MS);
    return performance.now() - began;
  });
  const answer = cluster.handle({ method: "GET", path: "/api/v1/namespaces/default/pods/loop" });
  const { status } = JSON.parse(String(answer.body)) as { status: { containerStatuses: { restartCount: number }[] } };
  return { ms, restarts: status.containerStatuses[0]?.restartCount ?? 0, happenings: cluster.happenings - happenings };
}

/** A cluster in which `PODS` pods run, all Ready, with that probe. */
function probedCluster(probes: object): Cluster {
  const cluster = createCluster({ seed: 1, nodes: PODS / 100, latency: "none" });
  const container = { name: "main", image: "nginx", imagePullPolicy: "IfNotPresent", ...probes };
  post(cluster, "/apis/apps/v1/namespaces/default/replicasets", {
    metadata: { name: "web" },
    spec: {
      replicas: PODS,
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers: [container] } },
    },
  });
  cluster.advance(120_000);
  return cluster;
}

function hour(probes: object): { cpuMs: number; happenings: number } {
  const cluster = probedCluster(probes);
  const { happenings } = cluster;
  const began = cpuMs();
  cluster.advance(HOUR_MS);
  return { cpuMs: cpuMs() - began, happenings: cluster.happenings - happenings };
}

/** A heap of as many timers as there are pods, popped and pushed as often. */
function bareLoop(happenings: number): number {
  const clock = new Clock(newClockState(0));
  const tick = Object.freeze({ type: "tick" });
  for (let i = 0; i < PODS; i++) clock.schedule(i % 1000, "bench", tick);
  const began = cpuMs();
  for (let i = 0; i < happenings; i++) {
    const timer = clock.take(Number.POSITIVE_INFINITY);
    if (timer !== undefined) clock.schedule(timer.dueAt + 1000, timer.to, timer.message);
  }
  return cpuMs() - began;
}

const inMs = (days: readonly number[]): string => days.map((ms) => ms.toFixed(0)).join(", ");
for (const latency of ["lifelike", "none"] as const) {
  const { ms, restarts, happenings } = crashLoopDays(latency);
  // The first days of a process also pay for the compiling of the engine's code.
  const [first, counted] = [ms.slice(0, WARM_UP_DAYS), ms.slice(WARM_UP_DAYS)];
  const sorted = counted.toSorted((a, b) => a - b);
  const each = (n: number): string => (n / ms.length).toFixed(0);
  print(`a day of a pod in a crash loop, latency ${latency}: ${each(restarts)} restarts, ${each(happenings)} happenings`);
  print(`  wall ms, days 1 to ${WARM_UP_DAYS}: ${inMs(first)}`);
  print(
    `  wall ms, the next: ${inMs(counted)}; median ${sorted[COUNTED_DAYS >> 1]?.toFixed(0)}, worst ${sorted.at(-1)?.toFixed(0)} (wanted: under 200)`,
  );
}
const periodSeconds = 1;
const kinds: readonly (readonly [string, object])[] = [
  ["nothing", {}],
  ["httpGet", { livenessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds } }],
  ["tcpSocket", { livenessProbe: { tcpSocket: { port: 80 }, periodSeconds } }],
  ["exec", { livenessProbe: { exec: { command: ["true"] }, periodSeconds } }],
];
print(`${PODS} pods for a simulated hour, probed every second   happenings   cpu ms   ns each   bare loop ms   ratio`);
for (const [kind, probes] of kinds) {
  const run = hour(probes);
  const bareMs = Math.max(0.1, Math.min(bareLoop(run.happenings), bareLoop(run.happenings)));
  const cells = [
    kind.padEnd(51),
    String(run.happenings).padEnd(12),
    run.cpuMs.toFixed(0).padEnd(8),
    ((run.cpuMs * 1e6) / run.happenings).toFixed(0).padEnd(9),
    bareMs.toFixed(0).padEnd(14),
    (run.cpuMs / bareMs).toFixed(1),
  ];
  print(cells.join(" "));
}
