// How kubectl says that something went wrong (API-210 to API-217): plain errors, refusals of the API server, wrong use, and several at once.

import type { Status } from "../api/types.generated.ts";
import type { KubectlIo } from "./io.ts";

/** `error: text`. */
export class CommandError extends Error {}

/** Wrong use: `error: text` and a hint to the command's help (API-217). */
export class UsageError extends CommandError {}

/** Text that is printed as it is, with its own exit code. */
export class RawError extends Error {
  readonly code: number;
  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}

/** The API server said no. */
export class StatusError extends Error {
  readonly status: Status;
  constructor(status: Status) {
    super(status.message ?? "");
    this.status = status;
  }
  /** The same refusal with a prefix before its message: `error when creating "f.yaml": ` (API-213). */
  prefixed(prefix: string): StatusError {
    return new StatusError({ ...this.status, message: prefix + (this.status.message ?? "") });
  }
}

/** Several errors; one alone is thrown as itself. */
export class Errors extends Error {
  readonly errors: readonly Error[];
  constructor(errors: readonly Error[]) {
    super(errors.map((error) => error.message).join("\n"));
    this.errors = errors;
  }
}

export function throwAll(errors: readonly Error[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new Errors(errors);
}

export function isNotFound(error: unknown): boolean {
  return error instanceof StatusError && error.status.reason === "NotFound";
}

export function isConflict(error: unknown): boolean {
  return error instanceof StatusError && error.status.reason === "Conflict";
}

/** Adds the place an object came from, as every visitor of a file does (API-213). */
export function addSource(prefix: string, error: unknown): Error {
  if (error instanceof StatusError) return error.prefixed(prefix);
  if (error instanceof Error) return new CommandError(prefix + error.message);
  return new CommandError(prefix + String(error));
}

/** Prints what was thrown; returns the exit code. Our own bugs are thrown on. */
export function reportError(error: unknown, command: string, io: KubectlIo, failureCode = 1): number {
  if (error instanceof RawError) {
    if (error.message !== "") io.stderr(line(error.message));
    return error.code;
  }
  if (error instanceof UsageError) io.stderr(line(`error: ${error.message}\nSee '${command} -h' for help and examples`));
  else if (error instanceof Errors) io.stderr(error.errors.map((one) => line(standardMessage(one) ?? one.message)).join(""));
  else if (error instanceof StatusError) io.stderr(line(standardMessage(error) ?? ""));
  else if (error instanceof CommandError) io.stderr(line(`${error.message.startsWith("error: ") ? "" : "error: "}${error.message}`));
  else throw error;
  return failureCode;
}

/** kubectl ends what it says with a newline unless there is one. */
function line(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** The form that kubectl has for what the API server says; nothing for its own errors. */
export function standardMessage(error: Error): string | undefined {
  if (!(error instanceof StatusError)) return undefined;
  const { reason, message } = error.status;
  if (reason === "Invalid") return invalidMessage(error.status);
  if (reason === "Unauthorized") return `error: You must be logged in to the server (${message ?? ""})`;
  return reason ? `Error from server (${reason}): ${message ?? ""}` : `Error from server: ${message ?? ""}`;
}

/** API-212. */
function invalidMessage(status: Status): string {
  const { details, message } = status;
  if (!details) return `The request is invalid${message ? `: ${message}` : ""}`;
  const causes = [...new Set((details.causes ?? []).map((cause) => `${cause.field ?? ""}: ${cause.message ?? ""}`))];
  let what = "The request is invalid";
  if (details.kind || details.name) what = `The ${details.kind ?? ""} "${details.name ?? ""}" is invalid`;
  else if (message && causes.length === 0) what += `: ${message}`;
  if (causes.length === 0) return what;
  if (causes.length === 1) return `${what}: ${causes[0]}\n`;
  return `${what}: \n${causes.map((cause) => `* ${cause}`).join("\n")}`;
}
