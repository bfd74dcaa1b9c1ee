// LimitRanger (API-198): fills in what containers leave open, and refuses what is outside the bounds.
// Left out on purpose: limits of images and of storage claims.

import type { KindInfo } from "../../api/kinds.ts";
import { addQuantities, compareQuantities, quantityValue } from "../../api/quantity.ts";
import type * as types from "../../api/types.generated.ts";
import type { AdmissionContext } from "./admission.ts";
import { refusal } from "./refusal.ts";

type Quantities = { readonly [resource: string]: types.Quantity };
interface Usage {
  readonly requests: Quantities;
  readonly limits: Quantities;
}

const ANNOTATION = "kubernetes.io/limit-ranger";
const NOTHING: Quantities = {};

export function applyLimitRanges(context: AdmissionContext, info: KindInfo, given: types.Pod): types.Pod {
  let pod = given;
  const ranges = [...context.limitRanges(given.metadata.namespace ?? "")];
  if (ranges.length === 0) return given;
  for (const range of ranges) pod = withDefaults(pod, range);
  for (const range of ranges) {
    const faults = range.spec.limits.flatMap((item) => itemFaults(item, pod));
    if (faults.length > 0) throw refusal(info, pod, faults.length === 1 ? (faults[0] ?? "") : `[${faults.join(", ")}]`);
  }
  return pod;
}

function withDefaults(pod: types.Pod, range: types.LimitRange): types.Pod {
  const item = range.spec.limits.find(({ type }) => type === "Container");
  if (item === undefined) return pod;
  const notes: string[] = [];
  const complete =
    (word: string) =>
    (container: types.Container): types.Container =>
      withContainerDefaults(container, item, word, notes);
  const containers = pod.spec.containers.map(complete("container"));
  const initContainers = pod.spec.initContainers?.map(complete("init container"));
  if (notes.length === 0) return pod;
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join("; ")}` };
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations },
    spec: { ...pod.spec, containers, ...(initContainers ? { initContainers } : {}) },
  };
}

function withContainerDefaults(container: types.Container, item: types.LimitRangeItem, word: string, notes: string[]): types.Container {
  const { requests = NOTHING, limits = NOTHING } = container.resources ?? {};
  const newRequests = missing(item.defaultRequest, requests);
  const newLimits = missing(item.default, limits);
  if (newRequests.length > 0) notes.push(`${newRequests.join(", ")} request for ${word} ${container.name}`);
  if (newLimits.length > 0) notes.push(`${newLimits.join(", ")} limit for ${word} ${container.name}`);
  if (newRequests.length + newLimits.length === 0) return container;
  const resources = { ...container.resources, limits: { ...item.default, ...limits }, requests: { ...item.defaultRequest, ...requests } };
  return { ...container, resources };
}

function missing(defaults: Quantities = NOTHING, given: Quantities): readonly string[] {
  return Object.keys(defaults)
    .filter((name) => given[name] === undefined)
    .sort();
}

function itemFaults(item: types.LimitRangeItem, pod: types.Pod): readonly string[] {
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  if (item.type === "Container")
    return containers.flatMap(({ resources }) =>
      usageFaults(item, { requests: resources?.requests ?? NOTHING, limits: resources?.limits ?? NOTHING }),
    );
  return item.type === "Pod" ? usageFaults(item, podUsage(pod)) : [];
}

/** All containers together; an init container that asks for more stands for them all. */
function podUsage({ spec }: types.Pod): Usage {
  const total = (key: "requests" | "limits"): Quantities => {
    const sum: Record<string, types.Quantity> = {};
    for (const { resources } of spec.containers)
      for (const [name, quantity] of Object.entries(resources?.[key] ?? {})) sum[name] = addQuantities(sum[name] ?? "0", quantity);
    for (const { resources } of spec.initContainers ?? []) {
      for (const [name, quantity] of Object.entries(resources?.[key] ?? {}))
        if (compareQuantities(quantity, sum[name] ?? "0") > 0) sum[name] = quantity;
    }
    return sum;
  };
  return { requests: total("requests"), limits: total("limits") };
}

function usageFaults(item: types.LimitRangeItem, usage: Usage): readonly string[] {
  const faults: (string | undefined)[] = [];
  for (const name of Object.keys(item.min ?? {}).sort()) faults.push(minimumFault(item.type, name, item.min?.[name] ?? "0", usage));
  for (const name of Object.keys(item.max ?? {}).sort()) faults.push(maximumFault(item.type, name, item.max?.[name] ?? "0", usage));
  for (const name of Object.keys(item.maxLimitRequestRatio ?? {}).sort())
    faults.push(ratioFault(item.type, name, item.maxLimitRequestRatio?.[name] ?? "0", usage));
  return faults.filter((fault) => fault !== undefined);
}

function minimumFault(type: string, name: string, least: types.Quantity, { requests, limits }: Usage): string | undefined {
  const [request, limit] = [requests[name], limits[name]];
  const rule = `minimum ${name} usage per ${type} is ${least}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  if (compareQuantities(request, least) < 0) return `${rule}, but request is ${request}`;
  return limit !== undefined && compareQuantities(limit, least) < 0 ? `${rule}, but limit is ${limit}` : undefined;
}

function maximumFault(type: string, name: string, most: types.Quantity, { requests, limits }: Usage): string | undefined {
  const [request, limit] = [requests[name], limits[name]];
  const rule = `maximum ${name} usage per ${type} is ${most}`;
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (compareQuantities(limit, most) > 0) return `${rule}, but limit is ${limit}`;
  return request !== undefined && compareQuantities(request, most) > 0 ? `${rule}, but request is ${request}` : undefined;
}

function ratioFault(type: string, name: string, most: types.Quantity, { requests, limits }: Usage): string | undefined {
  const [request, limit] = [requests[name], limits[name]];
  const rule = `${name} max limit to request ratio per ${type} is ${most}`;
  if (request === undefined || quantityValue(request) === 0) return `${rule}, but no request is specified or request is 0`;
  if (limit === undefined || quantityValue(limit) === 0) return `${rule}, but no limit is specified or limit is 0`;
  const ratio = quantityValue(limit) / quantityValue(request);
  return ratio > quantityValue(most) ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}
