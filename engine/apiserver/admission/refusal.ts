// The 403 of an admission plugin, which names the object as far as it has a name yet.

import { type ApiError, forbidden } from "../../api/apierror.ts";
import type { KindInfo } from "../../api/kinds.ts";
import type { KubeObject } from "../../api/object.ts";
import type { StatusCause } from "../../api/types.generated.ts";

export function refusal(info: KindInfo, { metadata }: KubeObject, why: string, causes?: readonly StatusCause[]): ApiError {
  return forbidden(info, metadata.name || metadata.generateName || "Unknown", why, causes);
}
