// kubectl describe pod (API-257).

import type { Pod } from "../../api/types.generated.ts";
import { containers } from "./containers.ts";
import type { Subject } from "./describer.ts";
import { typed } from "./describer.ts";
import { resources } from "./containers.ts";
import { spreadConstraints, tolerations, volumes } from "./podparts.ts";
import type { Sheet } from "./sheet.ts";
import { annotations, events, labels, longTime, since } from "./sheet.ts";

export function describePod({ object, sheet, events: list }: Subject): void {
  const pod = typed<Pod>(object);
  identity(sheet, pod);
  status(sheet, pod);
  allContainers(sheet, pod);
  conditions(sheet, pod);
  volumes(sheet, pod.spec?.volumes, "");
  sheet.field(0, "QoS Class", pod.status?.qosClass);
  labels(sheet, "Node-Selectors", pod.spec?.nodeSelector);
  tolerations(sheet, "Tolerations", pod.spec?.tolerations);
  spreadConstraints(sheet, pod.spec?.topologySpreadConstraints, "");
  events(sheet, list);
}

function identity(sheet: Sheet, pod: Pod): void {
  const { metadata, spec, status: podStatus } = pod;
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  if (spec?.priority !== undefined) sheet.field(0, "Priority", spec.priority);
  if (spec?.priorityClassName) sheet.field(0, "Priority Class Name", spec.priorityClassName);
  if (spec?.runtimeClassName) sheet.field(0, "Runtime Class Name", spec.runtimeClassName);
  if (spec?.serviceAccountName) sheet.field(0, "Service Account", spec.serviceAccountName);
  sheet.field(0, "Node", spec?.nodeName ? `${spec.nodeName}/${podStatus?.hostIP ?? ""}` : "<none>");
  if (podStatus?.startTime) sheet.field(0, "Start Time", longTime(podStatus.startTime));
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
}

function status(sheet: Sheet, pod: Pod): void {
  const { metadata, spec, status: one } = pod;
  if (metadata.deletionTimestamp && one?.phase !== "Failed" && one?.phase !== "Succeeded") {
    sheet.field(0, "Status", `Terminating (lasts ${since(sheet, metadata.deletionTimestamp)})`);
    sheet.field(0, "Termination Grace Period", `${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else sheet.field(0, "Status", one?.phase);
  if (one?.reason) sheet.field(0, "Reason", one.reason);
  if (one?.message) sheet.field(0, "Message", one.message);
  const seccomp = spec?.securityContext?.seccompProfile;
  if (seccomp) sheet.field(0, "SeccompProfile", seccomp.type);
  sheet.field(0, "IP", one?.podIP);
  const ips = one?.podIPs ?? [];
  sheet.line(0, `IPs:${ips.length === 0 ? "\t<none>" : ""}`);
  for (const { ip } of ips) sheet.field(1, "IP", ip);
  const controller = metadata.ownerReferences?.find((reference) => reference.controller);
  if (controller) sheet.field(0, "Controlled By", `${controller.kind}/${controller.name}`);
  if (one?.nominatedNodeName) sheet.field(0, "NominatedNodeName", one.nominatedNodeName);
  if (spec?.resources) {
    sheet.line(0, "Resources:");
    resources(sheet, spec.resources, 1);
  }
}

function allContainers(sheet: Sheet, pod: Pod): void {
  const { spec, status: one } = pod;
  const init = spec?.initContainers ?? [];
  if (init.length > 0)
    containers(sheet, { title: "Init Containers", containers: init, statuses: one?.initContainerStatuses ?? [], pod, indent: "" });
  containers(sheet, { title: "Containers", containers: spec?.containers ?? [], statuses: one?.containerStatuses ?? [], pod, indent: "" });
}

function conditions(sheet: Sheet, pod: Pod): void {
  const list = pod.status?.conditions ?? [];
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length > 0) {
    sheet.line(0, "Readiness Gates:");
    sheet.line(1, "Type\tStatus");
    for (const gate of gates)
      sheet.line(1, `${gate.conditionType} \t${list.find((one) => one.type === gate.conditionType)?.status ?? "<none>"} `);
  }
  if (list.length === 0) return;
  sheet.line(0, "Conditions:");
  sheet.line(1, "Type\tStatus");
  for (const one of list) sheet.line(1, `${one.type} \t${one.status} `);
}
