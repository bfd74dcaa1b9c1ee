// What the composition root knows of every part of the cluster.

import type { Message } from "./clock.ts";

/** A component of the cluster: it is woken by its timers and by watch events, and keeps all it remembers in `state`. */
export interface Part {
  /** Where its timers are sent: `replicaset-controller`, `kubelet node-2`. */
  readonly name: string;
  /** Plain data that `structuredClone` accepts; replaced as a whole when a snapshot is restored. */
  state: unknown;
  handle(message: Message): void;
}
