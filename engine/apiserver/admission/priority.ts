// Priority (API-196, PRI-1): a pod's class becomes a number.

import type { KindInfo } from "../../api/kinds.ts";
import type * as types from "../../api/types.generated.ts";
import type { AdmissionContext } from "./admission.ts";
import { earlyRefusal } from "./refusal.ts";

const GIVEN = "priority admission controller computed";

export function resolvePriority(context: AdmissionContext, info: KindInfo, pod: types.Pod): types.Pod {
  const given = pod.spec.priorityClassName;
  const found = given ? context.priorityClass(given) : defaultClass(context);
  if (given && found === undefined) throw earlyRefusal(info, pod, `no PriorityClass with name ${given} was found`);
  const priority = found?.value ?? 0;
  const preemptionPolicy = found?.preemptionPolicy ?? "PreemptLowerPriority";
  const { spec } = pod;
  if (spec.priority !== undefined && spec.priority !== priority) {
    throw earlyRefusal(
      info,
      pod,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; ${GIVEN} ${priority} from the given PriorityClass name`,
    );
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    throw earlyRefusal(
      info,
      pod,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ${GIVEN} ${preemptionPolicy} from the given PriorityClass name`,
    );
  }
  const name = given ?? found?.metadata.name;
  return { ...pod, spec: { ...spec, ...(name ? { priorityClassName: name } : {}), priority, preemptionPolicy } };
}

/** Of several global defaults the lowest counts. */
function defaultClass(context: AdmissionContext): types.PriorityClass | undefined {
  let lowest: types.PriorityClass | undefined;
  for (const candidate of context.priorityClasses()) {
    if (candidate.globalDefault === true && (lowest === undefined || candidate.value < lowest.value)) lowest = candidate;
  }
  return lowest;
}

/** There is one global default at most. */
export function admitPriorityClass(context: AdmissionContext, info: KindInfo, priority: types.PriorityClass): void {
  if (priority.globalDefault !== true) return;
  for (const other of context.priorityClasses()) {
    if (other.globalDefault !== true || other.metadata.name === priority.metadata.name) continue;
    throw earlyRefusal(info, priority, `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`);
  }
}
