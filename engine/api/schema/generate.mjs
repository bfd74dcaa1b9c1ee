// Writes engine/api/types.generated.ts from types.json, the structure of the Kubernetes API:
//   node engine/api/schema/generate.mjs
// One readonly interface a definition, for the kinds listed below and all that they refer to. A field that the
// server always writes (required, or with a zero value other than null) is not optional.
import { readFileSync, writeFileSync } from "node:fs";

const here = new URL(".", import.meta.url);
const definitions = JSON.parse(readFileSync(new URL("types.json", here), "utf8"));
const KINDS = [
  "io.k8s.api.core.v1.{Pod,ReplicationController,Node,Namespace,Event,Service,Endpoints,ConfigMap,Secret,ServiceAccount,PersistentVolumeClaim,PersistentVolume,PodTemplate,ResourceQuota,LimitRange,Binding}",
  "io.k8s.api.apps.v1.{ReplicaSet,DaemonSet,Deployment,StatefulSet,ControllerRevision}",
  "io.k8s.api.batch.v1.{Job,CronJob}",
  "io.k8s.api.policy.v1.{PodDisruptionBudget,Eviction}",
  "io.k8s.api.autoscaling.v1.{Scale}",
  "io.k8s.api.coordination.v1.{Lease}",
  "io.k8s.api.discovery.v1.{EndpointSlice}",
  "io.k8s.api.scheduling.v1.{PriorityClass}",
  "io.k8s.apimachinery.pkg.apis.meta.v1.{Status,DeleteOptions}",
].flatMap((entry) => {
  const [, prefix, names] = entry.match(/^(.*)\{(.*)\}$/);
  return names.split(",").map((name) => prefix + name);
});
/** Fields that every object in the store has, though the wire format allows them to be missing. */
const STORED = { ObjectMeta: new Set(["name", "uid", "resourceVersion", "creationTimestamp"]) };

/** The last part of a name; the EndpointPort of discovery, which core has too, keeps its group. */
const short = (name) => (name === "io.k8s.api.discovery.v1.EndpointPort" ? "DiscoveryEndpointPort" : name.slice(name.lastIndexOf(".") + 1));
const queue = [...KINDS];
const seen = new Map();
while (queue.length) {
  const name = queue.shift();
  if (seen.has(name)) continue;
  const definition = definitions[name];
  if (!definition) throw new Error(`no definition ${name}`);
  seen.set(name, definition);
  for (const field of Object.values(definition.fields ?? {}))
    for (const part of [field, field.items, field.map]) if (part?.ref) queue.push(part.ref);
}
const names = [...seen.keys()].map(short);
const doubled = names.filter((name, i) => names.indexOf(name) !== i);
if (doubled.length) throw new Error(`two definitions with one name: ${doubled}`);

const scalar = (part) => {
  if (part.enum) return part.enum.map((value) => JSON.stringify(value)).join(" | ") || "string";
  if (part.type) return { string: "string", integer: "number", number: "number", boolean: "boolean" }[part.type];
  return part.ref ? short(part.ref) : "unknown";
};
const typeOf = (field) => {
  if (field.items) return `readonly ${/\|/.test(scalar(field.items)) ? `(${scalar(field.items)})` : scalar(field.items)}[]`;
  if (field.map) return `{ readonly [key: string]: ${scalar(field.map)} }`;
  return scalar(field);
};
const always = (owner, name, field, isKind) =>
  (isKind && ["kind", "apiVersion", "metadata"].includes(name)) ||
  STORED[owner]?.has(name) ||
  (field.zero !== undefined ? field.zero !== null : field.required && !field.items && !field.map) ||
  (field.required && field.zero === null && field.items !== undefined);

let out = "// Generated from schema/types.json by schema/generate.mjs; do not edit.\n\n";
for (const [name, definition] of [...seen].sort((a, b) => (short(a[0]) < short(b[0]) ? -1 : 1))) {
  const own = short(name);
  if (!definition.fields) {
    const type = definition.freeForm
      ? "unknown"
      : [definition.type]
          .flat()
          .map((t) => (t === "integer" ? "number" : t))
          .join(" | ");
    out += `export type ${own} = ${type};\n\n`;
    continue;
  }
  out += `export interface ${own} {\n`;
  for (const [field, spec] of Object.entries(definition.fields)) {
    const isKind = definition.gvk !== undefined;
    const kind = isKind && field === "kind" && definition.gvk ? JSON.stringify(definition.gvk[2]) : undefined;
    const key = /^[A-Za-z_$][\w$]*$/.test(field) ? field : JSON.stringify(field);
    out += `  readonly ${key}${always(own, field, spec, isKind) ? "" : "?"}: ${kind ?? typeOf(spec)};\n`;
  }
  out += "}\n\n";
}
writeFileSync(new URL("../types.generated.ts", here), out.trimEnd() + "\n");
