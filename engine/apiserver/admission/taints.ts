// DefaultTolerationSeconds and TaintNodesByCondition (API-195, API-197).

import type * as types from "../../api/types.generated.ts";

const NOT_READY = "node.kubernetes.io/not-ready";
const UNREACHABLE = "node.kubernetes.io/unreachable";
const STAY_SECONDS = 300;
/** Shared by all pods that bring no tolerations of their own. */
const DEFAULT_TOLERATIONS: readonly types.Toleration[] = [NOT_READY, UNREACHABLE].map((key) => ({
  key,
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: STAY_SECONDS,
}));

/** A pod stays five minutes on a node that is not ready or unreachable, unless it says otherwise. */
export function tolerateNodeTroubles(pod: types.Pod): types.Pod {
  const given = pod.spec.tolerations ?? [];
  if (given.length === 0) return { ...pod, spec: { ...pod.spec, tolerations: DEFAULT_TOLERATIONS } };
  const missing = DEFAULT_TOLERATIONS.filter((wanted) => !given.some((toleration) => tolerates(toleration, wanted.key ?? "")));
  return missing.length === 0 ? pod : { ...pod, spec: { ...pod.spec, tolerations: [...given, ...missing] } };
}

function tolerates({ key, effect }: types.Toleration, taint: string): boolean {
  return (!key || key === taint) && (!effect || effect === "NoExecute");
}

/** A new node takes no pods before it has reported that it is ready. */
export function taintNewNode(node: types.Node): types.Node {
  const taints = node.spec?.taints ?? [];
  if (taints.some(({ key, effect }) => key === NOT_READY && effect === "NoSchedule")) return node;
  return { ...node, spec: { ...node.spec, taints: [...taints, { key: NOT_READY, effect: "NoSchedule" }] } };
}
