// What the pieces of a kubelet share: the node's clock, chance, client, runtime and memory, and the few ways in which one
// piece sets another going.

import type { Client } from "../client/client.ts";
import type { NodeSpec } from "../nodespec.ts";
import type { NodeRuntime } from "../runtime/runtime.ts";
import type { Because } from "../sim/cause.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Latency } from "../sim/latency.ts";
import type { Random } from "../sim/random.ts";
import type { EnvSources } from "./env.ts";
import type { PodWorker } from "./record.ts";

export interface KubeletHost {
  readonly nodeName: string;
  readonly nodeSpec: NodeSpec;
  readonly clock: Clock;
  readonly random: Random;
  readonly latency: Latency;
  readonly client: Client;
  readonly runtime: NodeRuntime;
  readonly hostIP: string;
  /** The node's memory. */
  readonly memoryBytes: number;
  /** The API server can be reached, so writes make sense. */
  readonly online: boolean;
  /** By so much a Fault delays all that this kubelet does. */
  readonly slowMs: number;

  schedule(delayMs: number, message: Message): number;
  event(worker: PodWorker, type: "Normal" | "Warning", reason: string, message: string, container?: string): void;
  /** A sync as soon as the runtime's state is known to be newer than the last sync (KL-16). */
  requestSync(worker: PodWorker, delayMs: number): void;
  /** Sends what the probes of a container have found, when that differs from what was told before (KL-18). */
  publish(worker: PodWorker, container: string, because: Because): void;
  /** A number that no other wait has. */
  nextWait(): number;
  envSources(worker: PodWorker): EnvSources;
  newPodIP(): string;
  /** The text that a Fault makes the pod's pulls of the image fail with. */
  pullFault(worker: PodWorker, image: string): string | undefined;
  /** Pulls are made one after the other (KL-61): when this one, lasting so long, will be over. One that fails brings no image. */
  queuePull(image: string | undefined, durationMs: number): { readonly doneAt: number; readonly tookMs: number };
  /** A container has started: Faults that last strike it too. */
  strike(worker: PodWorker, container: string): void;
}

/** Names one of the kubelet's timers in the log of happenings. */
export interface PodMessage extends Message {
  /** The pod's uid. */
  readonly pod: string;
}
