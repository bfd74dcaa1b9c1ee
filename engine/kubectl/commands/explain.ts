// kubectl explain, from the server's OpenAPI v3 documents (API-250). Descriptions are shown where the documents have them.

import { requireResource } from "../builder.ts";
import { CommandError, RawError } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Resource } from "../resources.ts";
import { groupVersion } from "../resources.ts";
import type { Command, Session } from "../session.ts";

const WIDTH = 80;

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly oneOf?: readonly Schema[];
  readonly "x-kubernetes-group-version-kind"?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}
type Schemas = Readonly<Record<string, Schema>>;

export const explain: Command = {
  name: "explain",
  short: "Get documentation for a resource",
  usage: "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2] [options]",
  flags: [flag("recursive", "bool"), flag("api-version"), flag("output", "string", { short: "o" })],
  run(session) {
    const [what, ...more] = session.args;
    if (what === undefined)
      throw new CommandError(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
      );
    if (more.length > 0) throw new CommandError("We accept only this format: explain RESOURCE\n");
    const [type = "", ...fields] = what.split(".");
    const resource = findResource(session, type);
    const schemas = schemasOf(session, resource);
    const root = Object.values(schemas).find((schema) =>
      schema["x-kubernetes-group-version-kind"]?.some(
        (one) => one.kind === resource.kind && one.group === resource.group && one.version === resource.version,
      ),
    );
    if (!root) throw new CommandError(`couldn't find resource for "${groupVersion(resource)}, Kind=${resource.kind}"`);
    const group = resource.group ? `GROUP:      ${resource.group}\n` : "";
    session.out(`${group}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`);
    session.out(new Page(schemas, session.flags.bool("recursive")).text(root, fields));
  },
};

function findResource(session: Session, type: string): Resource {
  if (!session.resources.find(type)) throw new RawError(`the server doesn't have a resource type "${type}"`);
  const resource = requireResource(session, type);
  const wanted = session.flags.text("api-version");
  if (wanted === undefined || wanted === groupVersion(resource)) return resource;
  const other = session.resources.ofKind(wanted, resource.kind);
  if (!other) throw new CommandError(`couldn't find resource for "${wanted}, Resource=${resource.name}"`);
  return other;
}

function schemasOf(session: Session, resource: Resource): Schemas {
  const index = session.client.get("/openapi/v3") as { readonly paths?: Readonly<Record<string, { readonly serverRelativeURL: string }>> };
  const key = resource.group ? `apis/${resource.group}/${resource.version}` : `api/${resource.version}`;
  const url = index.paths?.[key]?.serverRelativeURL;
  if (url === undefined) throw new CommandError(`couldn't find resource for "${groupVersion(resource)}, Resource=${resource.name}"`);
  const document = session.client.get(url) as { readonly components?: { readonly schemas?: Schemas } };
  return document.components?.schemas ?? {};
}

class Page {
  readonly #schemas: Schemas;
  readonly #recursive: boolean;
  constructor(schemas: Schemas, recursive: boolean) {
    this.#schemas = schemas;
    this.#recursive = recursive;
  }

  text(root: Schema, path: readonly string[]): string {
    let schema = root;
    for (const name of path) {
      const next = this.#resolve(this.#element(schema)).properties?.[name];
      if (!next) throw new CommandError(`field "${path.at(-1)}" does not exist`);
      schema = next;
    }
    const target = this.#resolve(this.#element(schema));
    const field = path.length > 0 ? `FIELD: ${path.at(-1)} <${this.#typeName(schema)}>\n${enumBlock(schema)}\n\n` : "";
    const own = schema.description ?? "";
    const described =
      own !== "" && target.description && target.description !== own
        ? `${own}\n${target.description}`
        : own || target.description || "<empty>";
    const fields = this.#fields(target);
    return `${field}DESCRIPTION:\n${wrap(described, 4)}    \n${fields === "" ? "" : `FIELDS:\n${fields}`}\n`;
  }

  #fields(schema: Schema): string {
    const entries = this.#entries(schema);
    if (this.#recursive) return this.#tree(schema, 1, new Set());
    return entries
      .map(([name, one]) => {
        const required = schema.required?.includes(name) ? " -required-" : "";
        return `  ${name}\t<${this.#typeName(one)}>${required}${enumLine(one, "\n  ")}\n${wrap(one.description ?? this.#resolve(one).description ?? "<no description>", 4)}\n`;
      })
      .join("");
  }

  #tree(schema: Schema, depth: number, open: ReadonlySet<Schema>): string {
    return this.#entries(schema)
      .map(([name, one]) => {
        const required = schema.required?.includes(name) ? " -required-" : "";
        const inner = this.#resolve(this.#element(one));
        const below = open.has(inner) ? "" : this.#tree(inner, depth + 1, new Set([...open, inner]));
        return `${"  ".repeat(depth)}${name}\t<${this.#typeName(one)}>${required}${enumLine(one, `\n${"  ".repeat(depth)}`)}\n${below}`;
      })
      .join("");
  }

  #entries(schema: Schema): [string, Schema][] {
    return Object.entries(schema.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #ref(schema: Schema): string | undefined {
    return schema.$ref ?? schema.allOf?.find((one) => one.$ref !== undefined)?.$ref;
  }

  #resolve(schema: Schema): Schema {
    const ref = this.#ref(schema);
    return ref === undefined ? schema : (this.#schemas[ref.slice(ref.lastIndexOf("/") + 1)] ?? schema);
  }

  /** Of lists and maps what they hold. */
  #element(schema: Schema): Schema {
    if (schema.items) return this.#element(schema.items);
    if (typeof schema.additionalProperties === "object") return this.#element(schema.additionalProperties);
    return schema;
  }

  #typeName(schema: Schema): string {
    if (schema.items) return `[]${this.#typeName(schema.items)}`;
    if (typeof schema.additionalProperties === "object") return `map[string]${this.#typeName(schema.additionalProperties)}`;
    const ref = this.#ref(schema);
    if (ref !== undefined) return ref.slice(ref.lastIndexOf(".") + 1);
    if (schema.oneOf) return "IntOrString";
    return schema.type === undefined || schema.type === "object" ? "Object" : schema.type;
  }
}

function enumLine(schema: Schema, gap: string): string {
  const values = valuesOf(schema);
  return values.length === 0 ? "" : `${gap}enum: ${values.join(", ")}`;
}

/** Of the field that was asked for: one value a line. */
function enumBlock(schema: Schema): string {
  return valuesOf(schema).reduce((block, value) => `${block === "" ? "ENUM:" : block}\n    ${value}`, "");
}

function valuesOf(schema: Schema): readonly string[] {
  return (schema.enum ?? []).filter((value) => value !== "");
}

/** Paragraphs of at most 80 columns. */
function wrap(text: string, indent: number): string {
  const margin = " ".repeat(indent);
  return text
    .split("\n")
    .map((paragraph) => {
      const lines = [""];
      for (const word of paragraph.split(/\s+/).filter(Boolean)) {
        const last = lines.at(-1) ?? "";
        if (last === "") lines[lines.length - 1] = word;
        else if (indent + last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
      }
      return lines.map((line) => `${margin}${line}\n`).join("");
    })
    .join("");
}
