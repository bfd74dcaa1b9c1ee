// What the registry strategies do between admission and validation: which half of an object a request may write, what is
// set once at creation, and how `metadata.generation` counts (API-41 to API-43, API-49, API-139 to API-143, SEL-52).
// Left out on purpose: cluster IPs and node ports of Services, which are allocated elsewhere.

import { deepEqual } from "../api/equal.ts";
import { type KindMap, type KindName, kindInfo } from "../api/kinds.ts";
import { podQosClass } from "../api/podstate.ts";
import type * as types from "../api/types.generated.ts";

/** The parts of an object that have a path of their own. */
export type Subresource = "status" | "scale" | "binding" | "ephemeralcontainers" | "resize" | "finalize";

const GENERATED_LABELS = "batch.kubernetes.io/";
const TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
/** Kinds that count the changes of their spec (API-41); the others have no generation. */
const COUNTING = new Set<KindName>([
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "Deployment",
  "DaemonSet",
  "StatefulSet",
  "Job",
  "CronJob",
  "PodDisruptionBudget",
  "EndpointSlice",
  "PodTemplate",
  "PriorityClass",
]);
/** The status of a new object, as Go writes the struct's zero value. Those of pods and namespaces say more. */
const NEW_STATUS: { readonly [K in KindName]?: object } = {
  ReplicationController: { replicas: 0 },
  ReplicaSet: { replicas: 0 },
  Deployment: {},
  DaemonSet: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  StatefulSet: { replicas: 0, availableReplicas: 0 },
  Job: {},
  CronJob: {},
  Service: { loadBalancer: {} },
  PodDisruptionBudget: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  PersistentVolumeClaim: { phase: "Pending" },
  PersistentVolume: { phase: "Pending" },
  ResourceQuota: {},
  Namespace: { phase: "Active" },
};

/** The object as it is to be stored first. A Job needs its uid and its name by now: both go into its labels. */
export function prepareForCreate<K extends KindName>(kind: K, given: KindMap[K], nowText: string): KindMap[K] {
  let object = NEW_STATUS[kind] === undefined ? given : { ...given, status: NEW_STATUS[kind] };
  if (COUNTING.has(kind)) object = withGeneration(object, 1);
  const prepare = CREATE[kind] as ((object: KindMap[K], nowText: string) => KindMap[K]) | undefined; // the table pairs kind and function
  return prepare ? prepare(object, nowText) : object;
}

type Prepare = { readonly [K in KindName]?: (object: KindMap[K], nowText: string) => KindMap[K] };

const CREATE: Prepare = {
  Pod: (pod, nowText) => ({ ...pod, spec: withPositiveGrace(pod.spec), status: newPodStatus(pod.spec, nowText) }),
  Namespace: withNamespaceFinalizer,
  Secret: withStringData,
  Job: withGeneratedSelector,
  DaemonSet: (set) => withTemplateGeneration(set, 1),
  // Nodes may report a status as they are made.
  Node: (node) => ({ ...node, spec: node.spec ?? {}, status: node.status ?? {} }),
};

/** The object as it is to be stored over `old`. Gives `old` back where a request changes nothing of its half. */
export function prepareForUpdate<K extends KindName>(kind: K, given: KindMap[K], old: KindMap[K], subresource?: Subresource): KindMap[K] {
  const info = kindInfo(kind);
  if (subresource === "status") return info.hasStatus ? withMetadataAndStatusOf(old, given) : given;
  let object = info.hasStatus ? withStatusOf(given, old) : given;
  const prepare = UPDATE[kind] as ((object: KindMap[K], old: KindMap[K]) => KindMap[K]) | undefined; // as above
  if (prepare) object = prepare(object, old);
  // Binding is no change of what the user wants (API-42).
  const counts = COUNTING.has(kind) && subresource !== "binding" && isWantedChanged(kind, object, old);
  // A kind that does not count keeps whatever it is given.
  if (!COUNTING.has(kind)) return object;
  return withGeneration(object, counts ? (old.metadata.generation ?? 0) + 1 : old.metadata.generation);
}

type PrepareUpdate = { readonly [K in KindName]?: (object: KindMap[K], old: KindMap[K]) => KindMap[K] };

const UPDATE: PrepareUpdate = {
  // Finalizers of a namespace change through namespaces/finalize only.
  Namespace: (namespace, old) => (namespace.spec === old.spec ? namespace : { ...namespace, spec: old.spec }),
  Secret: withStringData,
  DaemonSet: (set, old) => {
    const before = Number(old.metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);
    return withTemplateGeneration(set, deepEqual(set.spec.template, old.spec.template) ? before : before + 1);
  },
};

/** Spec and everything beside it; for a Deployment its annotations, too, as they are copied on (API-42). */
function isWantedChanged<K extends KindName>(kind: K, object: KindMap[K], old: KindMap[K]): boolean {
  if (kind === "Deployment" && !deepEqual(object.metadata.annotations ?? {}, old.metadata.annotations ?? {})) return true;
  const [a, b] = [object as object as Record<string, unknown>, old as object as Record<string, unknown>]; // any object's fields by name
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of ["metadata", "status", "kind", "apiVersion"]) keys.delete(key);
  for (const key of keys) if (a[key] !== b[key] && !deepEqual(a[key], b[key])) return true;
  return false;
}

/** A status write keeps the rest of the object, but not its labels and annotations: those may be written by it, too. */
function withMetadataAndStatusOf<T extends { readonly metadata: types.ObjectMeta }>(object: T, given: T): T {
  const { generation, ownerReferences } = object.metadata;
  const { ownerReferences: _given, ...metadata } = given.metadata;
  const kept = deepEqual(given.metadata.ownerReferences, ownerReferences)
    ? given.metadata
    : { ...metadata, ...(ownerReferences ? { ownerReferences } : {}) };
  return withGeneration(withStatusOf(given.metadata === object.metadata ? object : { ...object, metadata: kept }, given), generation);
}

/** `object` with the status of another state of it. */
function withStatusOf<T extends object>(object: T, other: T): T {
  const status = "status" in other ? other.status : undefined;
  const present = "status" in object ? object.status : undefined;
  if (present === status) return object;
  if (status !== undefined) return { ...object, status };
  const { status: _status, ...rest } = object as T & { status?: unknown };
  return rest as object as T; // T without its optional status is still a T
}

function withGeneration<T extends { readonly metadata: types.ObjectMeta }>(object: T, generation: number | undefined): T {
  if (object.metadata.generation === generation) return object;
  const { generation: _old, ...metadata } = object.metadata;
  return { ...object, metadata: generation === undefined ? metadata : { ...metadata, generation } };
}

/** Less than no time counts as one second. */
function withPositiveGrace(spec: types.PodSpec): types.PodSpec {
  return (spec.terminationGracePeriodSeconds ?? 0) < 0 ? { ...spec, terminationGracePeriodSeconds: 1 } : spec;
}

/** Whatever status was sent, a pod begins like this (API-143). */
function newPodStatus(spec: types.PodSpec, nowText: string): types.PodStatus {
  const qosClass = podQosClass(spec);
  if (!spec.schedulingGates?.length) return { phase: "Pending", qosClass };
  const gated: types.PodCondition = {
    type: "PodScheduled",
    status: "False",
    lastTransitionTime: nowText,
    reason: "SchedulingGated",
    message: "Scheduling is blocked due to non-empty scheduling gates",
  };
  return { phase: "Pending", conditions: [gated], qosClass };
}

function withNamespaceFinalizer(namespace: types.Namespace): types.Namespace {
  const finalizers = namespace.spec?.finalizers ?? [];
  if (finalizers.includes("kubernetes")) return namespace;
  return { ...namespace, spec: { ...namespace.spec, finalizers: [...finalizers, "kubernetes"] } };
}

/** `stringData` is for writing only: it is merged into `data` and never stored (API-142). */
function withStringData(secret: types.Secret): types.Secret {
  if (secret.stringData === undefined) return secret;
  const { stringData, ...rest } = secret;
  const encoded = Object.entries(stringData).map(([key, text]) => [key, base64(text)] as const);
  return { ...rest, data: { ...secret.data, ...Object.fromEntries(encoded) } };
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(text: string): string {
  const bytes = utf8(text);
  let result = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    result += BASE64.charAt(bits >> 18) + BASE64.charAt((bits >> 12) & 63);
    result += b === undefined ? "=" : BASE64.charAt((bits >> 6) & 63);
    result += c === undefined ? "=" : BASE64.charAt(bits & 63);
  }
  return result;
}

/** The engine has no TextEncoder. */
function utf8(text: string): readonly number[] {
  const escaped = encodeURIComponent(text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD"));
  const bytes: number[] = [];
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] === "%") {
      bytes.push(Number.parseInt(escaped.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(escaped.charCodeAt(i));
  }
  return bytes;
}

/** A Job finds its pods by its own uid, unless the user manages the selector (API-140, SEL-39). */
function withGeneratedSelector(job: types.Job): types.Job {
  const { spec, metadata } = job;
  if (spec.manualSelector === true) return job;
  const own = {
    [`${GENERATED_LABELS}controller-uid`]: metadata.uid,
    [`${GENERATED_LABELS}job-name`]: metadata.name,
    "controller-uid": metadata.uid,
    "job-name": metadata.name,
  };
  const template = spec.template.metadata?.labels;
  const labels = { ...template, ...own };
  // A Job without labels has been given those of its template: the very map, which then gets the generated ones.
  const shown = metadata.labels === template ? labels : metadata.labels;
  const matchLabels = { ...spec.selector?.matchLabels, [`${GENERATED_LABELS}controller-uid`]: metadata.uid };
  return {
    ...job,
    metadata: { ...metadata, ...(shown ? { labels: shown } : {}) },
    spec: {
      ...spec,
      selector: { ...spec.selector, matchLabels },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}

/** The field is gone from apps/v1; its value lives on in an annotation. */
function withTemplateGeneration(set: types.DaemonSet, generation: number): types.DaemonSet {
  const text = String(generation);
  const { annotations } = set.metadata;
  if (annotations?.[TEMPLATE_GENERATION] === text) return set;
  return { ...set, metadata: { ...set.metadata, annotations: { ...annotations, [TEMPLATE_GENERATION]: text } } };
}
