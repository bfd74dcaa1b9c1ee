// A running shell as plain data: its variables and the explicit stack of what it is in the midst of.

import type { Descriptor } from "../process.ts";
import { ScriptError, type Node } from "./syntax.ts";

/** One level of the stack: a node of the tree and how far it is. */
export interface Frame {
  readonly node: Node;
  /** How far: its meaning is the node's own. */
  step: number;
  /** Its failure is looked at by somebody, so `set -e` does not end the shell. */
  readonly tested: boolean;
  /** Outputs of the `$(…)` of this node, as far as they have been run. */
  results?: string[];
  /** The pipe that the running `$(…)` writes into. */
  capture?: Descriptor;
  /** The words of a `for` that are left; children of a pipeline. */
  items?: string[];
  pids?: number[];
  /** Descriptors to put back when it ends. */
  saved?: [number, Descriptor | undefined][];
  /** A function's body: the caller's arguments. */
  parameters?: string[];
  isFunction?: boolean;
  /** A trap's action: the status to put back when it ends. */
  statusAfter?: number;
  /** The EXIT trap: the shell ends with this code when it is over. */
  exitAfter?: number;
  /** The status of a loop's last round; of a pipeline's last failing part. */
  last?: number;
  /** An `if` that has taken its branch. */
  over?: boolean;
  /** A function's own variables: what to put back. */
  locals?: [string, string | undefined][];
  /** What an unfinished `read` has of its line. */
  line?: string;
}

export interface Shell {
  readonly kind: "shell";
  frames: Frame[];
  /** $0. */
  name: string;
  parameters: string[];
  variables: Map<string, string>;
  exported: Set<string>;
  readonlyNames: Set<string>;
  functions: Map<string, Node>;
  status: number;
  options: { errexit: boolean; xtrace: boolean; nounset: boolean; noglob: boolean; pipefail: boolean };
  /** Signal name to action; "" ignores. */
  traps: Map<string, string>;
  pending: string[];
  lastBackground: number | undefined;
  /** Its children and, once they have ended, how. */
  children: Map<number, number | undefined>;
  /** What $$ says: that of the outermost shell. */
  pid: number;
  variableBytes: number;
  /** Has ended (or is in its EXIT trap). */
  exiting: boolean;
}

export interface ShellStart {
  readonly script: Node;
  readonly name: string;
  readonly parameters: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly pid: number;
}

export function newShell(start: ShellStart): Shell {
  const shell: Shell = {
    kind: "shell",
    frames: [{ node: start.script, step: 0, tested: false }],
    name: start.name,
    parameters: [...start.parameters],
    variables: new Map(),
    exported: new Set(start.env.keys()),
    readonlyNames: new Set(),
    functions: new Map(),
    status: 0,
    options: { errexit: false, xtrace: false, nounset: false, noglob: false, pipefail: false },
    traps: new Map(),
    pending: [],
    lastBackground: undefined,
    children: new Map(),
    pid: start.pid,
    variableBytes: 0,
    exiting: false,
  };
  for (const [name, value] of start.env) setVariable(shell, name, value);
  return shell;
}

/** What a subshell begins with: traps are gone but for ignored signals. */
export function copyShell(shell: Shell): Shell {
  return {
    ...shell,
    frames: [],
    parameters: [...shell.parameters],
    variables: new Map(shell.variables),
    exported: new Set(shell.exported),
    readonlyNames: new Set(shell.readonlyNames),
    functions: new Map(shell.functions),
    options: { ...shell.options },
    traps: new Map([...shell.traps].filter(([, action]) => action === "")),
    pending: [],
    children: new Map(),
    exiting: false,
  };
}

/** Throws a ScriptError when the variable is read-only. */
export function setVariable(shell: Shell, name: string, value: string): void {
  if (shell.readonlyNames.has(name)) throw new ScriptError(`${name}: is read only`, 0);
  shell.variableBytes += value.length - (shell.variables.get(name)?.length ?? 0);
  shell.variables.set(name, value);
}

export function exportedVariables(shell: Shell): Map<string, string> {
  const env = new Map<string, string>();
  for (const name of shell.exported) {
    const value = shell.variables.get(name);
    if (value !== undefined) env.set(name, value);
  }
  return env;
}
