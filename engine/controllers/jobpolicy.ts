// What a Job's podFailurePolicy says of a failed pod, and its successPolicy of the indexes that are done (JOB-17, JOB-20,
// JOB-21, JOB-23). Pure.

import type { ContainerStatus, Job, Pod, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule } from "../api/types.generated.ts";
import { parseIndexes } from "./indexes.ts";

interface PolicyMatch {
  readonly action: PodFailurePolicyRule["action"];
  /** As the Job's condition tells of it when the action is FailJob. */
  readonly message: string;
}

/** The first rule that the failed pod falls under; none is like a rule to count it. */
export function matchFailurePolicy(job: Job, pod: Pod): PolicyMatch | undefined {
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const what = matchOf(rule, pod);
    if (what !== undefined) return { action: rule.action, message: `${what} matching ${rule.action} rule at index ${index}` };
  }
  return undefined;
}

/** Whether the failure counts towards the limits. */
export function isCounted(job: Job, pod: Pod): boolean {
  return matchFailurePolicy(job, pod)?.action !== "Ignore";
}

function matchOf({ onExitCodes, onPodConditions = [] }: PodFailurePolicyRule, pod: Pod): string | undefined {
  const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
  if (onExitCodes !== undefined) {
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
    const status = [...containerStatuses, ...initContainerStatuses].find((one) => matchesExitCode(onExitCodes, one));
    return status && `Container ${status.name} for pod ${name} failed with exit code ${status.state.terminated?.exitCode}`;
  }
  const condition = (pod.status.conditions ?? []).find(({ type, status }) =>
    onPodConditions.some((pattern) => pattern.type === type && pattern.status === status),
  );
  return condition && `Pod ${name} has condition ${condition.type}`;
}

/** A container that has ended well, or not yet, matches nothing, not even NotIn. */
function matchesExitCode(
  { containerName, operator, values }: PodFailurePolicyOnExitCodesRequirement,
  { name, state }: ContainerStatus,
): boolean {
  const exitCode = state.terminated?.exitCode;
  if (exitCode === undefined || exitCode === 0 || (containerName !== undefined && containerName !== name)) return false;
  return values.includes(exitCode) === (operator === "In");
}

/** The first rule that the indexes which succeeded fulfil: all that it lists, or as many as it asks for of them. */
export function matchSuccessPolicy({ spec }: Job, succeeded: readonly number[]): string | undefined {
  if (succeeded.length === 0) return undefined;
  const index = (spec.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && succeeded.length >= succeededCount;
    const wanted = parseIndexes(succeededIndexes, spec.completions ?? 0);
    const done = wanted.filter((one) => succeeded.includes(one)).length;
    return wanted.length > 0 && done >= Math.min(succeededCount ?? wanted.length, wanted.length);
  });
  return index < 0 ? undefined : `Matched rules at index ${index}`;
}
