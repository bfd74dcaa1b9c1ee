// What the shell does itself, because it changes the shell: variables, traps, loops' exits, waiting, reading.

import { resolvePath } from "../files.ts";
import { findProgram } from "../findprogram.ts";
import { becomeProgram } from "../programs.ts";
import type { Wait } from "../process.ts";
import { signalName, signalNumber } from "../signals.ts";
import type { ShellMachine } from "./machine.ts";
import { exportedVariables, type Frame } from "./shell.ts";
import { ScriptError, type List } from "./syntax.ts";

/** A status; a Wait after which it is asked again; `gone`: the stack has changed, its frame is no longer on top. */
export type BuiltinOutcome = number | Wait | "gone";
type Builtin = (machine: ShellMachine, frame: Frame, args: readonly string[]) => BuiltinOutcome;

export function isBuiltin(name: string): boolean {
  return Object.hasOwn(BUILTINS, name);
}

export function runBuiltin(machine: ShellMachine, name: string, frame: Frame, args: readonly string[]): BuiltinOutcome {
  return BUILTINS[name]?.(machine, frame, args) ?? 127;
}

/** A piece of script given as text at run time: a trap's action, `eval`. Throws a ScriptError. */
export function evalText(machine: ShellMachine, text: string): List {
  return machine.kernel.node.parse(text);
}

/** Pops down to the nth loop around; `true` when that loop is now on top. */
function unwindToLoop(machine: ShellMachine, depth: number): boolean {
  const { frames } = machine.shell;
  for (let left = depth; frames.length > 0;) {
    const frame = frames.at(-1) as Frame; // the length says so
    if (frame.isFunction || frame.statusAfter !== undefined) return false;
    if ((frame.node.type === "loop" || frame.node.type === "for") && --left === 0) return true;
    machine.pop();
  }
  return false;
}

function leaveLoop(machine: ShellMachine, args: readonly string[], again: boolean): BuiltinOutcome {
  const loops = machine.shell.frames.filter((frame) => frame.node.type === "loop" || frame.node.type === "for").length;
  if (loops === 0) return 0;
  const found = unwindToLoop(machine, Math.min(loops, Number(args[0] ?? 1) || 1));
  machine.shell.status = 0;
  if (found && !again) {
    machine.pop();
    machine.shell.status = 0;
  }
  return "gone";
}

function returnFrom(machine: ShellMachine, args: readonly string[]): BuiltinOutcome {
  const { shell } = machine;
  const status = Number(args[0] ?? shell.status);
  if (!shell.frames.some((frame) => frame.isFunction)) {
    machine.exit(status);
    return "gone";
  }
  while (shell.frames.length > 0 && shell.frames.at(-1)?.isFunction !== true) machine.pop();
  shell.status = status;
  return "gone"; // the function's own frame finishes with this status
}

function assignWords(machine: ShellMachine, args: readonly string[], mark: (name: string) => void): number {
  for (const arg of args) {
    if (arg.startsWith("-")) continue;
    const equals = arg.indexOf("=");
    const name = equals < 0 ? arg : arg.slice(0, equals);
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new ScriptError(`${name}: bad variable name`, 0);
    if (equals >= 0) machine.set(name, arg.slice(equals + 1));
    mark(name);
  }
  return 0;
}

function local(machine: ShellMachine, args: readonly string[]): number {
  const owner = machine.shell.frames.findLast((frame) => frame.isFunction);
  if (owner === undefined) throw new ScriptError("local: not in a function", 0);
  for (const arg of args) {
    const name = arg.split("=")[0] ?? "";
    (owner.locals ??= []).unshift([name, machine.shell.variables.get(name)]);
  }
  return assignWords(machine, args, () => {});
}

const OPTIONS = { e: "errexit", x: "xtrace", u: "nounset", f: "noglob" } as const;

function set(machine: ShellMachine, args: readonly string[]): number {
  const { shell, kernel, process } = machine;
  if (args.length === 0) {
    for (const [name, value] of [...shell.variables].sort(([a], [b]) => (a < b ? -1 : 1))) kernel.write(process, 1, `${name}='${value}'\n`);
    return 0;
  }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      shell.parameters = args.slice(i + 1);
      return 0;
    }
    if (!/^[-+]./.test(arg)) {
      shell.parameters = args.slice(i);
      return 0;
    }
    const on = arg.startsWith("-");
    for (const letter of arg.slice(1)) {
      if (letter === "o") setNamed(machine, args[++i] ?? "", on);
      else if (letter in OPTIONS) shell.options[OPTIONS[letter as keyof typeof OPTIONS]] = on; // `in` says that it is one
      else if (!/[abhmvCn]/.test(letter)) throw new ScriptError(`set: illegal option ${arg}`, 0);
    }
  }
  return 0;
}

function setNamed(machine: ShellMachine, name: string, on: boolean): void {
  const { options } = machine.shell;
  if (!(name in options)) throw new ScriptError(`set: illegal option -o ${name}`, 0);
  options[name as keyof typeof options] = on; // `in` says that it is one
}

function trap(machine: ShellMachine, args: readonly string[]): number {
  const { traps } = machine.shell;
  const words = args[0] === "--" ? args.slice(1) : args;
  if (words.length === 0) {
    for (const [name, text] of traps) machine.kernel.write(machine.process, 1, `trap -- '${text}' ${name}\n`);
    return 0;
  }
  const [action = "", ...names] = words.length === 1 ? ["-", ...words] : words;
  let status = 0;
  for (const given of names) {
    const name = given === "0" || given.toUpperCase() === "EXIT" ? "EXIT" : signalName(given);
    if (name === undefined) {
      machine.complain(`trap: ${given}: invalid signal specification`);
      status = 1;
    } else if (action === "-") traps.delete(name);
    else {
      if (action !== "") evalText(machine, action); // a wrong one is told now
      traps.set(name, action);
    }
  }
  return status;
}

function wait(machine: ShellMachine, args: readonly string[]): BuiltinOutcome {
  const { shell } = machine;
  const [signal] = shell.pending;
  if (signal !== undefined) return 128 + signalNumber(signal);
  const wanted =
    args.length > 0 ? args.map((arg) => Number(arg.replace(/^%\d*$/, String(shell.lastBackground ?? 0)))) : [...shell.children.keys()];
  const running = wanted.find((pid) => shell.children.has(pid) && shell.children.get(pid) === undefined);
  if (running !== undefined) return { on: "child", pid: running, interruptible: true };
  let status = args.length > 0 ? 127 : 0;
  for (const pid of wanted) {
    const code = machine.reap(pid);
    if (args.length > 0) status = code;
  }
  return status;
}

function read(machine: ShellMachine, _frame: Frame, args: readonly string[]): BuiltinOutcome {
  const raw = args.some((arg) => /^-\w*r/.test(arg));
  const names = args.filter((arg, i) => !arg.startsWith("-") && !/^-[ptn]$/.test(args[i - 1] ?? ""));
  const line = machine.kernel.readLine(machine.process, 0);
  if (typeof line === "object") return line;
  let text = (line ?? "").replace(/\n$/, "");
  if (!raw) text = text.replace(/\\(.)/g, "$1");
  const separators = machine.shell.variables.get("IFS") ?? " \t\n";
  if (names.length === 0) machine.set("REPLY", text);
  names.forEach((name, i) => {
    const { field, rest } = cutField(text, separators, i === names.length - 1);
    machine.set(name, field);
    text = rest;
  });
  return line?.endsWith("\n") ? 0 : 1;
}

/** The first field of a line, or all that is left when it is for the last name. */
function cutField(text: string, separators: string, last: boolean): { field: string; rest: string } {
  const blank = (c: string): boolean => separators.includes(c) && " \t\n".includes(c);
  let from = 0;
  while (from < text.length && blank(text[from] ?? "")) from++;
  let end = text.length;
  if (last) {
    while (end > from && blank(text[end - 1] ?? "")) end--;
    return { field: text.slice(from, end), rest: "" };
  }
  end = from;
  while (end < text.length && !separators.includes(text[end] ?? "")) end++;
  return { field: text.slice(from, end), rest: text.slice(end + 1) };
}

function changeDirectory(machine: ShellMachine, args: readonly string[]): number {
  const { process, kernel, shell } = machine;
  const target = args[0] === "-" ? (shell.variables.get("OLDPWD") ?? process.cwd) : (args[0] ?? shell.variables.get("HOME") ?? "/");
  const path = resolvePath(target, process.cwd);
  const kind = kernel.files.kind(path);
  if (kind !== "directory") {
    machine.complain(`cd: can't cd to ${target}: ${kind === undefined ? "No such file or directory" : "Not a directory"}`);
    return 1;
  }
  machine.set("OLDPWD", process.cwd);
  machine.set("PWD", path);
  process.cwd = path;
  return 0;
}

function source(machine: ShellMachine, frame: Frame, args: readonly string[]): BuiltinOutcome {
  const path = args[0] ?? "";
  const text = machine.kernel.files.read(resolvePath(path, machine.process.cwd));
  if (text === undefined) throw new ScriptError(`.: can't open '${path}': No such file or directory`, 0);
  return replaceBy(machine, frame, text);
}

/** Runs more script in the place of this command. */
function replaceBy(machine: ShellMachine, frame: Frame, text: string): BuiltinOutcome {
  const list = evalText(machine, text);
  machine.shell.status = 0;
  frame.step = 3;
  machine.push(list, frame.tested);
  return "gone";
}

function exec(machine: ShellMachine, frame: Frame, args: readonly string[]): BuiltinOutcome {
  // The redirections stay.
  for (const [, descriptor] of frame.saved ?? []) if (descriptor !== undefined) machine.kernel.release(descriptor);
  delete frame.saved;
  if (args.length === 0) return 0;
  const trouble = becomeProgram(machine.kernel, machine.process, args, exportedVariables(machine.shell));
  if (trouble === undefined) return "gone";
  machine.complain(`exec: ${args[0]}: ${trouble.error}`);
  machine.exit(trouble.exitCode);
  return "gone";
}

function describe(machine: ShellMachine, args: readonly string[]): number {
  let status = 0;
  for (const name of args.filter((arg) => !arg.startsWith("-"))) {
    const found =
      isBuiltin(name) || machine.shell.functions.has(name)
        ? name
        : findProgram(machine.kernel, name, machine.process.cwd).kind === "program"
          ? `/bin/${name}`
          : undefined;
    if (found === undefined) status = 127;
    else machine.kernel.write(machine.process, 1, `${found}\n`);
  }
  return status;
}

const BUILTINS: Readonly<Record<string, Builtin>> = {
  ":": () => 0,
  ".": source,
  break: (machine, _frame, args) => leaveLoop(machine, args, false),
  continue: (machine, _frame, args) => leaveLoop(machine, args, true),
  cd: (machine, _frame, args) => changeDirectory(machine, args),
  command: (machine, _frame, args) => describe(machine, args),
  type: (machine, _frame, args) => describe(machine, args),
  eval: (machine, frame, args) => replaceBy(machine, frame, args.join(" ")),
  exec,
  exit: (machine, _frame, args) => {
    machine.exit((Number(args[0] ?? machine.shell.status) || 0) & 255);
    return "gone";
  },
  export: (machine, _frame, args) => assignWords(machine, args, (name) => machine.shell.exported.add(name)),
  jobs: () => 0,
  local: (machine, _frame, args) => local(machine, args),
  read,
  readonly: (machine, _frame, args) => assignWords(machine, args, (name) => machine.shell.readonlyNames.add(name)),
  return: (machine, _frame, args) => returnFrom(machine, args),
  set: (machine, _frame, args) => set(machine, args),
  shift: (machine, _frame, args) => {
    const count = Number(args[0] ?? 1);
    if (count > machine.shell.parameters.length) return 1;
    machine.shell.parameters = machine.shell.parameters.slice(count);
    return 0;
  },
  times: () => 0,
  trap: (machine, _frame, args) => trap(machine, args),
  ulimit: () => 0,
  umask: () => 0,
  unset: (machine, _frame, args) => {
    for (const name of args) {
      machine.shell.variableBytes -= machine.shell.variables.get(name)?.length ?? 0;
      machine.shell.variables.delete(name);
      machine.shell.exported.delete(name);
      machine.shell.functions.delete(name);
    }
    return 0;
  },
  wait: (machine, _frame, args) => wait(machine, args),
};
