// Manifests as a person writes them, and what validation says of them, for table tests.

import { setDefaults } from "../api/defaults/defaults.ts";
import type { KindMap, KindName } from "../api/kinds.ts";
import { kindInfo } from "../api/kinds.ts";
import type { FieldError } from "../api/apierror.ts";
import { validateCreate } from "../api/validation/validation.ts";

/** The object with an identity and all defaults; `parts` are the fields that the test is about. */
export function manifest<K extends KindName>(kind: K, parts: object, name = "x"): KindMap[K] {
  const namespace = kindInfo(kind).namespaced ? { namespace: "default" } : {};
  const metadata = { name, ...namespace, uid: "u-1", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
  const { metadata: more, ...rest } = parts as { metadata?: object };
  return setDefaults(kind, { kind, status: {}, ...rest, metadata: { ...metadata, ...more } } as unknown as KindMap[K]); // defaulting makes it whole
}

/** What the Status of a refusal lists, one line a cause; equal ones once. */
export function faults<K extends KindName>(kind: K, parts: object, name?: string): readonly string[] {
  return linesOf(validateCreate(kind, manifest(kind, parts, name)));
}

export function linesOf(errors: readonly FieldError[]): readonly string[] {
  return [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
}

const main = { name: "main", image: "nginx" };

/** A pod of one container. */
export function podOf(container: object, spec: object = {}): { spec: object } {
  return { spec: { containers: [{ ...main, ...container }], ...spec } };
}
