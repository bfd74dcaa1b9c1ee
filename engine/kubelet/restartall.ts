// RestartAllContainers in place (KL-74): a container's exit that one of its restart rules answers with a new start of the
// whole pod. All that runs is stopped and forgotten, and the pod begins again from its first init container, on the same
// node and in the same sandbox.

import type { Container, ContainerState, Pod } from "../api/types.generated.ts";
import { type KillOrder, matchingRule, newest, type PodWorker, type Step } from "./record.ts";

const ACTION = "RestartAllContainers";
const REASON = "RestartingAllContainers";
const MESSAGE = "The container is removed because RestartAllContainers in place";

/** Whether a rule of the pod could ever lead to it: then the pod has a condition for it (KL-148). */
export function couldRestartAll({ spec }: Pod): boolean {
  for (const container of spec.containers) if (hasRule(container)) return true;
  return spec.initContainers?.some(hasRule) ?? false;
}

function hasRule({ restartPolicyRules }: Container): boolean {
  return restartPolicyRules !== undefined && restartPolicyRules.some(({ action }) => action === ACTION);
}

/** The steps of a restart of all containers, when an exit asks for one. */
export function restartAllSteps(worker: PodWorker): Step[] | undefined {
  if (!couldRestartAll(worker.pod)) return undefined;
  const asks = containersOf(worker.pod).some((container) => {
    const instance = newest(worker, container.name);
    return instance?.state === "exited" && !instance.removed && matchingRule(container, instance.exitCode)?.action === ACTION;
  });
  if (!asks) return undefined;
  const running = worker.instances.filter((instance) => instance.state === "running");
  const containers = running.map(({ id, name }): KillOrder => ({ id, name, message: `Stopping container ${name}`, reason: "all" }));
  return containers.length > 0 ? [{ do: "kill", containers }, { do: "forget" }] : [{ do: "forget" }];
}

/** The runtime has removed the containers: they are as if they had never run, but for the count. */
export function forgetContainers(worker: PodWorker): void {
  for (const instance of worker.instances) if (instance.state === "exited") instance.removed = true;
  worker.failures = undefined;
}

/** Whether some container is still to be started again. */
export function isRestartingAll(worker: PodWorker): boolean {
  return containersOf(worker.pod).some(({ name }) => newest(worker, name)?.removed === true);
}

export function removedState(): { readonly state: ContainerState; readonly lastState: ContainerState } {
  const never = null as unknown as string; // a time that was never set is written as null
  const terminated = { exitCode: 137, reason: REASON, message: MESSAGE, startedAt: never, finishedAt: never };
  return { state: { waiting: { reason: REASON, message: MESSAGE } }, lastState: { terminated } };
}

export function isRemoval(end: ContainerState["terminated"]): boolean {
  return end?.reason === REASON;
}

function containersOf({ spec }: Pod): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}
