// Objects in other shapes: only their metadata, or whole with their kind first.

import { apiVersionOf, type KindInfo } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";

export function partialMetadata(object: KubeObject, metaVersion: string): unknown {
  return { kind: "PartialObjectMetadata", apiVersion: `meta.k8s.io/${metaVersion}`, metadata: object.metadata };
}

/** The object with kind and apiVersion first, for JSON that is written without the schema. */
export function headed(info: KindInfo, object: KubeObject): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  return { kind: info.kind, apiVersion: apiVersionOf(info), ...rest };
}
