// The conditions that a kubelet writes, in its order and with its texts (KL-148 to KL-155).

import type { ContainerStatus, Pod, PodCondition, PodStatus } from "../api/types.generated.ts";
import { isSidecar } from "../api/podstate.ts";

const OWNED = new Set(["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled", "AllContainersRestarting"]);

/** What has been found of one condition. */
interface Finding {
  readonly status: "True" | "False";
  readonly reason?: string;
  readonly message?: string;
}

/** What Ready and ContainersReady are found from. */
interface ReadinessInput {
  readonly pod: Pod;
  readonly phase: PodStatus["phase"];
  readonly init: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
}

/** What any condition takes besides. */
interface WritingInput extends ReadinessInput {
  /** The conditions before: their times go on while the value stays. */
  readonly before: readonly PodCondition[] | undefined;
  /** The conditions that others have put on the API object. */
  readonly present: readonly PodCondition[] | undefined;
  readonly now: string;
  /** Why the kubelet itself ends the pod in favour of others (KL-156). */
  readonly disruption?: string | undefined;
  readonly shared?: SharedConditions | undefined;
}

export interface ConditionInput extends WritingInput {
  readonly sandboxReady: boolean;
  /** All its containers are being started anew (KL-74); undefined: nothing could ever lead to that. */
  readonly restartingAll?: boolean | undefined;
}

/** The conditions made last, by type: pods that start in the same second share them. */
export interface SharedConditions {
  readonly yes: Map<string, PodCondition>;
  readonly no: Map<string, PodCondition>;
}

const YES: Finding = { status: "True" };
const NO: Finding = { status: "False" };

export function conditionsOf(input: ConditionInput): PodCondition[] {
  const { pod } = input;
  const foreign = foreignOf(input);
  const containersReady = containersReadyOf(input);
  const own = (type: string, finding: Finding): PodCondition => withTimes(type, finding, input);
  const conditions = [
    own("PodReadyToStartContainers", input.sandboxReady ? YES : NO),
    own("Initialized", initializedOf(input)),
    own("Ready", readyOf(pod, foreign, containersReady)),
    own("ContainersReady", containersReady),
    own("PodScheduled", YES),
  ];
  if (input.restartingAll !== undefined)
    conditions.push(own("AllContainersRestarting", input.restartingAll ? { status: "True", reason: "RestartAllContainersStarted" } : NO));
  return foreign.length === 0 ? conditions : foreign.concat(conditions);
}

/** The conditions told before, but for what the readiness of the containers makes of Ready and ContainersReady now. */
export function withReadiness(input: WritingInput, told: readonly PodCondition[]): PodCondition[] {
  const foreign = foreignOf(input);
  const containersReady = containersReadyOf(input);
  const own = told.flatMap((one) => {
    if (one.type === "Ready") return withTimes(one.type, readyOf(input.pod, foreign, containersReady), input);
    if (one.type === "ContainersReady") return withTimes(one.type, containersReady, input);
    return OWNED.has(one.type) ? one : [];
  });
  return foreign.concat(own);
}

/** Those of others, and that of the kubelet which stands among them. */
function foreignOf(input: WritingInput): readonly PodCondition[] {
  const foreign = (input.present ?? []).filter((condition) => !OWNED.has(condition.type));
  if (input.disruption === undefined) return foreign;
  const condition = withTimes(
    "DisruptionTarget",
    { status: "True", reason: "TerminationByKubelet", message: input.disruption },
    { ...input, shared: undefined },
  );
  return [...foreign.filter(({ type }) => type !== "DisruptionTarget"), condition];
}

function withTimes(type: string, finding: Finding, input: WritingInput): PodCondition {
  const { pod, now } = input;
  const before = (input.before ?? input.present)?.find((condition) => condition.type === type);
  const since = before !== undefined && before.status === finding.status ? before.lastTransitionTime : undefined;
  const generation = pod.metadata.generation;
  if (before !== undefined && since !== undefined && saysSame(before, finding, generation)) return before;
  const at = since ?? now;
  const shared = finding.status === "True" ? input.shared?.yes : input.shared?.no;
  const same = shared?.get(type);
  if (same !== undefined && same.lastTransitionTime === at && saysSame(same, finding, generation)) return same;
  const { status, reason, message } = finding;
  const lastProbeTime = null as unknown as string; // an API server writes a Time that was never set as null
  const made: { -readonly [K in keyof PodCondition]: PodCondition[K] } =
    generation === undefined
      ? { type, status, lastProbeTime, lastTransitionTime: at }
      : { type, observedGeneration: generation, status, lastProbeTime, lastTransitionTime: at };
  if (reason !== undefined) made.reason = reason;
  if (message !== undefined) made.message = message;
  Object.freeze(made);
  shared?.set(type, made);
  return made;
}

function saysSame(condition: PodCondition, finding: Finding, generation: number | undefined): boolean {
  return condition.reason === finding.reason && condition.message === finding.message && condition.observedGeneration === generation;
}

/** KL-152 */
function initializedOf({ pod, phase, init, regular }: ConditionInput): Finding {
  const containers = pod.spec.initContainers ?? [];
  const incomplete: string[] = [];
  containers.forEach((container, i) => {
    const status = init[i];
    const done = isSidecar(container) ? status?.started === true : status?.ready === true;
    if (!done) incomplete.push(container.name);
  });
  if (phase === "Succeeded") return { status: "True", reason: "PodCompleted" };
  if (incomplete.length === 0 || regular.some(hasStarted)) return YES;
  return { status: "False", reason: "ContainersNotInitialized", message: `containers with incomplete status: [${incomplete.join(" ")}]` };
}

function hasStarted(status: ContainerStatus): boolean {
  return status.state.running !== undefined || status.state.terminated !== undefined || status.lastState.terminated !== undefined;
}

/** KL-153, KL-154 */
function containersReadyOf({ pod, phase, init, regular }: ReadinessInput): Finding {
  if (phase === "Succeeded") return { status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { status: "False", reason: "PodFailed" };
  const unready: string[] = [];
  pod.spec.initContainers?.forEach((container, i) => {
    if (isSidecar(container) && init[i]?.ready !== true) unready.push(container.name);
  });
  for (const container of pod.spec.containers) {
    const status = regular.length === 1 ? regular[0] : regular.find((one) => one.name === container.name);
    if (status?.ready !== true) unready.push(container.name);
  }
  if (unready.length === 0) return YES;
  return { status: "False", reason: "ContainersNotReady", message: `containers with unready status: [${unready.join(" ")}]` };
}

/** Whether a readiness gate makes the Ready that the API server has untrue: no other condition of others is urgent. */
export function isGateNews(pod: Pod): boolean {
  const { spec, status } = pod;
  const { conditions = [] } = status;
  const told = conditions.find(({ type }) => type === "Ready");
  if (told === undefined || spec.readinessGates === undefined || spec.readinessGates.length === 0) return false;
  const { initContainerStatuses: init = [], containerStatuses: regular = [], phase } = status;
  const found = readyOf(pod, conditions, containersReadyOf({ pod, phase, init, regular }));
  return found.status !== told.status || (found.message ?? "") !== (told.message ?? "");
}

/** KL-155 */
function readyOf(pod: Pod, foreign: readonly PodCondition[], containersReady: Finding): Finding {
  if (containersReady.status === "False") return containersReady;
  const messages: string[] = [];
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const condition = foreign.find((one) => one.type === conditionType);
    if (condition === undefined) messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (condition.status !== "True")
      messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`);
  }
  return messages.length === 0 ? YES : { status: "False", reason: "ReadinessGatesNotReady", message: messages.join(", ") };
}
