// How containers have ended, as a kubelet learns it from its runtime.

import type { Clock } from "../sim/clock.ts";
import type { NodeRuntime } from "../runtime/runtime.ts";
import type { Instance, PodWorker } from "./record.ts";

interface Sight {
  readonly clock: Clock;
  readonly runtime: NodeRuntime;
}

/** Every end is seen now. */
export function seeExits(sight: Sight, worker: PodWorker): void {
  for (const instance of worker.instances) if (instance.unseen) readEnd(sight, worker, instance);
}

/** The PLEG's look at a pod. False when one that ended at once is still to be shown running before: another look is due. */
export function look(sight: Sight, worker: PodWorker): boolean {
  let all = true;
  for (const instance of worker.instances) {
    if (!instance.unseen) continue;
    if (instance.shown) readEnd(sight, worker, instance);
    else all = false;
  }
  return all;
}

export function readEnd({ clock, runtime }: Sight, worker: PodWorker, instance: Instance): void {
  const info = runtime.inspect(instance.id);
  instance.unseen = false;
  instance.state = "exited";
  instance.finishedAt = info?.finishedAt ?? clock.now;
  instance.exitCode = info?.exitCode ?? 0;
  instance.reason = info?.reason ?? (instance.exitCode === 0 ? "Completed" : "Error");
  instance.message = info?.message;
  if (worker.note?.rule === "kubelet.probe-failed") return; // which says more
  worker.note = { rule: "kubelet.exited", saw: { container: instance.name, exitCode: instance.exitCode, reason: instance.reason } };
}
