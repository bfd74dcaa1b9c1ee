// Field selectors (API-79 to API-81): which fields a kind can be selected by, and whether an object matches.

import { badRequest } from "../api/apierror.ts";
import type { KindInfo, KindName } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";

interface FieldRequirement {
  readonly field: string;
  readonly isEqual: boolean;
  readonly value: string;
}

export type FieldSelector = readonly FieldRequirement[];

const FIELDS: Partial<Record<KindName, readonly string[]>> = {
  Pod: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.podIPs",
    "status.nominatedNodeName",
  ],
  Node: ["spec.unschedulable"],
  Namespace: ["status.phase"],
  Secret: ["type"],
  Service: ["spec.clusterIP", "spec.type"],
  ReplicationController: ["status.replicas"],
  Job: ["status.successful"],
  Event: [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
};
/** Fields that are asked for by one name and kept under another. */
const KEPT_AS: Readonly<Record<string, string>> = { "spec.host": "spec.nodeName", "status.successful": "status.succeeded" };

export function parseFieldSelector(info: KindInfo, text: string): FieldSelector {
  return splitTerms(text)
    .filter((term) => term !== "")
    .map((term) => parseTerm(info, term, text));
}

function splitTerms(text: string): readonly string[] {
  return text.match(/(?:\\.|[^,\\])+/gs) ?? [];
}

function parseTerm(info: KindInfo, term: string, whole: string): FieldRequirement {
  const match = /^((?:\\.|[^=!\\])*)(!=|==|=)(.*)$/s.exec(term);
  if (!match) throw badRequest(`invalid selector: '${whole}'; can't understand '${term}'`);
  const [, field = "", operator, value = ""] = match;
  checkField(info, field);
  return { field, isEqual: operator !== "!=", value: value.replace(/\\([\\,=])/g, "$1") };
}

function checkField(info: KindInfo, field: string): void {
  if (field === "metadata.name" || field === "metadata.namespace") return;
  const own = FIELDS[info.kind];
  if (own?.includes(field) || (info.kind === "Pod" && field === "spec.host")) return;
  if (info.kind === "Job") throw badRequest(`field label "${field}" not supported for Job`);
  if (own) throw badRequest(`field label not supported: ${field}`);
  throw badRequest(`"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
}

export function matchesFields(selector: FieldSelector, object: KubeObject): boolean {
  return selector.every(({ field, isEqual, value }) => (fieldText(object, field) === value) === isEqual);
}

function fieldText(object: KubeObject, field: string): string {
  let value: unknown = object;
  for (const part of (KEPT_AS[field] ?? field).split(".")) value = (value as Record<string, unknown> | undefined)?.[part];
  if (field === "source") return (value as { component?: string } | undefined)?.component ?? "";
  if (field === "status.podIPs") return ((value as { ip: string }[] | undefined) ?? []).map(({ ip }) => ip).join(",");
  if (value === undefined) return ABSENT[field] ?? "";
  return String(value);
}

const ABSENT: Readonly<Record<string, string>> = {
  "spec.unschedulable": "false",
  "spec.hostNetwork": "false",
  "status.replicas": "0",
  "status.successful": "0",
};
