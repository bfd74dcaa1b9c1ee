// Containers as pods and pod templates describe them (API-258 to API-260).

import type { Container, ContainerState, ContainerStatus, EnvVar, Pod, Probe, ResourceRequirements } from "../../api/types.generated.ts";
import type { Sheet } from "./sheet.ts";
import { boolWord, longTime, orNone } from "./sheet.ts";

/** Where a block of containers stands: in a pod, or one level deeper in a template. */
export interface Block {
  readonly title: string;
  readonly containers: readonly Container[];
  readonly statuses: readonly ContainerStatus[];
  /** The pod, for values that are taken from it. */
  readonly pod: Pod | undefined;
  readonly indent: "" | "  ";
}

export function containers(sheet: Sheet, block: Block): void {
  if (block.containers.length === 0) return sheet.line(0, `${block.indent}${block.title}: <none>`);
  sheet.line(0, `${block.indent}${block.title}:`);
  for (const container of block.containers) {
    const status = block.statuses.find((one) => one.name === container.name);
    sheet.line(1, `${block.indent === "" ? "" : " "}${container.name}:`);
    basics(sheet, container, status);
    words(sheet, "Command", container.command);
    words(sheet, "Args", container.args);
    if (status) states(sheet, status);
    resources(sheet, container.resources, 2);
    probes(sheet, container);
    environment(sheet, container, block.pod);
    mounts(sheet, container);
  }
}

function basics(sheet: Sheet, container: Container, status: ContainerStatus | undefined): void {
  if (status) sheet.field(2, "Container ID", status.containerID);
  sheet.field(2, "Image", container.image);
  if (status) sheet.field(2, "Image ID", status.imageID);
  const list = container.ports ?? [];
  ports(
    sheet,
    "Port",
    list.map((port) => [port.containerPort, port.protocol, port.name]),
  );
  ports(
    sheet,
    "Host Port",
    list.map((port) => [port.hostPort ?? 0, port.protocol, port.name]),
  );
  const seccomp = container.securityContext?.seccompProfile;
  if (seccomp) {
    sheet.field(2, "SeccompProfile", seccomp.type);
    if (seccomp.type === "Localhost") sheet.field(3, "LocalhostProfile", seccomp.localhostProfile);
  }
}

function ports(sheet: Sheet, name: string, list: readonly (readonly [number, string | undefined, string | undefined])[]): void {
  const text = list.map(([port, protocol, portName]) => `${port}/${protocol ?? ""}${portName ? ` (${portName})` : ""}`).join(", ");
  sheet.field(2, text.includes(",") ? `${name}s` : name, orNone(text));
}

function words(sheet: Sheet, title: string, list: readonly string[] | undefined): void {
  if (!list || list.length === 0) return;
  sheet.line(2, `${title}:`);
  for (const word of list) for (const line of word.split("\n")) sheet.line(3, line);
}

function states(sheet: Sheet, status: ContainerStatus): void {
  state(sheet, "State", status.state ?? {});
  if (status.lastState?.terminated) state(sheet, "Last State", status.lastState);
  sheet.field(2, "Ready", boolWord(status.ready));
  sheet.field(2, "Restart Count", status.restartCount ?? 0);
}

function state(sheet: Sheet, title: string, one: ContainerState): void {
  const { running, waiting, terminated } = one;
  if (running) {
    sheet.field(2, title, "Running");
    sheet.field(3, "Started", longTime(running.startedAt));
  } else if (terminated) {
    sheet.field(2, title, "Terminated");
    if (terminated.reason) sheet.field(3, "Reason", terminated.reason);
    if (terminated.message) sheet.field(3, "Message", terminated.message);
    sheet.field(3, "Exit Code", terminated.exitCode);
    if (terminated.signal) sheet.field(3, "Signal", terminated.signal);
    sheet.field(3, "Started", longTime(terminated.startedAt ?? ZERO_TIME));
    sheet.field(3, "Finished", longTime(terminated.finishedAt ?? ZERO_TIME));
  } else {
    sheet.field(2, title, "Waiting");
    if (waiting?.reason) sheet.field(3, "Reason", waiting.reason);
  }
}

/** Go's zero time, as a container that never started has it. */
const ZERO_TIME = "0001-01-01T00:00:00Z";

export function resources(sheet: Sheet, one: ResourceRequirements | undefined, level: number): void {
  for (const [title, map] of [
    ["Limits", one?.limits],
    ["Requests", one?.requests],
  ] as const) {
    const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length > 0) sheet.line(level, `${title}:`);
    for (const [name, quantity] of entries) sheet.field(level + 1, name, String(quantity));
  }
}

function probes(sheet: Sheet, container: Container): void {
  for (const [title, probe] of [
    ["Liveness", container.livenessProbe],
    ["Readiness", container.readinessProbe],
    ["Startup", container.startupProbe],
  ] as const) {
    if (probe) sheet.field(2, title, probeText(probe));
  }
}

/** API-259. */
export function probeText(probe: Probe): string {
  const attributes = `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 0}s period=${probe.periodSeconds ?? 0}s #success=${probe.successThreshold ?? 0} #failure=${probe.failureThreshold ?? 0}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(" ")}] ${attributes}`;
  if (probe.httpGet) {
    const { scheme = "HTTP", host = "", port, path = "" } = probe.httpGet;
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path === "" || path.startsWith("/") ? path : `/${path}`} ${attributes}`;
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ""}:${probe.tcpSocket.port} ${attributes}`;
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ""} ${attributes}`;
  return `unknown ${attributes}`;
}

function environment(sheet: Sheet, container: Container, pod: Pod | undefined): void {
  if (container.envFrom && container.envFrom.length > 0) {
    sheet.line(2, "Environment Variables from:");
    for (const source of container.envFrom) {
      const from = source.configMapRef ? "ConfigMap" : "Secret";
      const ref = source.configMapRef ?? source.secretRef;
      sheet.line(
        3,
        `${ref?.name ?? ""}\t${from}${source.prefix ? ` with prefix '${source.prefix}'` : ""}\tOptional: ${ref?.optional ?? false}`,
      );
    }
  }
  const list = container.env ?? [];
  sheet.line(2, `Environment:${list.length === 0 ? "\t<none>" : ""}`);
  for (const variable of list) for (const line of variableLines(variable, container, pod)) sheet.line(3, line);
}

/** API-260. */
function variableLines(variable: EnvVar, container: Container, pod: Pod | undefined): readonly string[] {
  const { name, valueFrom } = variable;
  if (!valueFrom) return (variable.value ?? "").split("\n").map((line, index) => (index === 0 ? `${name}:\t${line}` : `\t${line}`));
  if (valueFrom.fieldRef) {
    const { apiVersion = "v1", fieldPath } = valueFrom.fieldRef;
    return [`${name}:\t${fieldValue(pod, fieldPath)} (${apiVersion}:${fieldPath})`];
  }
  if (valueFrom.resourceFieldRef) {
    const { resource } = valueFrom.resourceFieldRef;
    const [side = "", what = ""] = resource.split(".");
    const quantity = side === "limits" ? container.resources?.limits?.[what] : container.resources?.requests?.[what];
    const missing = resource === "limits.cpu" || resource === "limits.memory" ? "node allocatable" : "0";
    return [`${name}:\t${quantity ?? missing} (${resource})`];
  }
  if (valueFrom.secretKeyRef) {
    const { key, name: secret = "", optional = false } = valueFrom.secretKeyRef;
    return [`${name}:\t<set to the key '${key}' in secret '${secret}'>\tOptional: ${optional}`];
  }
  if (valueFrom.configMapKeyRef) {
    const { key, name: configMap = "", optional = false } = valueFrom.configMapKeyRef;
    return [`${name}:\t<set to the key '${key}' of config map '${configMap}'>\tOptional: ${optional}`];
  }
  return [];
}

/** What kubectl can find out by itself: only metadata. */
function fieldValue(pod: Pod | undefined, path: string): string {
  const metadata = pod?.metadata;
  if (path === "metadata.name") return metadata?.name ?? "";
  if (path === "metadata.namespace") return metadata?.namespace ?? "";
  if (path === "metadata.uid") return metadata?.uid ?? "";
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  return keyed ? ((keyed[1] === "labels" ? metadata?.labels : metadata?.annotations)?.[keyed[2] ?? ""] ?? "") : "";
}

function mounts(sheet: Sheet, container: Container): void {
  const list = [...(container.volumeMounts ?? [])].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1));
  sheet.line(2, `Mounts:${list.length === 0 ? "\t<none>" : ""}`);
  for (const mount of list) {
    sheet.line(
      3,
      `${mount.mountPath} from ${mount.name} (${mount.readOnly ? "ro" : "rw"}${mount.subPath ? `,path="${mount.subPath}"` : ""})`,
    );
  }
}
