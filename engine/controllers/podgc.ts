// Removes pods that nobody will ever end: those of nodes that are gone, and finished ones in great numbers: PodGC
// (PGC-1 to PGC-6). The loop runs every 20 s while there are nodes or pods.

import { isBeingDeleted, refOf } from "../api/object.ts";
import { getCondition, isPodTerminal } from "../api/podstate.ts";
import { formatTime } from "../api/time.ts";
import type { Node, Pod } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { ApiError } from "../api/apierror.ts";
import { withDisruptionTarget } from "./disruptiontarget.ts";

const NAME = "pod-garbage-collector";
const PERIOD_MS = 20_000;
const QUARANTINE_MS = 40_000;
const TERMINATED_KEPT = 12_500;
const COLLECT = Object.freeze({ type: "collect" });
const OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

interface PodGcState {
  isRunning: boolean;
  /** Nodes that pods name but that do not exist: since when. */
  missingSince: Map<string, number>;
}

export class PodGarbageCollector implements Part {
  readonly name = NAME;
  state: PodGcState = { isRunning: false, missingSince: new Map() };
  readonly #clock: Clock;
  readonly #client: Client;

  constructor(context: PartContext) {
    this.#clock = context.clock;
    this.#client = context.clientFor(NAME);
    this.#client.watch("Node", () => this.#start());
    this.#client.watch("Pod", () => this.#start());
  }

  handle(_message: Message): void {
    this.state.isRunning = isAny(this.#client.list("Node")) || isAny(this.#client.list("Pod"));
    if (!this.#hasNothingToDo()) this.#collect();
    if (this.state.isRunning) this.#clock.schedule(this.#clock.now + PERIOD_MS, NAME, COLLECT);
  }

  /** Most rounds find no pod that is finished, on its way out, or of a node that is gone. */
  #hasNothingToDo(): boolean {
    if (this.state.missingSince.size > 0) return false;
    let terminated = 0;
    for (const pod of this.#client.list("Pod")) {
      if (isBeingDeleted(pod)) return false;
      if (isPodTerminal(pod)) terminated++;
      const { nodeName } = pod.spec;
      if (nodeName && this.#client.get("Node", undefined, nodeName) === undefined) return false;
    }
    return terminated <= TERMINATED_KEPT;
  }

  #collect(): void {
    const nodes = new Map([...this.#client.list("Node")].map((node) => [node.metadata.name, node]));
    const pods = [...this.#client.list("Pod")];
    this.#collectTerminated(pods);
    this.#collectOrphans(pods, nodes);
    for (const pod of pods) if (isStuck(pod, nodes)) this.#forceDelete(pod, "podgc.terminating");
  }

  #start(): void {
    if (this.state.isRunning) return;
    this.state.isRunning = true;
    this.#clock.schedule(this.#clock.now + PERIOD_MS, NAME, COLLECT);
  }

  /** The excess of finished pods: evicted ones first, then the oldest (PGC-2). */
  #collectTerminated(pods: readonly Pod[]): void {
    const terminated = pods.filter(isPodTerminal);
    const excess = terminated.length - TERMINATED_KEPT;
    if (excess <= 0) return;
    const isEvicted = (pod: Pod): number => (pod.status.reason === "Evicted" ? 0 : 1);
    terminated.sort((a, b) => isEvicted(a) - isEvicted(b) || (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));
    for (const pod of terminated.slice(0, excess)) this.#forceDelete(pod, "podgc.terminated");
  }

  /** Pods of a node that has been gone for 40 s (PGC-4). */
  #collectOrphans(pods: readonly Pod[], nodes: ReadonlyMap<string, Node>): void {
    const { missingSince } = this.state;
    const now = this.#clock.now;
    const orphans = pods.filter((pod) => pod.spec.nodeName && !nodes.has(pod.spec.nodeName));
    const missing = new Set(orphans.map((pod) => pod.spec.nodeName));
    for (const name of missingSince.keys()) if (!missing.has(name)) missingSince.delete(name);
    for (const pod of orphans) {
      const node = pod.spec.nodeName ?? "";
      const since = missingSince.get(node);
      if (since === undefined) missingSince.set(node, now);
      else if (now - since >= QUARANTINE_MS) this.#forceDelete(pod, "podgc.node-gone", "PodGC: node no longer exists");
    }
  }

  /** A pod that has not ended gets the phase Failed first (PGC-6). */
  #forceDelete(pod: Pod, rule: string, disruption?: string): void {
    const { namespace, name, uid } = pod.metadata;
    const because = { rule, saw: { node: pod.spec.nodeName ?? "" } };
    const condition = { reason: "DeletionByPodGC", message: disruption ?? "", at: formatTime(this.#clock.now) };
    try {
      if (!isPodTerminal(pod)) {
        const fail = (stored: Pod): Pod => ({ ...stored, status: { ...stored.status, phase: "Failed" } });
        this.#client.modify(
          "Pod",
          refOf(pod),
          (stored) => fail(disruption === undefined ? stored : withDisruptionTarget(stored, condition)),
          because,
          "status",
        );
      }
      this.#client.delete("Pod", namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } }, because);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // the next round tries again
    }
  }
}

function isAny(objects: Iterable<unknown>): boolean {
  return objects[Symbol.iterator]().next().done !== true;
}

/** On its way out, and no kubelet will finish it (PGC-3, PGC-5). */
function isStuck(pod: Pod, nodes: ReadonlyMap<string, Node>): boolean {
  if (!isBeingDeleted(pod)) return false;
  if (!pod.spec.nodeName) return true;
  const node = nodes.get(pod.spec.nodeName);
  if (node === undefined || getCondition(node.status.conditions, "Ready")?.status === "True") return false;
  return (node.spec.taints ?? []).some(({ key }) => key === OUT_OF_SERVICE);
}
