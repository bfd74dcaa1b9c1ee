// kubectl describe node (API-263).

import { addQuantities, quantityValue } from "../../api/quantity.ts";
import type { Lease, Node, Pod, Taint } from "../../api/types.generated.ts";
import { StatusError } from "../errors.ts";
import type { Subject } from "./describer.ts";
import { listOf, typed } from "./describer.ts";
import { formatRfc1123, parseTime } from "../../api/time.ts";
import type { Sheet } from "./sheet.ts";
import { annotations, events, labels, longTime, since } from "./sheet.ts";

type Quantities = Readonly<Record<string, string | number>>;

export function describeNode(subject: Subject): void {
  const { object, sheet } = subject;
  const node = typed<Node>(object);
  sheet.field(0, "Name", node.metadata.name);
  sheet.field(0, "Roles", roles(node).join(",") || "<none>");
  labels(sheet, "Labels", node.metadata.labels);
  annotations(sheet, "Annotations", node.metadata.annotations);
  sheet.field(0, "CreationTimestamp", longTime(node.metadata.creationTimestamp));
  taints(sheet, node.spec?.taints ?? []);
  sheet.field(0, "Unschedulable", node.spec?.unschedulable ?? false);
  lease(subject);
  conditions(sheet, node);
  machine(sheet, node);
  pods(subject, node);
  events(sheet, subject.events);
}

function roles(node: Node): readonly string[] {
  const prefix = "node-role.kubernetes.io/";
  const found = Object.entries(node.metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(prefix) && key.length > prefix.length) return [key.slice(prefix.length)];
    return key === "kubernetes.io/role" && value !== "" ? [value] : [];
  });
  return [...new Set(found)].sort();
}

export function taintText(taint: Taint): string {
  const effect = taint.effect ? `:${taint.effect}` : "";
  return taint.value ? `${taint.key}=${taint.value}${effect}` : `${taint.key}${effect}`;
}

function taints(sheet: Sheet, list: readonly Taint[]): void {
  const sorted = [...list].sort((a, b) => (`${a.effect},${a.key}` < `${b.effect},${b.key}` ? -1 : 1));
  sheet.add(`Taints:\t${sorted.length === 0 ? "<none>\n" : ""}`);
  sorted.forEach((taint, index) => sheet.add(`${index > 0 ? "\t" : ""}${taintText(taint)}\n`));
}

function lease({ session, object, sheet }: Subject): void {
  const name = object.metadata?.name ?? "";
  try {
    const { spec } = typed<Lease>(session.client.get(`/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`));
    sheet.line(0, "Lease:");
    sheet.field(1, "HolderIdentity", spec.holderIdentity || "<unset>");
    sheet.field(1, "AcquireTime", longTime(spec.acquireTime));
    sheet.field(1, "RenewTime", longTime(spec.renewTime));
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    sheet.field(0, "Lease", `Failed to get lease: ${error.message}`);
  }
}

function conditions(sheet: Sheet, node: Node): void {
  const list = node.status?.conditions ?? [];
  if (list.length === 0) return;
  sheet.line(0, "Conditions:");
  sheet.line(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
  sheet.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
  for (const one of list) {
    sheet.line(
      1,
      `${one.type} \t${one.status} \t${moment(one.lastHeartbeatTime)} \t${moment(one.lastTransitionTime)} \t${one.reason ?? ""} \t${one.message ?? ""}`,
    );
  }
}

function moment(time: string | undefined): string {
  return formatRfc1123(time ? parseTime(time) : parseTime("0001-01-01T00:00:00Z"));
}

function machine(sheet: Sheet, node: Node): void {
  const { status, spec } = node;
  sheet.line(0, "Addresses:");
  for (const address of status?.addresses ?? []) sheet.field(1, address.type, address.address);
  for (const [title, map] of [
    ["Capacity", status?.capacity],
    ["Allocatable", status?.allocatable],
  ] as const) {
    const entries = Object.entries((map ?? {}) as Quantities).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length === 0) continue;
    sheet.line(0, `${title}:`);
    for (const [name, quantity] of entries) sheet.field(1, name, quantity);
  }
  const info = status?.nodeInfo;
  sheet.line(0, "System Info:");
  sheet.field(1, "Machine ID", info?.machineID);
  sheet.field(1, "System UUID", info?.systemUUID);
  sheet.field(1, "Boot ID", info?.bootID);
  sheet.field(1, "Kernel Version", info?.kernelVersion);
  sheet.field(1, "OS Image", info?.osImage);
  sheet.field(1, "Operating System", info?.operatingSystem);
  sheet.field(1, "Architecture", info?.architecture);
  sheet.field(1, "Container Runtime Version", info?.containerRuntimeVersion);
  sheet.field(1, "Kubelet Version", info?.kubeletVersion);
  sheet.field(1, "Kube-Proxy Version", info?.kubeProxyVersion);
  if (spec?.podCIDR) sheet.field(0, "PodCIDR", spec.podCIDR);
  if (spec?.podCIDRs && spec.podCIDRs.length > 0) sheet.field(0, "PodCIDRs", spec.podCIDRs.join(","));
  if (spec?.providerID) sheet.field(0, "ProviderID", spec.providerID);
}

/** What one pod asks for: the sum of its containers, or the largest of its init containers. */
function podResources(pod: Pod, side: "requests" | "limits"): Quantities {
  const total: Record<string, string | number> = {};
  const init: Record<string, string | number> = {};
  const list = (map: object | undefined): [string, string | number][] => Object.entries((map ?? {}) as Quantities);
  for (const container of pod.spec?.containers ?? []) {
    for (const [name, quantity] of list(container.resources?.[side])) total[name] = addQuantities(total[name] ?? "0", quantity);
  }
  for (const container of pod.spec?.initContainers ?? []) {
    const sidecar = container.restartPolicy === "Always";
    for (const [name, quantity] of list(container.resources?.[side])) {
      if (sidecar) total[name] = addQuantities(total[name] ?? "0", quantity);
      else if (quantityValue(quantity) > quantityValue(init[name] ?? "0")) init[name] = quantity;
    }
  }
  for (const [name, quantity] of Object.entries(init))
    if (quantityValue(quantity) > quantityValue(total[name] ?? "0")) total[name] = quantity;
  return total;
}

function pods({ session, sheet }: Subject, node: Node): void {
  const selector = `spec.nodeName=${node.metadata.name},status.phase!=Failed,status.phase!=Succeeded`;
  const list = listOf<Pod>(session, "/api/v1/pods", { fieldSelector: selector });
  const allocatable = (Object.keys(node.status?.allocatable ?? {}).length > 0 ? node.status?.allocatable : node.status?.capacity) ?? {};
  const share = (map: Quantities, name: string): string => {
    const quantity = map[name] ?? "0";
    const whole = quantityValue((allocatable as Quantities)[name] ?? "0");
    return `${quantity} (${whole > 0 ? Math.trunc((quantityValue(quantity) / whole) * 100) : 0}%)`;
  };
  sheet.field(0, "Non-terminated Pods", `(${list.length} in total)`);
  sheet.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
  sheet.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
  const totals = { requests: {} as Record<string, string | number>, limits: {} as Record<string, string | number> };
  for (const pod of list) {
    const requests = podResources(pod, "requests");
    const limits = podResources(pod, "limits");
    const cells = [
      share(requests, "cpu"),
      share(limits, "cpu"),
      share(requests, "memory"),
      share(limits, "memory"),
      since(sheet, pod.metadata.creationTimestamp),
    ];
    sheet.line(1, `${pod.metadata.namespace ?? ""}\t${pod.metadata.name}\t\t${cells.join("\t")}`);
    for (const [name, quantity] of Object.entries(requests)) totals.requests[name] = addQuantities(totals.requests[name] ?? "0", quantity);
    for (const [name, quantity] of Object.entries(limits)) totals.limits[name] = addQuantities(totals.limits[name] ?? "0", quantity);
  }
  sheet.add("Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n");
  sheet.line(1, "Resource\tRequests\tLimits");
  sheet.line(1, "--------\t--------\t------");
  const huge = Object.keys(allocatable)
    .filter((name) => name.startsWith("hugepages-"))
    .sort();
  for (const name of ["cpu", "memory", "ephemeral-storage", ...huge])
    sheet.line(1, `${name}\t${share(totals.requests, name)}\t${share(totals.limits, name)}`);
  const extended = Object.keys(allocatable)
    .filter((name) => name.includes("/"))
    .sort();
  for (const name of extended) sheet.line(1, `${name}\t${totals.requests[name] ?? 0}\t${totals.limits[name] ?? 0}`);
}
