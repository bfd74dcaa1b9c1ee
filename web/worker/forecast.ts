// What comes of a command line, tried on a fork of the cluster that runs ahead: how things stand then, and what was
// decided on the way. The cluster itself does not notice.

import { type Cause, type Cluster, type KubeObject, kubectl, type Pod, splitCommandLine } from "../../engine/index.ts";
import { podState, podStatus } from "./podStatus.ts";
import type { Deed, Forecast } from "./protocol.ts";
import type { PodRow } from "./rows.ts";
import { controllerRow, newPodRow } from "./toRows.ts";

/** A fork goes no further than that, however long it was to run. */
const MOST_HAPPENINGS = 60_000;
/** Causes are asked of so many pods. */
const MOST_ASKED = 200;
const CONTROLLERS = ["/api/v1/replicationcontrollers", "/apis/apps/v1/replicasets", "/apis/apps/v1/daemonsets"];
/** Writes that only count or report. */
const QUIET = /\.status$|^user\.request$|^event$/;

/** The fork is spent afterwards. */
export function forecast(fork: Cluster, { line, files, forMs }: Deed): Forecast {
  const from = fork.now;
  const before = podsOf(fork);
  const { failed, out } = act(fork, line, files);
  const { advancedMs } = fork.advance(forMs, { happenings: MOST_HAPPENINGS });
  const after = podsOf(fork);
  return {
    pods: after.map(rowOf),
    controllers: CONTROLLERS.flatMap((path) => itemsOf<KubeObject>(fork, path)).map(controllerRow),
    causes: decisions(fork, [...before, ...after], from),
    failed,
    out,
    reached: advancedMs >= forMs,
  };
}

/** A command makes its writes before it waits for anything. */
function act(fork: Cluster, line: string, files: Deed["files"]): Pick<Forecast, "failed" | "out"> {
  let out = "";
  const write = (text: string): void => void (out += text);
  const run = kubectl(splitCommandLine(line), undefined, {
    stdout: write,
    stderr: write,
    namespace: "default",
    now: () => fork.now,
    handle: (request) => fork.handle(request),
    watch: (request, sink) => fork.watch(request, sink),
    readFile: (path) => files[path],
  });
  const first = run.next();
  if (first.done !== true) run.return(0);
  return { failed: first.done === true && first.value !== 0, out };
}

function decisions(fork: Cluster, pods: readonly Pod[], from: number): readonly Cause[] {
  const refs = new Map(pods.map(({ metadata: { uid, namespace, name } }) => [uid, { kind: "Pod", namespace, name, uid }]));
  return [...refs.values()]
    .slice(0, MOST_ASKED)
    .flatMap((ref) => fork.causes(ref))
    .filter(({ at, rule }) => at >= from && !QUIET.test(rule))
    .sort((a, b) => a.id - b.id);
}

export function podsOf(cluster: Cluster): readonly Pod[] {
  return itemsOf<Pod>(cluster, "/api/v1/pods");
}

function itemsOf<T>(cluster: Cluster, path: string): readonly T[] {
  const found = cluster.handle({ method: "GET", path, headers: { accept: "application/json" } });
  // The caller names the kind that the path stands for. A list leaves the kind of its items out.
  if (found.status !== 200) return [];
  const { kind, items } = JSON.parse(String(found.body)) as { readonly kind: string; readonly items: readonly T[] };
  return items.map((item) => ({ ...item, kind: kind.replace(/List$/, "") }));
}

export function rowOf(pod: Pod): PodRow {
  const status = podStatus(pod);
  return newPodRow(pod, status, podState(pod, status, false), undefined);
}
