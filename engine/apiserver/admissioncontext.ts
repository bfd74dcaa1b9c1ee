// What admission may ask of the server while it judges a request.

import type { AdmissionContext } from "./admission/admission.ts";
import type { ApiServer } from "./apiserver.ts";

export function newAdmissionContext(server: ApiServer): AdmissionContext {
  const { store, random } = server;
  return {
    namespace: (name) => store.get("Namespace", "", name),
    priorityClass: (name) => store.get("PriorityClass", "", name),
    priorityClasses: () => store.list("PriorityClass"),
    serviceAccount: (namespace, name) => store.get("ServiceAccount", namespace, name),
    limitRanges: (namespace) => store.list("LimitRange", namespace),
    quotas: (namespace) => store.list("ResourceQuota", namespace),
    podsIn: (namespace) => store.list("Pod", namespace),
    randomSuffix: () => random.suffix(),
  };
}
