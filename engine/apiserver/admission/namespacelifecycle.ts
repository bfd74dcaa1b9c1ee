// NamespaceLifecycle (API-61, API-62, API-193): nothing is made in a namespace that is not there or is going.

import { forbidden, notFound } from "../../api/apierror.ts";
import { type KindInfo, kindInfo } from "../../api/kinds.ts";
import type { KubeObject } from "../../api/object.ts";
import type { AdmissionContext } from "./admission.ts";
import { earlyRefusal } from "./refusal.ts";

const IMMORTAL = new Set(["default", "kube-system", "kube-public"]);

export function checkNamespaceOnCreate(context: AdmissionContext, info: KindInfo, object: KubeObject): void {
  const name = object.metadata.namespace ?? "";
  const namespace = context.namespace(name);
  if (namespace === undefined) throw notFound(kindInfo("Namespace"), name);
  if (namespace.status?.phase !== "Terminating" && namespace.metadata.deletionTimestamp === undefined) return;
  const cause = { reason: "NamespaceTerminating", message: `namespace ${name} is being terminated`, field: "metadata.namespace" };
  throw earlyRefusal(info, object, `unable to create new content in namespace ${name} because it is being terminated`, [cause]);
}

export function checkNamespaceOnDelete(info: KindInfo, name: string): void {
  if (IMMORTAL.has(name)) throw forbidden(info, name, "this namespace may not be deleted");
}
