// What a DELETE does to an object, decided before anything is written: gone at once, or kept with a deletionTimestamp
// until its grace period is over and its finalizers are gone (DEL-1 to DEL-10, API-54 to API-58).

import { ApiError, invalid, preconditionFailed } from "../api/apierror.ts";
import type { KindInfo } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";
import { formatTime, parseTime } from "../api/time.ts";
import type { ObjectMeta, Pod } from "../api/types.generated.ts";

/** The body of a DELETE request. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

export type DeletionPlan =
  | { readonly outcome: "remove" }
  | { readonly outcome: "keep"; readonly object: KubeObject }
  /** Nothing changes: it is on its way already. */
  | { readonly outcome: "pending" };

const ORPHAN = "orphan";
const FOREGROUND = "foregroundDeletion";
const ORPHAN_BY_DEFAULT = new Set(["ReplicationController", "Job"]); // API-59

export function planDeletion(info: KindInfo, object: KubeObject, options: DeleteOptions, nowMs: number): DeletionPlan {
  checkPreconditions(info, object, options);
  const finalizers = finalizersFor(info, object, options);
  const graceful = info.kind === "Pod" ? gracefully(object as Pod, options, nowMs) : undefined; // Pods only have a grace period (API-55)
  if (graceful === "pending" && sameList(finalizers, object.metadata.finalizers ?? [])) return { outcome: "pending" };
  const base = graceful === undefined || graceful === "pending" ? object.metadata : { ...object.metadata, ...graceful };
  const grace = base.deletionGracePeriodSeconds;
  if (finalizers.length === 0 && (info.kind !== "Pod" || grace === 0)) return { outcome: "remove" };
  const marked = base.deletionTimestamp === undefined ? markNow(base, nowMs) : base;
  const { finalizers: _, ...rest } = marked;
  const metadata: ObjectMeta = finalizers.length > 0 ? { ...rest, finalizers } : rest;
  if (sameMeta(metadata, object.metadata)) return { outcome: "pending" };
  return { outcome: "keep", object: { ...object, metadata } };
}

/** Whether an update that left this object behind removes it: being deleted, no grace left, no finalizers (API-57). */
export function isFinallyGone(object: KubeObject): boolean {
  if (object.kind === "Namespace") return false; // its finalizers are in its spec, and only `finalize` ends it (NS-5)
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
  return deletionTimestamp !== undefined && (deletionGracePeriodSeconds ?? 0) === 0 && (finalizers ?? []).length === 0;
}

function checkPreconditions(info: KindInfo, object: KubeObject, options: DeleteOptions): void {
  const { name, uid, resourceVersion } = object.metadata;
  const wanted = options.preconditions;
  if (wanted?.uid !== undefined && wanted.uid !== uid)
    throw preconditionFailed(
      info,
      name,
      `the UID in the precondition (${wanted.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  if (wanted?.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion)
    throw preconditionFailed(
      info,
      name,
      `the ResourceVersion in the precondition (${wanted.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  if (options.orphanDependents !== undefined && options.propagationPolicy !== undefined)
    throw invalid({ group: "meta.k8s.io", kind: "DeleteOptions" }, "", [
      {
        type: "Invalid",
        field: "propagationPolicy",
        message: `Invalid value: "${options.propagationPolicy}": orphanDependents and deletionPropagation cannot be both set`,
      },
    ]);
  if (options.propagationPolicy !== undefined && !["Background", "Foreground", "Orphan"].includes(options.propagationPolicy))
    throw new ApiError(
      422,
      "Invalid",
      `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "${options.propagationPolicy}": supported values: "Background", "Foreground", "Orphan"`,
      { group: "meta.k8s.io", kind: "DeleteOptions", causes: [] },
    );
}

/** The finalizers after the propagation policy has spoken (DEL-2, DEL-3). */
function finalizersFor(info: KindInfo, object: KubeObject, options: DeleteOptions): readonly string[] {
  const present = object.metadata.finalizers ?? [];
  const policy =
    options.propagationPolicy ??
    policyOf(options.orphanDependents) ??
    inherited(present) ??
    (ORPHAN_BY_DEFAULT.has(info.kind) ? "Orphan" : "Background");
  const others = present.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  if (policy === "Orphan") return present.includes(ORPHAN) && !present.includes(FOREGROUND) ? present : [...others, ORPHAN];
  if (policy === "Foreground") return present.includes(FOREGROUND) && !present.includes(ORPHAN) ? present : [...others, FOREGROUND];
  return others.length === present.length ? present : others;
}

function policyOf(orphanDependents: boolean | undefined): string | undefined {
  if (orphanDependents === undefined) return undefined;
  return orphanDependents ? "Orphan" : "Background";
}

function inherited(finalizers: readonly string[]): string | undefined {
  if (finalizers.includes(ORPHAN)) return "Orphan";
  return finalizers.includes(FOREGROUND) ? "Foreground" : undefined;
}

type Grace = Pick<ObjectMeta, "deletionTimestamp" | "deletionGracePeriodSeconds" | "generation">;

/** The grace period that a delete gives a pod, or "pending" when it changes nothing (DEL-7, DEL-8, API-56). */
function gracefully(pod: Pod, options: DeleteOptions, nowMs: number): Grace | "pending" {
  const { deletionTimestamp, deletionGracePeriodSeconds: before, generation } = pod.metadata;
  const asked = graceAsked(pod, options.gracePeriodSeconds);
  if (deletionTimestamp === undefined)
    return {
      deletionTimestamp: formatTime(nowMs + asked * 1000),
      deletionGracePeriodSeconds: asked,
      ...(generation === undefined ? {} : { generation: generation + 1 }),
    };
  if (before === undefined || asked >= before) return "pending";
  if (options.gracePeriodSeconds === undefined && asked > 0) return "pending";
  const startedAt = parseTime(deletionTimestamp) - before * 1000;
  const endsAt = startedAt + asked * 1000;
  const late = endsAt < nowMs && asked > 0;
  return late
    ? { deletionTimestamp: formatTime(nowMs + 1000), deletionGracePeriodSeconds: 1 }
    : { deletionTimestamp: formatTime(Math.max(endsAt, asked > 0 ? endsAt : nowMs)), deletionGracePeriodSeconds: asked };
}

function graceAsked(pod: Pod, option: number | undefined): number {
  if (!pod.spec.nodeName || pod.status.phase === "Succeeded" || pod.status.phase === "Failed") return 0;
  const asked = option ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return asked < 0 ? 1 : asked;
}

function markNow(metadata: ObjectMeta, nowMs: number): ObjectMeta {
  const { generation } = metadata;
  return {
    ...metadata,
    deletionTimestamp: formatTime(nowMs),
    deletionGracePeriodSeconds: 0,
    ...(generation === undefined ? {} : { generation: generation + 1 }),
  };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

function sameMeta(a: ObjectMeta, b: ObjectMeta): boolean {
  return (
    a.deletionTimestamp === b.deletionTimestamp &&
    a.deletionGracePeriodSeconds === b.deletionGracePeriodSeconds &&
    sameList(a.finalizers ?? [], b.finalizers ?? [])
  );
}
