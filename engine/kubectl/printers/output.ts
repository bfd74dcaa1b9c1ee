// `-o`: which printer shows an object, and the result lines of commands that change something (API-219, API-223).

import type { Obj } from "../client.ts";
import { CommandError } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Resource } from "../resources.ts";
import { groupVersion, kindGroup } from "../resources.ts";
import type { DryRun, Session } from "../session.ts";
import { dryRunSuffix } from "../session.ts";
import { CustomColumns } from "./customcolumns.ts";
import { compileTemplate } from "./gotemplate.ts";
import { goSyntax } from "./gosyntax.ts";
import { indentedJson } from "./json.ts";
import { compileJsonPath, JsonPathError } from "./jsonpath.ts";
import { toKyaml } from "./kyaml.ts";
import { toYaml } from "./yaml.ts";

export const OUTPUT_FLAGS = [
  flag("output", "string", { short: "o", help: "Output format." }),
  flag("show-managed-fields", "bool"),
  flag("template"),
  flag("allow-missing-template-keys", "bool"),
];

const OBJECT_FORMATS = [
  "go-template",
  "go-template-file",
  "json",
  "jsonpath",
  "jsonpath-as-json",
  "jsonpath-file",
  "kyaml",
  "name",
  "template",
  "templatefile",
  "yaml",
];
const COLUMN_FORMATS = ["custom-columns", "custom-columns-file", "wide"];

/** Prints objects in the chosen format; keeps what separates them. */
export interface ObjectPrinter {
  print(object: Obj): string;
}

/** The printer that `-o` asks for; nothing for a human's view (none or `wide`). */
export function objectPrinter(session: Session, withColumns = false): ObjectPrinter | undefined {
  const output = outputOf(session);
  if (output === "" || (withColumns && output === "wide")) return undefined;
  const equals = output.indexOf("=");
  const format = equals < 0 ? output : output.slice(0, equals);
  const argument = equals < 0 ? session.flags.text("template") : output.slice(equals + 1);
  const formats = withColumns ? [...OBJECT_FORMATS, ...COLUMN_FORMATS].sort(formatOrder) : OBJECT_FORMATS;
  if (!formats.includes(format)) {
    throw new CommandError(
      `unable to match a printer suitable for the output format "${output}", allowed formats are: ${formats.join(",")}`,
    );
  }
  const printer = templated(session, format, argument) ?? structured(format);
  const keepManaged = session.flags.bool("show-managed-fields");
  return { print: (object) => printer(keepManaged ? object : withoutManagedFields(object)) };
}

/** `--template` alone is a Go template. */
function outputOf(session: Session): string {
  return session.flags.text("output") || (session.flags.text("template") ? "go-template" : "");
}

/** kubectl lists its formats in alphabetical order, but `wide` before the last. */
function formatOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function structured(format: string): (object: Obj) => string {
  if (format === "json") return (object) => `${indentedJson(object)}\n`;
  if (format === "kyaml") return toKyaml;
  if (format === "name")
    return (object) =>
      itemsOf(object)
        .map((item) => `${objectName(item)}\n`)
        .join("");
  let printed = 0;
  return (object) => (printed++ > 0 ? "---\n" : "") + toYaml(object);
}

function templated(session: Session, format: string, argument: string | undefined): ((object: Obj) => string) | undefined {
  if (format.startsWith("custom-columns")) {
    const spec = format.endsWith("-file")
      ? readTemplate(session, argument)
          .trim()
          .replace(/\s*\n\s*/g, ",")
      : (argument ?? "");
    const columns = new CustomColumns(spec, session.flags.bool("no-headers"));
    return (object) => columns.print(itemsOf(object));
  }
  if (!/^(jsonpath|go-template|template)/.test(format)) return undefined;
  if (argument === undefined || argument === "") throw new CommandError("template format specified but no template given");
  const template = format.endsWith("file") ? readTemplate(session, argument) : argument;
  if (format === "jsonpath-as-json") {
    const path = compileJsonPath(template);
    return (object) => `${indentedJson(path.values(object))}\n`;
  }
  return format.startsWith("jsonpath") ? jsonPathPrinter(template) : compileTemplate(template);
}

/** kubectl shows what its template could not be applied to, all of it. */
function jsonPathPrinter(template: string): (object: Obj) => string {
  const { text } = compileJsonPath(template);
  return (object) => {
    try {
      return text(object);
    } catch (error) {
      if (!(error instanceof JsonPathError)) throw error;
      throw new CommandError(
        `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n` +
          `\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`,
      );
    }
  };
}

function readTemplate(session: Session, path: string | undefined): string {
  const text = path === undefined ? undefined : session.io.readFile?.(path);
  if (text === undefined) throw new CommandError(`error reading ${path ?? ""}, open ${path ?? ""}: no such file or directory`);
  return text;
}

export function itemsOf(object: Obj): readonly Obj[] {
  const items = object["items"];
  return object.kind?.endsWith("List") && Array.isArray(items) ? (items as Obj[]) : [object];
}

export function withoutManagedFields(object: Obj): Obj {
  const items = object["items"];
  const own =
    object.metadata && "managedFields" in object.metadata ? { ...object, metadata: omit(object.metadata, "managedFields") } : object;
  return object.kind?.endsWith("List") && Array.isArray(items) ? { ...own, items: (items as Obj[]).map(withoutManagedFields) } : own;
}

export function omit<T extends object>(object: T, ...fields: readonly string[]): T {
  const copy = { ...object } as Record<string, unknown>; // the same fields but those left out
  for (const field of fields) delete copy[field];
  return copy as T;
}

/** `pod/web`, `deployment.apps/web`. */
export function objectName(object: Obj): string {
  const apiVersion = object.apiVersion ?? "";
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return `${kindGroup({ group, kind: object.kind ?? "" })}/${object.metadata?.name ?? ""}`;
}

/** Prints what became of an object: `deployment.apps/web scaled`, or the object itself in the format asked for. */
export class ResultPrinter {
  readonly #session: Session;
  readonly #printer: ObjectPrinter | undefined;
  readonly #suffix: string;
  constructor(session: Session, dryRun: DryRun) {
    this.#session = session;
    this.#printer = objectPrinter(session);
    this.#suffix = dryRunSuffix(dryRun);
  }

  print(resource: Resource, object: Obj, operation: string): void {
    const whole: Obj = { apiVersion: groupVersion(resource), kind: resource.kind, ...object };
    if (this.#printer) this.#session.out(this.#printer.print(whole));
    else this.#session.out(`${kindGroup(resource)}/${object.metadata?.name ?? ""} ${operation}${this.#suffix}\n`);
  }

  /** Whether objects are shown rather than result lines. */
  get showsObjects(): boolean {
    return this.#printer !== undefined;
  }
}
