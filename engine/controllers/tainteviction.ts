// Deletes pods from nodes with NoExecute taints that they do not tolerate, or not for ever: the taint eviction controller
// (TE-1 to TE-9). Left out on purpose: the five quick tries of TE-6; a failed deletion comes back through the queue.

import { ApiError } from "../api/apierror.ts";
import { deepEqual } from "../api/equal.ts";
import { isBeingDeleted, keyOf, refOf, splitKey } from "../api/object.ts";
import { isPodTerminal, toleratesTaint } from "../api/podstate.ts";
import { formatTime } from "../api/time.ts";
import type { Node, Pod, Taint, Toleration } from "../api/types.generated.ts";
import type { Change, Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { EventRecorderState } from "../client/events.ts";
import { EventRecorder } from "../client/events.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";
import { withDisruptionTarget } from "./disruptiontarget.ts";

const NAME = "taint-eviction-controller";
const RETRY_MS = 10;

interface Eviction {
  timer: number;
  /** Of the pod; another one may take its name. */
  uid: string;
  trigger: number | undefined;
}
interface EvictMessage extends Message {
  readonly type: "evict";
  readonly key: string;
}

interface TaintEvictionState {
  /** Deletions to come, by pod key. */
  evictions: Map<string, Eviction>;
  nodes: WorkQueueState;
  pods: WorkQueueState;
  events: EventRecorderState;
}

/** How long a pod may stay, be it for ever (TE-3); undefined when it does not tolerate one of the taints at all (TE-2). */
export function toleratedMs(taints: readonly Taint[], tolerations: readonly Toleration[]): number | undefined {
  const used: Toleration[] = [];
  for (const taint of taints) {
    const toleration = tolerations.find((candidate) => toleratesTaint(candidate, taint));
    if (toleration === undefined) return undefined;
    used.push(toleration);
  }
  return used.reduce(
    (least, { tolerationSeconds }) =>
      Math.min(least, tolerationSeconds === undefined ? Number.POSITIVE_INFINITY : Math.max(0, tolerationSeconds) * 1000),
    Number.POSITIVE_INFINITY,
  );
}

export class TaintEvictionController implements Part {
  readonly name = NAME;
  readonly #clock: Clock;
  readonly #client: Client;
  readonly #nodeQueue: WorkQueue;
  readonly #podQueue: WorkQueue;
  readonly #events: EventRecorder;
  #evictions = new Map<string, Eviction>();

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#clock = clock;
    this.#client = context.clientFor(NAME);
    this.#nodeQueue = new WorkQueue({ clock, latency, part: NAME, name: "nodes", sync: (key, trigger) => this.#syncNode(key, trigger) });
    this.#podQueue = new WorkQueue({ clock, latency, part: NAME, name: "pods", sync: (key, trigger) => this.#syncPod(key, trigger) });
    this.#events = new EventRecorder(this.#client, clock, NAME);
    this.#client.watch("Node", (change) => this.#onNode(change));
    this.#client.watch("Pod", (change) => this.#onPod(change));
  }

  get state(): TaintEvictionState {
    return { evictions: this.#evictions, nodes: this.#nodeQueue.state, pods: this.#podQueue.state, events: this.#events.state };
  }
  set state({ evictions, nodes, pods, events }: TaintEvictionState) {
    this.#evictions = evictions;
    this.#nodeQueue.state = nodes;
    this.#podQueue.state = pods;
    this.#events.state = events;
  }

  handle(message: Message): void {
    if (message.type === "evict") this.#evict((message as EvictMessage).key);
    else if (!this.#nodeQueue.handle(message)) this.#podQueue.handle(message);
  }

  #onNode({ type, object: node, old, cause }: Change<"Node">): void {
    const before = old === undefined ? [] : noExecuteTaints(old);
    const after = type === "DELETED" ? [] : noExecuteTaints(node);
    if (!deepEqual(before, after)) this.#nodeQueue.add(node.metadata.name, cause);
  }

  #onPod({ type, object: pod, old, cause }: Change<"Pod">): void {
    if (type === "DELETED" && this.#evictions.has(keyOf(pod))) this.#podQueue.add(keyOf(pod), cause);
    if (type === "DELETED" || !pod.spec.nodeName) return;
    const isNews = old === undefined || old.spec.nodeName !== pod.spec.nodeName || !deepEqual(old.spec.tolerations, pod.spec.tolerations);
    if (isNews && this.#mayMatter(pod)) this.#podQueue.add(keyOf(pod), cause);
  }

  /** Nothing can come of a pod on a node without such taints: should the node get one, its pods are all looked at. */
  #mayMatter(pod: Pod): boolean {
    if (this.#evictions.size > 0 && this.#evictions.has(keyOf(pod))) return true;
    const node = this.#client.get("Node", undefined, pod.spec.nodeName ?? "");
    return node !== undefined && (node.spec.taints ?? []).some(({ effect }) => effect === "NoExecute");
  }

  /** The timers of a node that is gone run on: it is the end of a pod that cancels its deletion (TE-5). */
  #syncNode(name: string, trigger: number | undefined): void {
    const node = this.#client.get("Node", undefined, name);
    if (node === undefined) return this.#nodeQueue.forget(name);
    const taints = noExecuteTaints(node);
    for (const pod of this.#client.podsOnNode(name)) this.#judge(pod, taints, trigger);
  }

  #syncPod(key: string, trigger: number | undefined): void {
    const pod = this.#read(key);
    if (pod?.metadata.uid !== this.#evictions.get(key)?.uid) this.#cancel(key, trigger);
    if (pod === undefined) return this.#podQueue.forget(key);
    const node = this.#client.get("Node", undefined, pod.spec.nodeName ?? "");
    if (node !== undefined) this.#judge(pod, noExecuteTaints(node), trigger);
  }

  #read(key: string): Pod | undefined {
    const { namespace, name } = splitKey(key);
    return this.#client.get("Pod", namespace, name);
  }

  #judge(pod: Pod, taints: readonly Taint[], trigger: number | undefined): void {
    const key = keyOf(pod);
    const staysMs = toleratedMs(taints, pod.spec.tolerations ?? []);
    if (staysMs === undefined) {
      this.#cancel(key, trigger);
      this.#schedule(pod, 0, trigger);
    } else if (staysMs === Number.POSITIVE_INFINITY) this.#cancel(key, trigger);
    else if (!this.#evictions.has(key)) this.#schedule(pod, staysMs, trigger); // the first moment stands (TE-4)
  }

  #schedule(pod: Pod, delayMs: number, trigger: number | undefined): void {
    const key = keyOf(pod);
    const message: EvictMessage = { type: "evict", key };
    const timer = this.#clock.schedule(this.#clock.now + delayMs, NAME, message);
    this.#evictions.set(key, { timer, uid: pod.metadata.uid, trigger });
  }

  #cancel(key: string, trigger: number | undefined): void {
    const eviction = this.#evictions.get(key);
    if (eviction === undefined) return;
    this.#evictions.delete(key);
    this.#clock.cancel(eviction.timer);
    this.#podEvent(key, `Cancelling deletion of Pod ${key}`, trigger);
  }

  /** TE-5; the events name the pod without its uid, as the real ones do. */
  #podEvent(key: string, message: string, trigger: number | undefined): void {
    this.#events.event({ apiVersion: "v1", kind: "Pod", ...splitKey(key) }, "Normal", "TaintManagerEviction", message, { trigger });
  }

  #evict(key: string): void {
    const eviction = this.#evictions.get(key);
    const trigger = eviction?.trigger;
    this.#evictions.delete(key);
    const pod = this.#read(key);
    this.#podEvent(key, `Marking for deletion Pod ${key}`, trigger);
    if (pod === undefined || pod.metadata.uid !== eviction?.uid) return;
    const { namespace, name, uid } = pod.metadata;
    const because = { rule: "taint.evict", saw: { node: pod.spec.nodeName ?? "", taints: this.#taintText(pod) }, trigger };
    const condition = {
      reason: "DeletionByTaintManager",
      message: "Taint manager: deleting due to NoExecute taint",
      at: formatTime(this.#clock.now),
    };
    try {
      if (!isPodTerminal(pod))
        this.#client.modify("Pod", refOf(pod), (stored) => withDisruptionTarget(stored, condition), because, "status");
      if (!isBeingDeleted(pod)) this.#client.delete("Pod", namespace, name, { preconditions: { uid } }, because);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== 404) this.#schedule(pod, RETRY_MS, trigger);
    }
  }

  #taintText(pod: Pod): string {
    const node = this.#client.get("Node", undefined, pod.spec.nodeName ?? "");
    return node === undefined
      ? ""
      : noExecuteTaints(node)
          .map(({ key, value }) => (value ? `${key}=${value}` : key))
          .join(", ");
  }
}

function noExecuteTaints(node: Node): readonly Taint[] {
  return (node.spec.taints ?? []).filter(({ effect }) => effect === "NoExecute");
}
