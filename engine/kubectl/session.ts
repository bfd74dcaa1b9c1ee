// What every command has at hand while it runs: its flags, the namespace, the server, and the ways to print.

import type { Obj } from "./client.ts";
import { Client } from "./client.ts";
import { CommandError, isNotFound, StatusError } from "./errors.ts";
import type { Flags, FlagSpec, ParsedLine } from "./flags.ts";
import { flag } from "./flags.ts";
import type { KubectlIo, Waiting } from "./io.ts";
import type { Resource } from "./resources.ts";
import { discover, pathFor, ResourceMapper } from "./resources.ts";

/** A command of the command line, or a group of them. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Its help in full, where it is more than one line. */
  readonly helpText?: string;
  /** One line of help. */
  readonly short: string;
  /** What follows the command's name in its usage line. */
  readonly usage?: string;
  readonly examples?: readonly string[];
  readonly flags?: readonly FlagSpec[];
  readonly commands?: readonly Command[];
  /** Exit code of a failure; 1 unless said. */
  readonly failureCode?: number;
  /** A generator when it may wait; the number is an exit code other than 0. */
  run?(session: Session): Waiting<number | void> | number | void;
}

export const GLOBAL_FLAGS: readonly FlagSpec[] = [
  flag("namespace", "string", { short: "n", help: "If present, the namespace scope for this CLI request" }),
  flag("context"),
  flag("cluster"),
  flag("user"),
  flag("as"),
  flag("as-group", "array"),
  flag("as-uid"),
  flag("kubeconfig"),
  flag("server", "string", { short: "s" }),
  flag("token"),
  flag("request-timeout"),
  flag("cache-dir"),
  flag("certificate-authority"),
  flag("insecure-skip-tls-verify", "bool"),
  flag("match-server-version", "bool"),
  flag("warnings-as-errors", "bool"),
  flag("v", "int", { short: "v" }),
  flag("help", "bool", { short: "h" }),
];

export class Session {
  readonly io: KubectlIo;
  readonly flags: Flags;
  readonly args: readonly string[];
  readonly dashAt: number;
  readonly stdin: string | undefined;
  readonly client: Client;
  /** `kubectl get`, for hints. */
  readonly command: string;
  #resources: ResourceMapper | undefined;

  constructor(io: KubectlIo, line: ParsedLine, stdin: string | undefined, command: string) {
    this.io = io;
    this.flags = line.flags;
    this.args = line.args;
    this.dashAt = line.dashAt;
    this.stdin = stdin;
    this.command = command;
    this.client = new Client(io, command, line.flags.text("as"));
  }

  get namespace(): string {
    return this.flags.text("namespace") || this.io.namespace;
  }

  /** Whether `-n` was given: then files may not name another namespace (API-218). */
  get namespaceGiven(): boolean {
    return this.flags.has("namespace");
  }

  get allNamespaces(): boolean {
    return this.flags.bool("all-namespaces");
  }

  get resources(): ResourceMapper {
    this.#resources ??= new ResourceMapper(discover(this.client));
    return this.#resources;
  }

  out(text: string): void {
    this.io.stdout(text);
  }

  warn(text: string): void {
    this.io.stderr(`Warning: ${text}\n`);
  }

  /** The instant at which a flag's duration is over; none for a missing or a zero one. */
  deadline(flagName: string, otherwiseMs?: number): number | undefined {
    const ms = this.flags.duration(flagName) ?? otherwiseMs;
    return ms === undefined || ms === 0 ? undefined : this.io.now() + ms;
  }

  /** Reads one object. A missing namespace is told rather than the missing object. */
  read(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    options: { readonly accept?: string; readonly subresource?: string } = {},
  ): Obj {
    try {
      const path = pathFor(resource, namespace, name, options.subresource);
      return this.client.send("GET", path, options.accept ? { accept: options.accept } : {});
    } catch (error) {
      throw this.#withNamespace(error, resource, namespace);
    }
  }

  #withNamespace(error: unknown, resource: Resource, namespace: string | undefined): unknown {
    if (!isNotFound(error) || !resource.namespaced || !namespace || namespace === "default") return error;
    try {
      this.client.get(`/api/v1/namespaces/${namespace}`);
    } catch (missing) {
      if (missing instanceof StatusError) return missing;
    }
    return error;
  }
}

/** `--dry-run` as its values `none`, `client` and `server`. */
export type DryRun = "none" | "client" | "server";

export const DRY_RUN = flag("dry-run", "string", { bare: "unchanged", help: 'Must be "none", "server", or "client".' });

export function dryRunOf(session: Session): DryRun {
  const text = session.flags.text("dry-run");
  if (text === undefined || text === "none") return "none";
  if (text === "client" || text === "server") return text;
  if (text === "unchanged") {
    session.io.stderr("W0101 00:00:00.000000       1 helpers.go:719] --dry-run is deprecated and can be replaced with --dry-run=client.\n");
    return "client";
  }
  throw new CommandError(`Invalid dry-run value (${text}). Must be "none", "server", or "client".`);
}

/** What result lines end in (API-219). */
export function dryRunSuffix(dryRun: DryRun): string {
  return dryRun === "client" ? " (dry run)" : dryRun === "server" ? " (server dry run)" : "";
}

export function dryRunQuery(dryRun: DryRun): { readonly dryRun?: string } {
  return dryRun === "server" ? { dryRun: "All" } : {};
}
