// What the forms of `kubectl apply` share: how strictly fields are checked, and how results are shown.

import type { FileObject } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError } from "../errors.ts";
import { flag } from "../flags.ts";
import type { ObjectPrinter } from "../printers/output.ts";
import { objectPrinter } from "../printers/output.ts";
import { kindGroup } from "../resources.ts";
import type { DryRun, Session } from "../session.ts";
import { dryRunSuffix } from "../session.ts";

export const VALIDATE_FLAG = flag("validate", "string", { bare: "strict" });

/** fieldValidation of the requests. */
export function validationOf(session: Session): string {
  const text = session.flags.text("validate") ?? "strict";
  const values: Readonly<Record<string, string>> = { strict: "Strict", true: "Strict", warn: "Warn", ignore: "Ignore", false: "Ignore" };
  const value = values[text];
  if (!value) throw new CommandError(`invalid - validate option "${text}"; must be one of: strict (or true), warn, ignore (or false)`);
  return value;
}

/** Result lines, or with `-o` the objects: one alone, several as a list. */
export class ApplyResult {
  readonly #session: Session;
  readonly #suffix: string;
  readonly #printer: ObjectPrinter | undefined;
  readonly #objects: Obj[] = [];
  constructor(session: Session, dryRun: DryRun) {
    this.#session = session;
    this.#suffix = dryRunSuffix(dryRun);
    this.#printer = objectPrinter(session);
  }
  add(file: FileObject, object: Obj, operation: string): void {
    if (!this.#printer)
      this.#session.out(`${kindGroup(file.resource)}/${object.metadata?.name ?? file.name} ${operation}${this.#suffix}\n`);
    else if (this.#session.flags.text("output") === "name") this.#session.out(this.#printer.print(object));
    else this.#objects.push(object);
  }
  finish(): void {
    const [first] = this.#objects;
    if (!this.#printer || !first) return;
    const whole =
      this.#objects.length === 1 ? first : { apiVersion: "v1", items: this.#objects, kind: "List", metadata: { resourceVersion: "" } };
    this.#session.out(this.#printer.print(whole));
  }
}
