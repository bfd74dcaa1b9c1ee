// The annotation in which `kubectl apply` remembers what it was given, and the three-way patch made with it (API-226, API-227).

import { KINDS } from "../api/kinds.ts";
import { createThreeWayMergePatch } from "../api/mergepatch.ts";
import { hasDefinition } from "../api/schema.ts";
import { createStrategicPatch, createThreeWayStrategicPatch } from "../api/strategicdiff.ts";
import { createMergePatch } from "../api/mergepatch.ts";
import type { Obj, PatchType } from "./client.ts";
import { omit } from "./printers/output.ts";
import { compactJson } from "./printers/json.ts";
import type { Resource } from "./resources.ts";

export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The annotation's text for a manifest: compact JSON with sorted keys and a newline, without the annotation itself. */
export function configurationOf(object: Obj): string {
  const annotations = omit(object.metadata?.annotations ?? {}, LAST_APPLIED);
  return `${compactJson({ ...object, metadata: { ...object.metadata, annotations } })}\n`;
}

/** The manifest with its annotation. */
export function withLastApplied(object: Obj): Obj {
  const annotations = { ...object.metadata?.annotations, [LAST_APPLIED]: configurationOf(object) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

export function lastAppliedOf(object: Obj): Obj | undefined {
  const text = object.metadata?.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    // What kubectl wrote there is an object.
    return JSON.parse(text) as Obj;
  } catch {
    // Somebody else's text: as good as none.
    return undefined;
  }
}

/** The schema name of a kind that has one: such kinds take strategic merge patches. */
function definitionFor(resource: Resource): string | undefined {
  const info = KINDS.find((one) => one.group === resource.group && one.version === resource.version && one.kind === resource.kind);
  return info && info.group !== "sim.podyard.dev" && hasDefinition(info.definition) ? info.definition : undefined;
}

export interface Patch {
  readonly type: PatchType;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What apply sends: `modified` carries the annotation already. */
export function threeWayPatch(resource: Resource, original: Obj | undefined, modified: Obj, current: Obj): Patch {
  const definition = definitionFor(resource);
  if (definition)
    return {
      type: "application/strategic-merge-patch+json",
      body: createThreeWayStrategicPatch(definition, original ?? {}, modified, current),
    };
  return { type: "application/merge-patch+json", body: createThreeWayMergePatch(original ?? {}, modified, current) };
}

/** What `set`, `cordon` and the like send: the difference of two states. */
export function twoWayPatch(resource: Resource, before: Obj, after: Obj): Patch {
  const definition = definitionFor(resource);
  if (definition) return { type: "application/strategic-merge-patch+json", body: createStrategicPatch(definition, before, after) };
  return { type: "application/merge-patch+json", body: createMergePatch(before, after) };
}
