// Writes on every node how long a kubelet may keep Secrets and ConfigMaps, by the size of the cluster (TTL-1).
// Left out on purpose: the lower boundaries at which a shrinking cluster steps back.

import { refOf } from "../api/object.ts";
import type { Node } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";

const NAME = "ttl-controller";
const ANNOTATION = "node.alpha.kubernetes.io/ttl";
const STEPS: readonly (readonly [mostNodes: number, seconds: number])[] = [
  [100, 0],
  [500, 15],
  [1000, 30],
  [2000, 60],
];

export class NodeTtlController implements Part {
  readonly name = NAME;
  readonly #client: Client;
  readonly #queue: WorkQueue;

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#client = context.clientFor(NAME);
    this.#queue = new WorkQueue({ clock, latency, part: NAME, sync: (key, trigger) => this.#sync(key, trigger) });
    this.#client.watch("Node", ({ type, object, cause }) => {
      if (type !== "DELETED" && object.metadata.annotations?.[ANNOTATION] === undefined) this.#queue.add(object.metadata.name, cause);
    });
  }

  get state(): WorkQueueState {
    return this.#queue.state;
  }
  set state(state: WorkQueueState) {
    this.#queue.state = state;
  }

  handle(message: Message): void {
    this.#queue.handle(message);
  }

  #sync(name: string, trigger: number | undefined): void {
    const node = this.#client.get("Node", undefined, name);
    if (node === undefined) return this.#queue.forget(name);
    const nodes = [...this.#client.list("Node")].length;
    const seconds = STEPS.find(([most]) => nodes <= most)?.[1] ?? 300;
    const change = ({ metadata, ...rest }: Node): Node => ({
      ...rest,
      metadata: { ...metadata, annotations: { ...metadata.annotations, [ANNOTATION]: String(seconds) } },
    });
    this.#client.modify("Node", refOf(node), change, { rule: "node.ttl", saw: { nodes }, trigger });
  }
}
