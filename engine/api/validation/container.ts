// Containers of pods and templates (API-149 to API-157, KL-116): names, images, ports, environment, mounts, resources.
// Left out on purpose: devices, Windows options, and resource claims.

import { compareQuantities, quantityValue } from "../quantity.ts";
import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import {
  NOT_NEGATIVE,
  duplicate,
  forbiddenField,
  inclusiveRange,
  invalidFor,
  invalidValue,
  notFoundValue,
  notSupported,
  required,
} from "./fielderror.ts";
import {
  configKeyErrors,
  dnsLabelErrors,
  dnsSubdomainErrors,
  envNameErrors,
  portNameErrors,
  portNumberErrors,
  qualifiedNameErrors,
} from "./names.ts";
import { validateProbes } from "./probe.ts";

export const PROTOCOLS = ["SCTP", "TCP", "UDP"] as const;
export const PULL_POLICIES = ["Always", "IfNotPresent", "Never"] as const;
const FIELD_PATHS = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];
const CONTAINER_RESOURCES = [
  "limits.cpu",
  "limits.ephemeral-storage",
  "limits.memory",
  "requests.cpu",
  "requests.ephemeral-storage",
  "requests.memory",
];
const STANDARD_RESOURCES = new Set(["cpu", "memory", "ephemeral-storage"]);
/** Known by name, though no container has them: what quotas and claims count. */
const QUOTA_RESOURCES = new Set(
  (
    "requests.cpu requests.memory requests.storage requests.ephemeral-storage limits.cpu limits.memory limits.ephemeral-storage storage " +
    "pods services services.nodeports services.loadbalancers replicationcontrollers resourcequotas secrets configmaps persistentvolumeclaims"
  ).split(" "),
);
const RESTART_POLICIES = ["Always", "Never", "OnFailure"] as const;
const MAX_RESTART_RULES = 20;
const MAX_EXIT_CODES = 255;

export interface ContainerContext {
  readonly volumes: ReadonlySet<string>;
  readonly gracePeriodSeconds: number;
}

export function validateContainers(
  containers: readonly types.Container[] | undefined,
  context: ContainerContext,
  path: string,
): readonly FieldError[] {
  if (!containers?.length) return [required(path)];
  const errors: FieldError[] = [];
  const names = new Set<string>();
  containers.forEach((container, i) => {
    const field = `${path}[${i}]`;
    errors.push(...commonErrors(container, context, field), ...uniqueName(container, names, field));
    errors.push(...validateProbes(container, context.gracePeriodSeconds, field), ...restartErrors(container, field));
  });
  errors.push(...hostPortErrors(containers, path));
  return errors;
}

/** Init containers may not be probed unless they go on running (KL-116). */
export function validateInitContainers(spec: types.PodSpec, context: ContainerContext, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.initContainers?.length) return errors;
  const names = new Set((spec.containers ?? []).map(({ name }) => name));
  spec.initContainers.forEach((container, i) => {
    const field = `${path}[${i}]`;
    const isSidecar = container.restartPolicy === "Always";
    errors.push(...commonErrors(container, context, field), ...uniqueName(container, names, field));
    if (isSidecar) errors.push(...validateProbes(container, context.gracePeriodSeconds, field));
    else {
      for (const key of ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const) {
        if (container[key])
          errors.push(forbiddenField(`${field}.${key}`, "may not be set for init containers without restartPolicy=Always"));
      }
    }
    errors.push(...restartErrors(container, field));
  });
  errors.push(...hostPortErrors(spec.initContainers, path));
  return errors;
}

function uniqueName({ name }: types.Container, names: Set<string>, field: string): readonly FieldError[] {
  if (names.has(name ?? "")) return [duplicate(`${field}.name`, name ?? "")];
  if (name) names.add(name);
  return [];
}

function commonErrors(container: types.Container, context: ContainerContext, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!container.name) errors.push(required(`${path}.name`));
  else errors.push(...invalidFor(`${path}.name`, container.name, dnsLabelErrors(container.name)));
  if (!container.image) errors.push(required(`${path}.image`));
  const message = container.terminationMessagePolicy;
  if (message !== undefined && message !== "File" && message !== "FallbackToLogsOnError") {
    errors.push(notSupported(`${path}.terminationMessagePolicy`, message, ["File", "FallbackToLogsOnError"]));
  }
  if (container.ports?.length) errors.push(...portsErrors(container.ports, `${path}.ports`));
  if (container.env?.length) errors.push(...envErrors(container.env, `${path}.env`));
  if (container.envFrom?.length) errors.push(...envFromErrors(container.envFrom, `${path}.envFrom`));
  if (container.volumeMounts?.length) errors.push(...mountErrors(container.volumeMounts, context.volumes, `${path}.volumeMounts`));
  const pull = container.imagePullPolicy;
  if (!pull) errors.push(required(`${path}.imagePullPolicy`));
  else if (!PULL_POLICIES.includes(pull)) errors.push(notSupported(`${path}.imagePullPolicy`, pull, PULL_POLICIES));
  if (container.resources) errors.push(...resourceErrors(container.resources, `${path}.resources`));
  if (container.securityContext) errors.push(...securityErrors(container.securityContext, `${path}.securityContext`));
  return errors;
}

function portsErrors(ports: readonly types.ContainerPort[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  ports.forEach((port, i) => {
    const field = `${path}[${i}]`;
    if (port.name) {
      errors.push(...invalidFor(`${field}.name`, port.name, portNameErrors(port.name)));
      if (names.has(port.name)) errors.push(duplicate(`${field}.name`, port.name));
      names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${field}.containerPort`));
    else
      for (const message of portNumberErrors(port.containerPort))
        errors.push(invalidValue(`${field}.containerPort`, port.containerPort, message));
    if (port.hostPort)
      for (const message of portNumberErrors(port.hostPort)) errors.push(invalidValue(`${field}.hostPort`, port.hostPort, message));
    if (!port.protocol) errors.push(required(`${field}.protocol`));
    else if (!PROTOCOLS.includes(port.protocol)) errors.push(notSupported(`${field}.protocol`, port.protocol, PROTOCOLS));
  });
  return errors;
}

function hostPortErrors(containers: readonly types.Container[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const taken = new Set<string>();
  containers.forEach((container, i) =>
    container.ports?.forEach((port, j) => {
      if (!port.hostPort) return;
      const key = `${port.protocol ?? ""}/${port.hostIP ?? ""}/${port.hostPort}`;
      if (taken.has(key)) errors.push(duplicate(`${path}[${i}].ports[${j}].hostPort`, key));
      taken.add(key);
    }),
  );
  return errors;
}

function envErrors(variables: readonly types.EnvVar[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  variables.forEach((variable, i) => {
    const field = `${path}[${i}]`;
    if (!variable.name) errors.push(required(`${field}.name`));
    else errors.push(...invalidFor(`${field}.name`, variable.name, envNameErrors(variable.name)));
    if (variable.valueFrom) errors.push(...envSourceErrors(variable, variable.valueFrom, `${field}.valueFrom`));
  });
  return errors;
}

function envSourceErrors(variable: types.EnvVar, source: types.EnvVarSource, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef) errors.push(...fieldRefErrors(fieldRef, FIELD_PATHS, `${path}.fieldRef`));
  if (resourceFieldRef) errors.push(...resourceRefErrors(resourceFieldRef, `${path}.resourceFieldRef`));
  if (configMapKeyRef) errors.push(...keyRefErrors(configMapKeyRef, `${path}.configMapKeyRef`));
  if (secretKeyRef) errors.push(...keyRefErrors(secretKeyRef, `${path}.secretKeyRef`));
  const sources = Object.values(source).filter((item) => item != null).length;
  if (sources === 0)
    errors.push(
      invalidValue(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"),
    );
  else if (variable.value) errors.push(invalidValue(path, "", "may not be specified when `value` is not empty"));
  else if (sources > 1) errors.push(invalidValue(path, "", "may not have more than one field specified at a time"));
  return errors;
}

/** `metadata.labels['app']` names one label; whole maps are for volumes only. */
export function fieldRefErrors(reference: types.ObjectFieldSelector, allowed: readonly string[], path: string): readonly FieldError[] {
  const { apiVersion, fieldPath } = reference;
  if (!apiVersion) return [required(`${path}.apiVersion`)];
  if (!fieldPath) return [required(`${path}.fieldPath`)];
  const subscript = /^(metadata\.(?:labels|annotations))\['(.+)'\]$/.exec(fieldPath);
  if (subscript) return invalidFor(path, subscript[2] ?? "", qualifiedNameErrors((subscript[2] ?? "").toLowerCase()));
  if (allowed.includes(fieldPath)) return [];
  return [notSupported(`${path}.fieldPath`, fieldPath, [...allowed].sort())];
}

export function resourceRefErrors(reference: types.ResourceFieldSelector, path: string, needsContainer = false): readonly FieldError[] {
  if (needsContainer && !reference.containerName) return [required(`${path}.containerName`)];
  if (!reference.resource) return [required(`${path}.resource`)];
  if (CONTAINER_RESOURCES.includes(reference.resource) || /^(limits|requests)\.hugepages-/.test(reference.resource)) return [];
  return [notSupported(`${path}.resource`, reference.resource, CONTAINER_RESOURCES)];
}

function keyRefErrors(reference: types.ConfigMapKeySelector, path: string): readonly FieldError[] {
  const errors: FieldError[] = reference.name ? [] : [required(`${path}.name`)];
  if (!reference.key) return [...errors, required(`${path}.key`)];
  return [...errors, ...invalidFor(`${path}.key`, reference.key, configKeyErrors(reference.key))];
}

function envFromErrors(sources: readonly types.EnvFromSource[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  sources.forEach((source, i) => {
    const field = `${path}[${i}]`;
    if (source.prefix) errors.push(...invalidFor(`${field}.prefix`, source.prefix, envNameErrors(source.prefix)));
    const kinds = (["configMapRef", "secretRef"] as const).filter((key) => source[key]);
    for (const key of kinds) {
      const name = source[key]?.name;
      if (!name) errors.push(required(`${field}.${key}.name`));
      else errors.push(...invalidFor(`${field}.${key}.name`, name, dnsSubdomainErrors(name)));
    }
    if (kinds.length === 0) errors.push(invalidValue(field, "", "must specify one of: `configMapRef` or `secretRef`"));
    else if (kinds.length > 1) errors.push(invalidValue(field, "", "may not have more than one field specified at a time"));
  });
  return errors;
}

function mountErrors(mounts: readonly types.VolumeMount[], volumes: ReadonlySet<string>, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const places = new Set<string>();
  mounts.forEach((mount, i) => {
    const field = `${path}[${i}]`;
    if (!mount.name) errors.push(required(`${field}.name`));
    else if (!volumes.has(mount.name)) errors.push(notFoundValue(`${field}.name`, mount.name));
    if (!mount.mountPath) errors.push(required(`${field}.mountPath`));
    if (places.has(mount.mountPath)) errors.push(invalidValue(`${field}.mountPath`, mount.mountPath, "must be unique"));
    places.add(mount.mountPath);
    if (mount.subPath) errors.push(...pathErrors(mount.subPath, `${field}.subPath`));
    if (mount.subPath && mount.subPathExpr)
      errors.push(invalidValue(`${field}.subPathExpr`, mount.subPathExpr, "subPathExpr and subPath are mutually exclusive"));
  });
  return errors;
}

/** A path below something: neither absolute nor leading out of it. */
export function pathErrors(text: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (text.startsWith("/")) errors.push(invalidValue(path, text, "must be a relative path"));
  if (text.split("/").includes("..")) errors.push(invalidValue(path, text, "must not contain '..'"));
  return errors;
}

export function resourceErrors(resources: types.ResourceRequirements, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { limits = {}, requests = {} } = resources;
  for (const name of Object.keys(limits).sort()) errors.push(...quantityErrors(name, limits[name] ?? "0", `${path}.limits`));
  for (const name of Object.keys(requests).sort()) {
    const request = requests[name] ?? "0";
    errors.push(...quantityErrors(name, request, `${path}.requests`));
    const limit = limits[name];
    const overcommits = STANDARD_RESOURCES.has(name);
    if (limit === undefined) {
      if (!overcommits) errors.push(required(`${path}.limits`, "Limit must be set for non overcommitable resources"));
    } else if (!overcommits && compareQuantities(request, limit) !== 0) {
      errors.push(invalidValue(`${path}.requests`, String(request), `must be equal to ${name} limit of ${limit}`));
    } else if (overcommits && compareQuantities(request, limit) > 0) {
      errors.push(invalidValue(`${path}.requests`, String(request), `must be less than or equal to ${name} limit of ${limit}`));
    }
  }
  return errors;
}

function quantityErrors(name: string, quantity: types.Quantity, path: string): readonly FieldError[] {
  const field = `${path}[${name}]`;
  const errors: FieldError[] = [...resourceNameErrors(name, field)];
  if (quantityValue(quantity) < 0) errors.push(invalidValue(field, String(quantity), NOT_NEGATIVE));
  if (name.includes("/") && !Number.isInteger(quantityValue(quantity)))
    errors.push(invalidValue(field, String(quantity), "must be an integer"));
  return errors;
}

/** Both complaints come about a name without a prefix that is no resource at all. */
function resourceNameErrors(name: string, field: string): readonly FieldError[] {
  const faults = invalidFor(field, name, qualifiedNameErrors(name));
  if (name.includes("/") || STANDARD_RESOURCES.has(name) || name.startsWith("hugepages-")) return faults;
  const isStandard = faults.length > 0 || QUOTA_RESOURCES.has(name);
  return [
    ...faults,
    ...(isStandard ? [] : [invalidValue(field, name, "must be a standard resource type or fully qualified")]),
    invalidValue(field, name, "must be a standard resource for containers"),
  ];
}

function securityErrors(security: types.SecurityContext, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const key of ["runAsUser", "runAsGroup"] as const) {
    const id = security[key];
    if (id !== undefined && (id < 0 || id > 2147483647)) errors.push(invalidValue(`${path}.${key}`, id, inclusiveRange(0, 2147483647)));
  }
  if (security.allowPrivilegeEscalation === false && security.privileged === true) {
    errors.push(invalidValue(path, security, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
  }
  return errors;
}

/** A container's own restart policy and its rules (API-157). */
function restartErrors(container: types.Container, path: string): readonly FieldError[] {
  const { restartPolicy, restartPolicyRules } = container;
  const errors: FieldError[] = [];
  // RESTART_POLICIES is a tuple of literals; any text may be looked for in it.
  if (restartPolicy && !(RESTART_POLICIES as readonly string[]).includes(restartPolicy)) {
    errors.push(notSupported(`${path}.restartPolicy`, restartPolicy, RESTART_POLICIES));
  }
  if (!restartPolicyRules?.length) return errors;
  const field = `${path}.restartPolicyRules`;
  if (!restartPolicy) errors.push(required(`${path}.restartPolicy`, "must specify restartPolicy when restart rules are used"));
  if (restartPolicyRules.length > MAX_RESTART_RULES)
    errors.push({ type: "TooLong", field, message: `Too long: may not be more than ${MAX_RESTART_RULES} items` });
  restartPolicyRules.forEach(({ exitCodes }, i) => {
    if (exitCodes === undefined) errors.push(required(`${field}[${i}].exitCodes`, "must be specified"));
    else if ((exitCodes.values?.length ?? 0) > MAX_EXIT_CODES) {
      errors.push({
        type: "TooLong",
        field: `${field}[${i}].exitCodes.values`,
        message: `Too long: may not be more than ${MAX_EXIT_CODES} items`,
      });
    }
  });
  return errors;
}
