// Pods and pod templates (API-149 to API-158). What an update may change is in `podupdate.ts`.

import { DELETION_COST, deletionCost } from "../podstate.ts";
import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { forbiddenField, inclusiveRange, invalidFor, invalidValue, notSupported, required } from "./fielderror.ts";
import { resourceErrors, validateContainers, validateInitContainers } from "./container.ts";
import { dnsLabelErrors, dnsSubdomainErrors, validateAnnotations, validateLabels } from "./names.ts";
import { validateScheduling, validateTolerations } from "./podscheduling.ts";
import { validateVolumes } from "./podvolumes.ts";

const RESTART_POLICIES = ["Always", "Never", "OnFailure"] as const;
const DNS_POLICIES = ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"] as const;
const PREEMPTION_POLICIES = ["PreemptLowerPriority", "Never"] as const;
const NO_BLANKS = "must not have leading or trailing whitespace";
const MAX_INT32 = 2147483647;

/** The spec of a new pod; its metadata is checked apart. */
export function validatePodCreate(pod: types.Pod): readonly FieldError[] {
  const errors: FieldError[] = [...validateWholePodSpec(pod.spec)];
  if (pod.spec.ephemeralContainers?.length) errors.push(forbiddenField("spec.ephemeralContainers", "cannot be set on create"));
  if (pod.spec.nodeName && pod.spec.schedulingGates?.length) {
    errors.push(forbiddenField("spec.nodeName", "cannot be set until all schedulingGates have been cleared"));
  }
  return errors;
}

/** What holds for pods at any time. Blanks around an image name are let through in templates only. */
export function validateWholePodSpec(spec: types.PodSpec): readonly FieldError[] {
  return [
    ...validatePodSpec(spec, "spec"),
    ...imageErrors(spec.containers, "spec.containers"),
    ...imageErrors(spec.initContainers, "spec.initContainers"),
  ];
}

export function imageErrors(containers: readonly types.Container[] | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  (containers ?? []).forEach(({ image = "" }, i) => {
    if (image.trim() !== image) errors.push(invalidValue(`${path}[${i}].image`, image, NO_BLANKS));
  });
  return errors;
}

/** What is asked of a pod's metadata besides what holds for all. */
export function validatePodMeta({ annotations }: types.ObjectMeta): readonly FieldError[] {
  return podAnnotationErrors(annotations, "metadata.annotations");
}

/** Annotations that mean something to a controller (RS-20). */
function podAnnotationErrors(annotations: types.ObjectMeta["annotations"], path: string): readonly FieldError[] {
  if (deletionCost(annotations) !== undefined) return [];
  return [invalidValue(`${path}[${DELETION_COST}]`, annotations?.[DELETION_COST], "must be a 32bit integer")];
}

export function validatePodTemplate(template: types.PodTemplateSpec, path: string, claimed: readonly string[] = []): readonly FieldError[] {
  const { metadata, spec } = template;
  return [
    ...validateLabels(metadata?.labels, `${path}.labels`), // without "metadata", as a real server has it
    ...validateAnnotations(metadata?.annotations, `${path}.annotations`),
    ...podAnnotationErrors(metadata?.annotations, `${path}.annotations`),
    ...validatePodSpec(spec, `${path}.spec`, claimed),
    ...(spec.ephemeralContainers?.length
      ? [forbiddenField(`${path}.spec.ephemeralContainers`, "ephemeral containers not allowed in pod template")]
      : []),
  ];
}

/** `claimed` names volumes that are there without being listed: a StatefulSet's claims. */
export function validatePodSpec(spec: types.PodSpec, path: string, claimed: readonly string[] = []): readonly FieldError[] {
  const errors: FieldError[] = [];
  const volumes = new Set(claimed);
  for (const { name } of spec.volumes ?? []) volumes.add(name);
  const context = { volumes, gracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 0 };
  if (spec.volumes?.length) errors.push(...validateVolumes(spec.volumes, `${path}.volumes`));
  errors.push(...validateContainers(spec.containers, context, `${path}.containers`));
  if (spec.initContainers?.length) errors.push(...validateInitContainers(spec, context, `${path}.initContainers`));
  if (spec.resources) errors.push(...resourceErrors(spec.resources, `${path}.resources`));
  errors.push(...policyErrors(spec, path));
  if (spec.nodeSelector) errors.push(...validateLabels(spec.nodeSelector, `${path}.nodeSelector`));
  errors.push(...hostErrors(spec, path));
  (spec.imagePullSecrets ?? []).forEach(({ name }, i) => {
    if (!name) errors.push(required(`${path}.imagePullSecrets[${i}].name`));
  });
  errors.push(...validateScheduling(spec, path), ...nameErrors(spec, path));
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32)) {
    errors.push(invalidValue(`${path}.activeDeadlineSeconds`, deadline, inclusiveRange(1, MAX_INT32)));
  }
  errors.push(...hostnameErrors(spec, path));
  if (spec.tolerations?.length) errors.push(...validateTolerations(spec.tolerations, `${path}.tolerations`));
  if (spec.priorityClassName)
    errors.push(...invalidFor(`${path}.priorityClassName`, spec.priorityClassName, dnsSubdomainErrors(spec.priorityClassName)));
  if (spec.preemptionPolicy && !PREEMPTION_POLICIES.includes(spec.preemptionPolicy)) {
    errors.push(notSupported(`${path}.preemptionPolicy`, spec.preemptionPolicy, PREEMPTION_POLICIES));
  }
  return errors;
}

function policyErrors({ restartPolicy, dnsPolicy, dnsConfig }: types.PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!restartPolicy) errors.push(required(`${path}.restartPolicy`));
  else if (!RESTART_POLICIES.includes(restartPolicy)) errors.push(notSupported(`${path}.restartPolicy`, restartPolicy, RESTART_POLICIES));
  if (!dnsPolicy) errors.push(required(`${path}.dnsPolicy`));
  else if (!DNS_POLICIES.includes(dnsPolicy)) errors.push(notSupported(`${path}.dnsPolicy`, dnsPolicy, DNS_POLICIES));
  if (dnsPolicy === "None" && !dnsConfig?.nameservers?.length) {
    errors.push(
      required(
        `${path}.dnsConfig${dnsConfig ? ".nameservers" : ""}`,
        dnsConfig
          ? "must provide at least one DNS nameserver when `dnsPolicy` is None"
          : "must provide `dnsConfig` when `dnsPolicy` is None",
      ),
    );
  }
  return errors;
}

function hostErrors(spec: types.PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (spec.shareProcessNamespace && spec.hostPID) {
    errors.push(invalidValue(`${path}.shareProcessNamespace`, true, "ShareProcessNamespace and HostPID cannot both be enabled"));
  }
  if (!spec.hostNetwork) return errors;
  (spec.containers ?? []).forEach((container, i) =>
    container.ports?.forEach((port, j) => {
      if (!port.hostPort || port.hostPort === port.containerPort) return;
      errors.push(
        invalidValue(
          `${path}.containers[${i}].ports[${j}].hostPort`,
          port.hostPort,
          "must match `containerPort` when `hostNetwork` is true",
        ),
      );
    }),
  );
  return errors;
}

function nameErrors({ serviceAccountName, nodeName }: types.PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (serviceAccountName)
    errors.push(...invalidFor(`${path}.serviceAccountName`, serviceAccountName, dnsSubdomainErrors(serviceAccountName)));
  if (nodeName) errors.push(...invalidFor(`${path}.nodeName`, nodeName, dnsSubdomainErrors(nodeName)));
  return errors;
}

function hostnameErrors({ hostname, subdomain }: types.PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (hostname) errors.push(...invalidFor(`${path}.hostname`, hostname, dnsLabelErrors(hostname)));
  if (subdomain) errors.push(...invalidFor(`${path}.subdomain`, subdomain, dnsLabelErrors(subdomain)));
  return errors;
}
