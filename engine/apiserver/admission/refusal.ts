// The 403 of an admission plugin, which names the object as far as it has a name yet.

import { type ApiError, forbidden } from "../../api/apierror.ts";
import type { KindInfo } from "../../api/kinds.ts";
import type { KubeObject } from "../../api/object.ts";
import type { StatusCause } from "../../api/types.generated.ts";

/** Of a plugin that may change objects: those come before a name is generated. */
export function earlyRefusal(info: KindInfo, object: KubeObject, why: string, causes?: readonly StatusCause[]): ApiError {
  const { generateName } = object.metadata;
  return generateName ? forbidden(info, generateName, why, causes) : refusal(info, object, why, causes);
}

export function refusal(info: KindInfo, { metadata }: KubeObject, why: string, causes?: readonly StatusCause[]): ApiError {
  return forbidden(info, metadata.name || metadata.generateName || "Unknown", why, causes);
}
