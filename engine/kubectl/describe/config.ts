// kubectl describe of Namespaces, ConfigMaps, Secrets, ServiceAccounts, quotas, limits, budgets and PriorityClasses (API-270).

import { formatLabelSelector } from "../../api/selector.ts";
import type {
  ConfigMap,
  LimitRange,
  Namespace,
  PodDisruptionBudget,
  PriorityClass,
  ResourceQuota,
  Secret,
  ServiceAccount,
} from "../../api/types.generated.ts";
import type { Subject } from "./describer.ts";
import { listOf, typed } from "./describer.ts";
import type { Sheet } from "./sheet.ts";
import { annotations, events, labels } from "./sheet.ts";

export function describeNamespace({ session, object, sheet }: Subject): void {
  const { metadata, status } = typed<Namespace>(object);
  sheet.field(0, "Name", metadata.name);
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
  sheet.field(0, "Status", status?.phase);
  const conditions = status?.conditions ?? [];
  if (conditions.length > 0) {
    sheet.line(0, "Conditions:");
    sheet.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
    sheet.line(1, "----\t------\t------------------\t------\t-------");
    for (const one of conditions)
      sheet.line(1, `${one.type}\t${one.status}\t${one.lastTransitionTime ?? ""}\t${one.reason ?? ""}\t${one.message ?? ""}`);
  }
  const path = `/api/v1/namespaces/${metadata.name}`;
  namespaceQuotas(sheet, listOf<ResourceQuota>(session, `${path}/resourcequotas`));
  namespaceLimits(sheet, listOf<LimitRange>(session, `${path}/limitranges`));
}

function namespaceQuotas(sheet: Sheet, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) return sheet.add("\nNo resource quota.\n");
  sheet.add("\nResource Quotas\n");
  for (const quota of quotas) {
    sheet.line(1, `Name:\t${quota.metadata.name}`);
    sheet.line(1, "Resource\tUsed\tHard");
    sheet.line(1, "--------\t---\t---");
    for (const [name, used, hard] of quotaRows(quota)) sheet.line(1, `${name}\t${used}\t${hard}`);
  }
}

function quotaRows(quota: ResourceQuota): readonly (readonly [string, string, string])[] {
  const { hard = {}, used = {} } = quota.status ?? {};
  return Object.keys(hard)
    .sort()
    .map((name) => [name, String(used[name] ?? 0), String(hard[name])]);
}

const LIMIT_HEADER = [
  "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio",
  "----\t--------\t---\t---\t---------------\t-------------\t-----------------------",
];

function namespaceLimits(sheet: Sheet, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) return sheet.add("\nNo LimitRange resource.\n");
  sheet.add("\nResource Limits\n");
  for (const line of LIMIT_HEADER) sheet.add(` ${line}\n`);
  for (const range of ranges) for (const row of limitRows(range)) sheet.add(` ${row}\n`);
}

function limitRows(range: LimitRange): readonly string[] {
  return (range.spec?.limits ?? []).flatMap((item) => {
    const maps = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    const names = [...new Set(maps.flatMap((map) => Object.keys(map ?? {})))].sort();
    return names.map((name) => [item.type, name, ...maps.map((map) => String(map?.[name] ?? "-"))].join("\t"));
  });
}

export function describeQuota({ object, sheet }: Subject): void {
  const quota = typed<ResourceQuota>(object);
  sheet.field(0, "Name", quota.metadata.name);
  sheet.field(0, "Namespace", quota.metadata.namespace);
  const scopes = quota.spec?.scopes ?? [];
  if (scopes.length > 0) sheet.field(0, "Scopes", [...scopes].sort().join(", "));
  sheet.line(0, "Resource\tUsed\tHard");
  sheet.line(0, "--------\t----\t----");
  for (const [name, used, hard] of quotaRows(quota)) sheet.line(0, `${name}\t${used}\t${hard}`);
}

export function describeLimitRange({ object, sheet }: Subject): void {
  const range = typed<LimitRange>(object);
  sheet.field(0, "Name", range.metadata.name);
  sheet.field(0, "Namespace", range.metadata.namespace);
  for (const line of LIMIT_HEADER) sheet.line(0, line);
  for (const row of limitRows(range)) sheet.line(0, row);
}

function heading(sheet: Sheet, object: Subject["object"]): void {
  sheet.field(0, "Name", object.metadata?.name);
  sheet.field(0, "Namespace", object.metadata?.namespace);
  labels(sheet, "Labels", object.metadata?.labels);
  annotations(sheet, "Annotations", object.metadata?.annotations);
}

export function describeConfigMap({ object, sheet, events: list }: Subject): void {
  const { data = {}, binaryData = {} } = typed<ConfigMap>(object);
  heading(sheet, object);
  sheet.add("\nData\n====\n");
  for (const key of Object.keys(data).sort()) sheet.add(`${key}:\n----\n${data[key]}\n\n`);
  sheet.add("\nBinaryData\n====\n");
  for (const key of Object.keys(binaryData).sort()) sheet.add(`${key}: ${byteLength(binaryData[key] ?? "")} bytes\n`);
  sheet.add("\n");
  events(sheet, list);
}

export function describeSecret({ object, sheet }: Subject): void {
  const { data = {}, type = "" } = typed<Secret>(object);
  heading(sheet, object);
  sheet.add(`\nType:\t${type}\n\nData\n====\n`);
  for (const key of Object.keys(data).sort()) sheet.field(0, key, `${byteLength(data[key] ?? "")} bytes`);
}

/** Bytes that base64 text stands for. */
function byteLength(base64: string): number {
  return Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
}

export function describeServiceAccount({ object, sheet, events: list }: Subject): void {
  heading(sheet, object);
  const secrets = typed<ServiceAccount>(object).imagePullSecrets ?? [];
  sheet.add(`Image pull secrets:\t${secrets.length === 0 ? "<none>\n" : ""}`);
  secrets.forEach((secret, index) => sheet.add(`${index > 0 ? "\t" : ""}${secret.name ?? ""}\n`));
  events(sheet, list);
}

export function describeBudget({ object, sheet, events: list }: Subject): void {
  const { metadata, spec, status } = typed<PodDisruptionBudget>(object);
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  if (spec?.minAvailable !== undefined) sheet.field(0, "Min available", spec.minAvailable);
  else if (spec?.maxUnavailable !== undefined) sheet.field(0, "Max unavailable", spec.maxUnavailable);
  sheet.field(0, "Selector", spec?.selector ? formatLabelSelector(spec.selector) : "<unset>");
  sheet.line(0, "Status:");
  sheet.field(2, "Allowed disruptions", status?.disruptionsAllowed ?? 0);
  sheet.field(2, "Current", status?.currentHealthy ?? 0);
  sheet.field(2, "Desired", status?.desiredHealthy ?? 0);
  sheet.field(2, "Total", status?.expectedPods ?? 0);
  events(sheet, list);
}

export function describePriorityClass({ object, sheet, events: list }: Subject): void {
  const { metadata, value, globalDefault = false, preemptionPolicy, description = "" } = typed<PriorityClass>(object);
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Value", value);
  sheet.field(0, "GlobalDefault", globalDefault);
  sheet.field(0, "PreemptionPolicy", preemptionPolicy);
  sheet.field(0, "Description", description);
  annotations(sheet, "Annotations", metadata.annotations);
  events(sheet, list);
}
