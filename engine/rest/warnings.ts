// Texts that a real server adds in Warning headers to what it accepts (API-148, API-182, API-183).

import { addQuantities } from "../api/quantity.ts";
import type { KindInfo } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";
import type { Container, PodSpec, PodTemplateSpec, Service } from "../api/types.generated.ts";

const DEPRECATED_NODE_LABELS: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  ReplicationController: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  PodTemplate: ["template"],
};

/** The kind as such is deprecated: said on every use of it. */
export function deprecationOf(info: KindInfo): readonly string[] {
  return info.kind === "Endpoints" ? ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"] : [];
}

/** Warnings about an object that was written. An update that leaves the pod specification alone repeats none. */
export function warningsFor(info: KindInfo, object: KubeObject, old: KubeObject | undefined): readonly string[] {
  if (info.kind === "Pod")
    return old ? [] : [...nameWarnings(object, "the Pod's hostname"), ...podWarnings(object as unknown as PodTemplateSpec, "")]; // a Pod has the parts of a template
  if (info.kind === "Service") return serviceWarnings(object as Service);
  const path = TEMPLATES[info.kind];
  if (!path) return [];
  const template = at(object, path);
  const names = old || info.kind === "PodTemplate" ? [] : nameWarnings(object, "Pod names and hostnames");
  return template === undefined || template === at(old, path)
    ? names
    : [...names, ...podWarnings(template as PodTemplateSpec, `${path.join(".")}.`)];
}

function at(object: unknown, path: readonly string[]): unknown {
  let value = object;
  for (const part of path) value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}

function nameWarnings({ metadata }: KubeObject, used: string): readonly string[] {
  const faults: string[] = [];
  if (metadata.name.includes(".")) faults.push("must not contain dots");
  if (metadata.name.length > 63) faults.push("must be no more than 63 bytes");
  if (faults.length === 0) return [];
  return [
    `metadata.name: this is used in ${used}, which can result in surprising behavior; a DNS label is recommended: [${faults.join(", ")}]`,
  ];
}

function podWarnings({ metadata, spec }: PodTemplateSpec, prefix: string): readonly string[] {
  if (!spec) return [];
  const warnings: string[] = [];
  const base = `${prefix}spec`;
  for (const key of Object.keys(spec.nodeSelector ?? {}).sort()) {
    const why = DEPRECATED_NODE_LABELS[key];
    if (why !== undefined) warnings.push(`${base}.nodeSelector[${key}]: ${why}`);
  }
  if (metadata?.annotations && "scheduler.alpha.kubernetes.io/critical-pod" in metadata.annotations) {
    warnings.push(
      `${prefix}metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead`,
    );
  }
  spec.volumes?.forEach((volume, i) => {
    if ("gitRepo" in volume) warnings.push(`${base}.volumes[${i}].gitRepo: deprecated in v1.11, and disabled by default in v1.33+`);
  });
  warnings.push(...containerWarnings(spec, base));
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0)
    warnings.push(`${base}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`);
  return warnings;
}

function containerWarnings(spec: PodSpec, base: string): readonly string[] {
  const warnings: string[] = [];
  const lists: readonly (readonly [string, readonly Container[]])[] = [
    ["initContainers", spec.initContainers ?? []],
    ["containers", spec.containers],
  ];
  for (const [list, containers] of lists) {
    containers.forEach((container, i) => {
      const path = `${base}.${list}[${i}]`;
      warnings.push(...fractionalBytes(container, path), ...hiddenEnv(container, path), ...doubledPorts(container, path));
    });
  }
  return warnings;
}

function fractionalBytes({ resources }: Container, path: string): readonly string[] {
  const warnings: string[] = [];
  for (const half of ["limits", "requests"] as const) {
    for (const resource of ["memory", "ephemeral-storage"]) {
      const quantity = String(resources?.[half]?.[resource] ?? "");
      // A canonical quantity has a fraction exactly when it is written in thousandths or less.
      if (/[mun]$/.test(addQuantities(quantity)))
        warnings.push(`${path}.resources.${half}[${resource}]: fractional byte value "${quantity}" is invalid, must be an integer`);
    }
  }
  return warnings;
}

function hiddenEnv({ env }: Container, path: string): readonly string[] {
  return (env ?? []).flatMap(({ name }, i) =>
    env?.findIndex((other) => other.name === name) === i
      ? []
      : [`${path}.env[${i}]: hides previous definition of "${name}", which may be dropped when using apply`],
  );
}

function doubledPorts({ ports }: Container, path: string): readonly string[] {
  return (ports ?? []).flatMap((port, i) => {
    const first = ports?.findIndex((other) => other.containerPort === port.containerPort && other.protocol === port.protocol) ?? i;
    return first === i ? [] : [`${path}.ports[${i}]: duplicate port definition with ${path}.ports[${first}]`];
  });
}

function serviceWarnings({ spec }: Service): readonly string[] {
  const warnings: string[] = [];
  if (spec.type === "ExternalName" && (spec.externalIPs ?? []).length > 0)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (spec.clusterIP === "None" && spec.sessionAffinity === "ClientIP")
    warnings.push("spec.SessionAffinity is ignored for headless services");
  return warnings;
}
