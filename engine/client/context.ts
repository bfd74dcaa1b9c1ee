// What the composition root hands to every component.

import type { Clock } from "../sim/clock.ts";
import type { Latency } from "../sim/latency.ts";
import type { Random } from "../sim/random.ts";
import type { Client } from "./client.ts";

export interface PartContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly latency: Latency;
  /** A client whose writes carry this name: `replicaset-controller`, `kubelet node-2`. */
  clientFor(actor: string): Client;
}
