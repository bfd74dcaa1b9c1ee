// A container's environment: plain values, downward API, ConfigMaps and Secrets, service links, `$(VAR)` expansion
// (KL-49). Left out on purpose: field references of single annotations with unusual quoting, file key references.

import type { ConfigMap, Container, EnvVarSource, Pod, Quantity, Secret, Service } from "../api/types.generated.ts";
import { quantityValue } from "../api/quantity.ts";

/** What an environment may refer to; undefined when there is no such object. */
export interface EnvSources {
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
  services(): Iterable<Service>;
  readonly nodeName: string;
  readonly hostIP: string;
  readonly podIP: string;
  readonly allocatable: Readonly<Record<string, Quantity>>;
}

export type Environment = { readonly env: Record<string, string> } | { readonly error: string };

class Missing extends Error {}

export function environmentOf(pod: Pod, container: Container, sources: EnvSources): Environment {
  try {
    return { env: build(pod, container, sources) };
  } catch (error) {
    if (error instanceof Missing) return { error: error.message };
    throw error;
  }
}

function build(pod: Pod, container: Container, sources: EnvSources): Record<string, string> {
  const links = pod.spec.enableServiceLinks === false ? {} : serviceLinks(pod.metadata.namespace, [...sources.services()]);
  if (container.envFrom === undefined && container.env === undefined) return links;
  const env: Record<string, string> = { ...links };
  for (const { prefix = "", configMapRef, secretRef } of container.envFrom ?? []) {
    const values =
      configMapRef !== undefined ? wholeConfigMap(configMapRef, sources) : secretRef !== undefined ? wholeSecret(secretRef, sources) : {};
    for (const [key, value] of Object.entries(values)) env[prefix + key] = value;
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found = valueFrom === undefined ? expand(value ?? "", env) : referred(pod, container, valueFrom, sources);
    if (found !== undefined) env[name] = found;
  }
  return env;
}

/** `$(VAR)` is replaced when VAR is known, `$$` is a dollar sign. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  if (!text.includes("$")) return text;
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) => (name === undefined ? "$" : (env[name] ?? whole)));
}

function wholeConfigMap(
  ref: { readonly name?: string; readonly optional?: boolean },
  sources: EnvSources,
): Readonly<Record<string, string>> {
  const found = sources.configMap(ref.name ?? "");
  if (found === undefined && ref.optional !== true) throw new Missing(`configmap "${ref.name}" not found`);
  return found?.data ?? {};
}

function wholeSecret(ref: { readonly name?: string; readonly optional?: boolean }, sources: EnvSources): Record<string, string> {
  const found = sources.secret(ref.name ?? "");
  if (found === undefined && ref.optional !== true) throw new Missing(`secret "${ref.name}" not found`);
  return secretValues(found);
}

export function secretValues(secret: Secret | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(secret?.data ?? {}).map(([key, value]) => [key, decodeBase64(value)]));
}

function referred(pod: Pod, container: Container, from: EnvVarSource, sources: EnvSources): string | undefined {
  if (from.fieldRef !== undefined) return fieldValue(pod, from.fieldRef.fieldPath, sources);
  if (from.resourceFieldRef !== undefined) return resourceValue(pod, container, from.resourceFieldRef, sources);
  const { configMapKeyRef, secretKeyRef } = from;
  if (configMapKeyRef !== undefined) {
    const { name = "", key, optional } = configMapKeyRef;
    const found = sources.configMap(name);
    if (found === undefined && optional !== true) throw new Missing(`configmap "${name}" not found`);
    const value = found?.data?.[key];
    if (value === undefined && optional !== true)
      throw new Missing(`couldn't find key ${key} in ConfigMap ${pod.metadata.namespace}/${name}`);
    return value;
  }
  if (secretKeyRef === undefined) return "";
  const { name = "", key, optional } = secretKeyRef;
  const found = sources.secret(name);
  if (found === undefined && optional !== true) throw new Missing(`secret "${name}" not found`);
  const value = found?.data?.[key];
  if (value === undefined && optional !== true) throw new Missing(`couldn't find key ${key} in Secret ${pod.metadata.namespace}/${name}`);
  return value === undefined ? undefined : decodeBase64(value);
}

/** What a field of the pod is as text (downward API). */
export function fieldValue(pod: Pod, path: string, sources: Pick<EnvSources, "nodeName" | "hostIP" | "podIP">): string {
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (subscript !== null) return metadata[subscript[1] as "labels" | "annotations"]?.[subscript[2] ?? ""] ?? ""; // the pattern allows no other name
  switch (path) {
    case "metadata.name":
      return metadata.name ?? "";
    case "metadata.namespace":
      return metadata.namespace ?? "";
    case "metadata.uid":
      return metadata.uid ?? "";
    case "metadata.labels":
      return listed(metadata.labels);
    case "metadata.annotations":
      return listed(metadata.annotations);
    case "spec.nodeName":
      return sources.nodeName;
    case "spec.serviceAccountName":
      return spec.serviceAccountName ?? "";
    case "status.hostIP":
    case "status.hostIPs":
      return sources.hostIP;
    case "status.podIP":
    case "status.podIPs":
      return sources.podIP;
    default:
      return "";
  }
}

function listed(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join("\n");
}

function resourceValue(pod: Pod, container: Container, ref: NonNullable<EnvVarSource["resourceFieldRef"]>, sources: EnvSources): string {
  const named = ref.containerName === undefined ? container : (pod.spec.containers.find((c) => c.name === ref.containerName) ?? container);
  const [kind, resource = ""] = ref.resource.split(".");
  const own = kind === "limits" ? named.resources.limits : named.resources.requests;
  const amount = own?.[resource] ?? (kind === "limits" ? sources.allocatable[resource] : undefined) ?? "0";
  const divisor = ref.divisor === undefined || quantityValue(ref.divisor) === 0 ? 1 : quantityValue(ref.divisor);
  return String(Math.ceil(quantityValue(amount) / divisor));
}

/** The last links made, by the newest service: containers that start while no service changes share them. It only saves time and room. */
const lastLinks = new WeakMap<Service, { services: readonly Service[]; namespace: string | undefined; links: Record<string, string> }>();

/** `<SERVICE>_SERVICE_HOST` and its relatives, for the services of the namespace and `kubernetes`. */
function serviceLinks(namespace: string | undefined, services: readonly Service[]): Record<string, string> {
  const newest = services.at(-1);
  if (newest === undefined) return {};
  const last = lastLinks.get(newest);
  if (last !== undefined && last.namespace === namespace && isSameList(last.services, services)) return last.links;
  const links = Object.freeze(newServiceLinks(namespace, services));
  lastLinks.set(newest, { services, namespace, links });
  return links;
}

function isSameList(a: readonly Service[], b: readonly Service[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function newServiceLinks(podNamespace: string | undefined, services: readonly Service[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const service of services) {
    const { name, namespace } = service.metadata;
    const mine = namespace === podNamespace || (namespace === "default" && name === "kubernetes");
    const ip = service.spec.clusterIP;
    const ports = service.spec.ports ?? [];
    const first = ports[0];
    if (!mine || ip === undefined || ip === "" || ip === "None" || first === undefined) continue;
    const base = (name ?? "").toUpperCase().replaceAll("-", "_");
    env[`${base}_SERVICE_HOST`] = ip;
    env[`${base}_SERVICE_PORT`] = String(first.port);
    for (const port of ports) {
      if (port.name) env[`${base}_SERVICE_PORT_${port.name.toUpperCase().replaceAll("-", "_")}`] = String(port.port);
    }
    env[`${base}_PORT`] = `tcp://${ip}:${first.port}`;
    for (const { port, protocol = "TCP" } of ports) {
      const prefix = `${base}_PORT_${port}_${protocol}`;
      const scheme = protocol.toLowerCase();
      env[prefix] = `${scheme}://${ip}:${port}`;
      env[`${prefix}_PROTO`] = scheme;
      env[`${prefix}_PORT`] = String(port);
      env[`${prefix}_ADDR`] = ip;
    }
  }
  return env;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 of UTF-8 text; neither Node nor DOM helpers exist in the engine. */
export function decodeBase64(text: string): string {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of text) {
    const value = BASE64.indexOf(char);
    if (value < 0) continue;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push((bits >> held) & 0xff);
    }
  }
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
  } catch {
    return String.fromCharCode(...bytes); // not UTF-8: its bytes
  }
}
