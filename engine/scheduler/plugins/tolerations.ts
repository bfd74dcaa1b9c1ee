// Whether a pod's tolerations cover a taint, for the plugins that look at taints.

import type { Pod, Taint, Toleration } from "../../api/types.generated.ts";

export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator) {
    case "Exists":
      return true;
    case "Gt":
    case "Lt":
      return false; // behind a feature gate that is off by default
    default:
      return Boolean(toleration.key) && (toleration.value ?? "") === (taint.value ?? "");
  }
}

export function isTolerated(pod: Pod, taint: Taint): boolean {
  for (const toleration of pod.spec.tolerations ?? []) if (toleratesTaint(toleration, taint)) return true;
  return false;
}
