// Objects that hold a pod template: where it is, and how it is changed without touching the rest.

import type { PodSpec, PodTemplateSpec } from "../api/types.generated.ts";
import type { Obj } from "./client.ts";

/** The pod spec of a pod, of a workload's template or of a CronJob's; none for other kinds. */
export function podSpecOf(object: Obj): PodSpec | undefined {
  const spec = object["spec"] as Record<string, unknown> | undefined; // the shape depends on the kind, tested right here
  if (!spec) return undefined;
  if (object.kind === "Pod") return spec as unknown as PodSpec;
  if (object.kind === "CronJob")
    return (spec["jobTemplate"] as { readonly spec?: { readonly template?: PodTemplateSpec } } | undefined)?.spec?.template?.spec;
  return (spec["template"] as PodTemplateSpec | undefined)?.spec;
}

/** The object with another pod spec. */
export function withPodSpec(object: Obj, podSpec: PodSpec): Obj {
  const spec = object["spec"] as Record<string, unknown>; // podSpecOf found it
  if (object.kind === "Pod") return { ...object, spec: podSpec };
  if (object.kind === "CronJob") {
    const jobTemplate = spec["jobTemplate"] as { readonly spec: { readonly template: PodTemplateSpec } };
    const template = { ...jobTemplate.spec.template, spec: podSpec };
    return { ...object, spec: { ...spec, jobTemplate: { ...jobTemplate, spec: { ...jobTemplate.spec, template } } } };
  }
  return { ...object, spec: { ...spec, template: { ...(spec["template"] as PodTemplateSpec), spec: podSpec } } };
}
