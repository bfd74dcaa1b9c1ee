// What one request is handled with: the server, the parsed request, and who writes.

import type { ApiServer, Write } from "../apiserver/apiserver.ts";
import type { KubeObject } from "../api/object.ts";
import { type ApiRequest, headerOf } from "../api/request.ts";
import { encodeValue } from "../api/encode.ts";
import type { KindInfo } from "../api/kinds.ts";
import type { WantedKind } from "./body.ts";
import type { Form } from "./negotiate.ts";
import type { Query, WriteOptions } from "./query.ts";
import type { ResourceRoute } from "./route.ts";

export interface ResourceRequest {
  readonly server: ApiServer;
  readonly request: ApiRequest;
  readonly route: ResourceRoute;
  readonly query: Query;
  readonly form: Form;
}

/** The writer: the field manager, else the program of the user agent (API-46). */
export function writeFor({ request }: ResourceRequest, options: WriteOptions): Write {
  const agent = (headerOf(request, "user-agent") ?? "").split("/")[0]?.trim();
  return { by: options.fieldManager ?? (agent || "unknown"), because: { rule: "user.request" }, dryRun: options.dryRun };
}

export function wantedOf(info: KindInfo): WantedKind {
  return { group: info.group, version: info.version, kind: info.kind, definition: info.definition };
}

export function objectJson(info: KindInfo, object: KubeObject): string {
  return encodeValue(info.definition, object);
}
