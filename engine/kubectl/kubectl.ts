// The command line of Kubernetes, kubectl v1.35, over a Request → Response function: for the page's terminal, for Apply in the editor and
// for the conformance runner. Output and exit codes are kubectl's to the letter.
// Left out on purpose: kubeconfig, plugins, cp, attach, port-forward, proxy, debug, edit, kustomize, certificates.

import { NothingPassed } from "./builder.ts";
import { COMMANDS } from "./commands/commands.ts";
import { CONTEXT } from "./commands/version.ts";
import { CommandError, RawError, reportError } from "./errors.ts";
import type { FlagSpec } from "./flags.ts";
import { checkRequired, parseFlags } from "./flags.ts";
import { commandHelp, optionLines, rootHelp } from "./help.ts";
import type { KubectlIo, Pause, Waiting } from "./io.ts";
import type { Command } from "./session.ts";
import { GLOBAL_FLAGS, Session } from "./session.ts";

export type { KubectlIo, Pause } from "./io.ts";
export { splitCommandLine } from "./commandline.ts";

/** Runs one command. `argv` is without the program's name (a leading `kubectl` or `k` is skipped); returns the exit code. */
export function* kubectl(argv: readonly string[], stdin: string | undefined, io: KubectlIo): Generator<Pause, number, void> {
  const words = argv[0] === "kubectl" || argv[0] === "k" ? argv.slice(1) : argv;
  const found = findCommand(words);
  try {
    if (found.help) return showHelp(found, io);
    return yield* runCommand(found, stdin, io);
  } catch (error) {
    const shown = error instanceof NothingPassed ? new CommandError(`no objects passed to ${found.command?.name ?? ""}`) : error;
    return reportError(shown, found.path, io, found.command?.failureCode);
  }
}

interface Found {
  readonly command: Command | undefined;
  /** `kubectl rollout status`. */
  readonly path: string;
  /** The command line without the command's words. */
  readonly rest: readonly string[];
  /** The first word that names no command. */
  readonly unknown?: string;
  readonly help: boolean;
}

/** Takes the words that name commands out of the line; flags may stand before and between them. */
function findCommand(words: readonly string[]): Found {
  let commands: readonly Command[] = COMMANDS;
  let command: Command | undefined;
  let path = "kubectl";
  const rest: string[] = [];
  let unknown: string | undefined;
  let help = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--") {
      rest.push(...words.slice(i));
      break;
    }
    if (word === "--help" || word === "-h") help = true;
    if (word.startsWith("-") || unknown !== undefined) {
      rest.push(word);
      if (unknown === undefined && takesValue(word, command)) rest.push(...words.slice(++i, i + 1));
      continue;
    }
    if (word === "help" && command === undefined && !help) {
      help = true;
      continue;
    }
    const next = commands.find((one) => one.name === word || one.aliases?.includes(word));
    if (next) {
      command = next;
      commands = next.commands ?? [];
      path += ` ${next.name}`;
    } else {
      unknown = word;
      rest.push(word);
    }
  }
  return { command, path, rest, help, ...(unknown === undefined ? {} : { unknown }) };
}

/** Whether a flag takes the word behind it: that word is no command then. */
function takesValue(word: string, command: Command | undefined): boolean {
  if (word.includes("=")) return false;
  const specs: readonly FlagSpec[] = [...GLOBAL_FLAGS, ...(command?.flags ?? [])];
  const spec = word.startsWith("--")
    ? specs.find((one) => one.name === word.slice(2))
    : word.length === 2
      ? specs.find((one) => one.short === word[1])
      : undefined;
  return spec !== undefined && spec.type !== "bool" && spec.type !== "count" && spec.bare === undefined;
}

function showHelp(found: Found, io: KubectlIo): number {
  io.stdout(found.command ? commandHelp(found.command, found.path) : rootHelp(COMMANDS));
  return 0;
}

function* runCommand(found: Found, stdin: string | undefined, io: KubectlIo): Waiting<number> {
  const { command, path, rest, unknown } = found;
  if (!command) return rootCommand(rest, unknown, io);
  if (!command.run) return groupWithoutCommand(found, io);
  const specs = [...(command.flags ?? []), ...GLOBAL_FLAGS.filter((one) => !command.flags?.some((own) => own.name === one.name))];
  const line = parseFlags(rest, specs, path);
  for (const text of line.deprecations) io.stderr(`${text}\n`);
  const context = line.flags.text("context");
  if (context !== undefined && context !== CONTEXT)
    throw new RawError(`Error in configuration: context was not found for specified context: ${context}`);
  checkRequired(line.flags, command.flags ?? []);
  const outcome = command.run(new Session(io, line, stdin, path));
  const code = typeof outcome === "object" ? yield* outcome : outcome;
  return typeof code === "number" ? code : 0;
}

/** What kubectl has and this one has not: said plainly, so that nobody looks for a typing error. */
const ELSEWHERE = new Set(["attach", "certificate", "completion", "cp", "debug", "edit", "kustomize", "port-forward", "proxy"]);

function rootCommand(rest: readonly string[], unknown: string | undefined, io: KubectlIo): number {
  if (unknown === undefined) {
    parseFlags(rest, GLOBAL_FLAGS, "kubectl");
    io.stdout(rootHelp(COMMANDS));
    return 0;
  }
  if (unknown === "options") {
    io.stdout(`The following options can be passed to any command:\n\n${optionLines(GLOBAL_FLAGS)}`);
    return 0;
  }
  if (ELSEWHERE.has(unknown)) throw new RawError(`error: "kubectl ${unknown}" does not exist in this simulated cluster`);
  const near = COMMANDS.map((command) => command.name).filter((name) => distance(name, unknown) <= 2 || name.startsWith(unknown));
  const hint = near.length > 0 ? `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join("")}` : "";
  throw new RawError(`error: unknown command "${unknown}" for "kubectl"${hint}`);
}

function groupWithoutCommand(found: Found, io: KubectlIo): number {
  const { command, path, rest, unknown } = found;
  if (unknown !== undefined) {
    const args = rest.filter((word) => !word.startsWith("-"));
    throw new RawError(`error: unknown command "${args.join(" ")}"\nSee '${path} -h' for help and examples`);
  }
  if (command) io.stdout(commandHelp(command, path));
  return 1;
}

/** Letters to add, drop or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
