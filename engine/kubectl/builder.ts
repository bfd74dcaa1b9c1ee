// Which objects a command is about: `TYPE NAME...`, `TYPE/NAME...`, selectors, or the documents of files, in the rules and errors of
// cli-runtime's resource builder (API-206, API-214, API-216, API-218).

import type { Obj } from "./client.ts";
import { CommandError, RawError, throwAll } from "./errors.ts";
import type { FlagSpec } from "./flags.ts";
import { flag } from "./flags.ts";
import type { ManifestDocument } from "./manifest.ts";
import { readManifests } from "./manifest.ts";
import { compactJson } from "./printers/json.ts";
import type { Resource } from "./resources.ts";
import type { Session } from "./session.ts";

/** One object by name, or all of a resource. */
export interface Target {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  /** Absent: the list. */
  readonly name?: string;
}

/** An object from a file. */
export interface FileObject {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly object: Obj;
  readonly source: string;
}

export const FILE_FLAGS: readonly FlagSpec[] = [
  flag("filename", "list", { short: "f", help: "that contains the configuration" }),
  flag("kustomize", "string", { short: "k" }),
  flag("recursive", "bool", { short: "R" }),
];
export const SELECTOR_FLAG = flag("selector", "string", { short: "l", help: "Selector (label query) to filter on" });
export const ALL_FLAG = flag("all", "bool");
export const ALL_NAMESPACES_FLAG = flag("all-namespaces", "bool", { short: "A" });

const NO_RESOURCES = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

const SEPARATE_TYPE =
  "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form " +
  "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

export interface TargetRules {
  /** A resource without names, selector or --all is an error. */
  readonly needsName?: boolean;
  readonly selector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly all?: boolean;
}

/** The objects that the arguments name. */
export function targetsOf(session: Session, args: readonly string[], rules: TargetRules = {}): readonly Target[] {
  const selecting = Boolean(rules.selector) || Boolean(rules.fieldSelector) || rules.all === true;
  if (args.length === 0) throw new CommandError(NO_RESOURCES);
  if (args.some((arg) => arg.includes("/"))) return tuples(session, args, selecting);
  const [types = "", ...names] = args;
  const resources = types.split(",").flatMap((type) => resourcesFor(session, type));
  if (names.length > 0) {
    if (selecting) throw new CommandError("name cannot be provided when a selector is specified");
    return resources.flatMap((resource) => names.map((name) => ({ resource, namespace: namedScopeOf(session, resource), name })));
  }
  if (!selecting && rules.needsName) throw new CommandError("resource(s) were provided, but no name was specified");
  return resources.map((resource) => ({ resource, namespace: session.allNamespaces ? undefined : scopeOf(session, resource) }));
}

function tuples(session: Session, args: readonly string[], selecting: boolean): readonly Target[] {
  if (selecting) throw new CommandError("name cannot be provided when a selector is specified");
  if (args.some((arg) => !arg.includes("/"))) throw new CommandError(SEPARATE_TYPE);
  return args.map((arg) => {
    const [type = "", name = "", ...more] = arg.split("/");
    if (more.length > 0) throw new CommandError("arguments in resource/name form may not have more than one slash");
    if (type === "" || name === "") throw new CommandError(`arguments in resource/name form must have a single resource and name`);
    const resource = requireResource(session, type);
    return { resource, namespace: namedScopeOf(session, resource), name };
  });
}

function resourcesFor(session: Session, type: string): readonly Resource[] {
  const found = session.resources.find(type);
  if (!found) {
    const members = session.resources.category(type);
    if (members.length > 0) return members;
  }
  return [requireResource(session, type)];
}

export function requireResource(session: Session, type: string): Resource {
  const resource = session.resources.require(type);
  const ambiguity = session.resources.ambiguity(type);
  if (ambiguity) session.warn(ambiguity);
  return resource;
}

function scopeOf(session: Session, resource: Resource): string | undefined {
  return resource.namespaced ? session.namespace : undefined;
}

/** A name means one object only where one namespace is asked. */
function namedScopeOf(session: Session, resource: Resource): string | undefined {
  if (resource.namespaced && session.allNamespaces) {
    throw new CommandError("a resource cannot be retrieved by name across all namespaces");
  }
  return scopeOf(session, resource);
}

/** Whether `-f` or `-k` was given. */
export function hasFiles(session: Session): boolean {
  return session.flags.has("filename") || session.flags.has("kustomize");
}

/** API-216 and the checks of --filename. */
export function requireFiles(session: Session): void {
  if (session.args.length > 0)
    throw new RawError(`error: Unexpected args: [${session.args.join(" ")}]\nSee '${session.command} -h' for help and examples`);
  if (!hasFiles(session)) throw new CommandError("must specify one of -f and -k");
}

export interface FileRules {
  /** kubectl validates before it maps unless told otherwise; without validation other errors come. */
  readonly validate?: boolean;
}

/** Goes through all documents of all files; `visit` is called for each, its errors are gathered with those of reading. */
export function visitFiles(session: Session, visit: (object: FileObject) => void, rules: FileRules = {}): void {
  const errors: Error[] = [];
  let visited = 0;
  const collect = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      if (error instanceof Error) errors.push(error);
    }
  };
  for (const file of filesOf(session)) {
    const read = readManifests(file.text, file.source);
    for (const document of read.documents) {
      collect(() => {
        for (const object of objectsOf(session, document, file.source, rules)) {
          visited++;
          collect(() => visit(object));
        }
      });
    }
    if (read.error) errors.push(new CommandError(read.error.message));
  }
  throwAll(errors);
  if (visited === 0) throw new NothingPassed();
}

/** No documents at all: `error: no objects passed to apply`, or quiet, as the command likes. */
export class NothingPassed extends Error {}

/** All objects of the files, for commands that read them first. */
export function fileObjects(session: Session, rules: FileRules = {}): readonly FileObject[] {
  const objects: FileObject[] = [];
  visitFiles(session, (object) => objects.push(object), rules);
  return objects;
}

interface File {
  readonly text: string;
  readonly source: string;
}

function filesOf(session: Session): readonly File[] {
  if (session.flags.has("kustomize")) {
    const directory = session.flags.text("kustomize") ?? "";
    throw new CommandError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${directory}'`,
    );
  }
  return session.flags.list("filename").flatMap((path) => {
    if (path === "-") return [{ text: session.stdin ?? "", source: "STDIN" }];
    const text = session.io.readFile?.(path);
    if (text !== undefined) return [{ text, source: path }];
    const names = session.io.listFiles?.(path);
    if (names) return directoryFiles(session, path.replace(/\/$/, ""), names);
    if (/^https?:\/\//.test(path)) throw new CommandError(`unable to read URL "${path}": there is no network here`);
    throw new CommandError(`the path "${path}" does not exist`);
  });
}

function directoryFiles(session: Session, directory: string, names: readonly string[]): readonly File[] {
  return [...names].sort().flatMap((name) => {
    const path = `${directory}/${name}`;
    if (name.endsWith("/")) {
      if (!session.flags.bool("recursive")) return [];
      const inner = path.replace(/\/$/, "");
      return directoryFiles(session, inner, session.io.listFiles?.(inner) ?? []);
    }
    if (!/\.(json|yaml|yml)$/.test(name)) return [];
    return [{ text: session.io.readFile?.(path) ?? "", source: path }];
  });
}

function* objectsOf(session: Session, document: ManifestDocument, source: string, rules: FileRules): Generator<FileObject> {
  const value = document.object;
  if (rules.validate !== false) validate(value, source);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CommandError(
      `unable to decode "${source}": json: cannot unmarshal ${goTypeOf(value)} into Go value of type unstructured.detector`,
    );
  }
  // A checked JSON object; what its fields hold is checked below.
  const object = value as Obj;
  if (!object.kind) throw new CommandError(`unable to decode "${source}": Object 'Kind' is missing in '${compactJson(object)}'`);
  if (!object.apiVersion)
    throw new CommandError(`unable to decode "${source}": Object 'apiVersion' is missing in '${compactJson(object)}'`);
  const items = object["items"];
  if (object.kind.endsWith("List") && Array.isArray(items)) {
    const kind = object.kind.slice(0, -"List".length);
    const defaults = kind === "" ? {} : { apiVersion: object.apiVersion, kind };
    for (const item of items as Obj[]) yield* objectsOf(session, { ...document, object: { ...defaults, ...item } }, source, rules);
    return;
  }
  checkMetadata(object, source);
  yield mapObject(session, object, source);
}

/** kubectl's own check before it sends anything (API-209). */
function validate(value: unknown, source: string): void {
  const faults: string[] = [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) faults.push("invalid object to validate");
  else {
    if (!("apiVersion" in value) || !value.apiVersion) faults.push("apiVersion not set");
    if (!("kind" in value) || !value.kind) faults.push("kind not set");
  }
  if (faults.length === 0) return;
  const text = faults.length === 1 ? faults[0] : `[${faults.join(", ")}]`;
  throw new CommandError(
    `error validating "${source}": error validating data: ${text}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

function checkMetadata(object: Obj, source: string): void {
  const metadata: unknown = object.metadata;
  const bad = (value: unknown, field: string, type: string): never => {
    throw new CommandError(
      `unable to decode "${source}": json: cannot unmarshal ${goTypeOf(value)} into Go struct field ${field} of type ${type}`,
    );
  };
  if (metadata === undefined || metadata === null) return;
  if (typeof metadata !== "object" || Array.isArray(metadata)) bad(metadata, "metadataOnlyObject.metadata", "v1.ObjectMeta");
  for (const [field, value] of Object.entries(metadata)) {
    if (value === null) continue;
    if (["name", "namespace", "generateName"].includes(field) && typeof value !== "string")
      bad(value, `ObjectMeta.metadata.${field}`, "string");
    if (field !== "labels" && field !== "annotations") continue;
    if (typeof value !== "object" || Array.isArray(value)) bad(value, `ObjectMeta.metadata.${field}`, "map[string]string");
    for (const inner of Object.values(value as object))
      if (inner !== null && typeof inner !== "string") bad(inner, `ObjectMeta.metadata.${field}`, "string");
  }
}

function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "boolean") return "bool";
  return typeof value;
}

function mapObject(session: Session, object: Obj, source: string): FileObject {
  const { name = "", namespace = "" } = object.metadata ?? {};
  const { apiVersion = "", kind = "" } = object;
  const resource = session.resources.ofKind(apiVersion, kind);
  if (!resource) {
    throw new CommandError(
      `resource mapping not found for name: "${name}" namespace: "${namespace}" from "${source}": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`,
    );
  }
  if (!resource.namespaced) return { resource, namespace: undefined, name, object, source };
  if (session.namespaceGiven && namespace !== "" && namespace !== session.namespace) {
    throw new CommandError(
      `the namespace from the provided object "${namespace}" does not match the namespace "${session.namespace}". You must pass '--namespace=${namespace}' to perform this operation.`,
    );
  }
  const scope = namespace || session.namespace;
  return { resource, namespace: scope, name, object: { ...object, metadata: { ...object.metadata, namespace: scope } }, source };
}
