// Deletes finished Jobs when their time is up: the TTL-after-finished controller (TTLF-1).

import { isBeingDeleted, keyOf, splitKey } from "../api/object.ts";
import { parseTime } from "../api/time.ts";
import type { Job } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Clock, Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";

const NAME = "ttl-after-finished-controller";

export class TtlAfterFinishedController implements Part {
  readonly name = NAME;
  readonly #clock: Clock;
  readonly #client: Client;
  readonly #queue: WorkQueue;

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#clock = clock;
    this.#client = context.clientFor(NAME);
    this.#queue = new WorkQueue({ clock, latency, part: NAME, sync: (key, trigger) => this.#sync(key, trigger) });
    this.#client.watch("Job", ({ type, object: job, cause }) => {
      if (type !== "DELETED" && expiresAt(job) !== undefined) this.#queue.add(keyOf(job), cause);
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

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const job = this.#client.get("Job", namespace, name);
    const at = job && expiresAt(job);
    if (job === undefined || at === undefined || isBeingDeleted(job)) return this.#queue.forget(key);
    const restMs = at - this.#clock.now;
    if (restMs > 0) return this.#queue.addAfter(key, restMs, trigger);
    const because = { rule: "job.expired", wanted: { seconds: job.spec.ttlSecondsAfterFinished ?? 0 }, trigger };
    this.#client.delete("Job", namespace, name, { propagationPolicy: "Foreground", preconditions: { uid: job.metadata.uid } }, because);
  }
}

/** When the Job's time is up; undefined when it has not finished or has no such time. */
function expiresAt({ spec, status }: Job): number | undefined {
  if (spec.ttlSecondsAfterFinished === undefined) return undefined;
  const finished = (status.conditions ?? []).find(
    (condition) => (condition.type === "Complete" || condition.type === "Failed") && condition.status === "True",
  );
  return finished?.lastTransitionTime === undefined
    ? undefined
    : parseTime(finished.lastTransitionTime) + spec.ttlSecondsAfterFinished * 1000;
}
