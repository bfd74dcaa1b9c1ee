// A simple command: expand, redirect, and run a function, a builtin or a program.

import type { Process } from "../process.ts";
import { isDirectProgram, runProgram, startProgram } from "../programs.ts";
import { isBuiltin } from "./builtins.ts";
import { expandFields, expandText } from "./expand.ts";
import type { ShellMachine } from "./machine.ts";
import { redirect } from "./redirect.ts";
import { exportedVariables, type Frame } from "./shell.ts";
import type { Assignment, Command } from "./syntax.ts";

// Steps of its frame: 0 not begun, 1 in a builtin that waits, 2 a child runs, 3 a function's body runs.

export function stepCommand(machine: ShellMachine, frame: Frame, node: Command): void {
  switch (frame.step) {
    case 0:
      return begin(machine, frame, node);
    case 1:
      return builtin(machine, frame, frame.items ?? []);
    case 2:
      return machine.finish(frame, machine.reap(frame.pids?.[0] ?? 0));
    default:
      return machine.finish(frame, machine.shell.status);
  }
}

function begin(machine: ShellMachine, frame: Frame, node: Command): void {
  const { shell } = machine;
  if (!machine.substitute(frame, node.substitutions)) return;
  const fields = expandFields(node.words, machine.scope(frame));
  while (fields[0] === "command" && fields[1] !== undefined && !fields[1].startsWith("-")) fields.shift();
  const name = fields[0];
  if (name === undefined) return assignOnly(machine, frame, node);
  if (shell.options.xtrace) machine.kernel.write(machine.process, 2, `+ ${fields.map(quoteForTrace).join(" ")}\n`);
  if (!redirect(machine, frame, node.redirects)) return machine.finish(frame, 1);
  const body = shell.functions.get(name);
  if (body !== undefined) {
    assign(machine, frame, node.assignments);
    frame.step = 3;
    frame.parameters = shell.parameters;
    frame.isFunction = true;
    shell.parameters = fields.slice(1);
    return machine.push(body, frame.tested);
  }
  if (isBuiltin(name)) {
    assign(machine, frame, node.assignments);
    return builtin(machine, frame, fields);
  }
  external(machine, frame, node, fields);
}

function assignOnly(machine: ShellMachine, frame: Frame, node: Command): void {
  const status = node.substitutions.length > 0 ? machine.shell.status : 0;
  if (!redirect(machine, frame, node.redirects)) return machine.finish(frame, 1);
  assign(machine, frame, node.assignments);
  if (machine.kernel.alive(machine.process)) machine.finish(frame, status);
}

function assign(machine: ShellMachine, frame: Frame, assignments: readonly Assignment[]): void {
  for (const { name, value } of assignments) {
    const text = expandText(value, machine.scope(frame));
    if (machine.shell.options.xtrace) machine.kernel.write(machine.process, 2, `+ ${name}=${quoteForTrace(text)}\n`);
    machine.set(name, text);
  }
}

function builtin(machine: ShellMachine, frame: Frame, fields: readonly string[]): void {
  const [name = "", ...args] = fields;
  const outcome = machine.builtin(name, frame, args);
  if (typeof outcome === "number") machine.finish(frame, outcome);
  else if (outcome !== "gone") {
    frame.step = 1;
    frame.items = [...fields];
    machine.process.wait = outcome;
  }
}

function external(machine: ShellMachine, frame: Frame, node: Command, fields: readonly string[]): void {
  const { kernel, process, shell } = machine;
  const name = fields[0] ?? "";
  if (isDirectProgram(name) && node.assignments.length === 0) {
    // What ends at once needs no process of its own, as in ash.
    const status = runProgram(kernel, process, { kind: "program", name, memo: {} }, fields.slice(1));
    if (kernel.alive(process)) machine.finish(frame, typeof status === "number" ? status : 0);
    return;
  }
  const env = exportedVariables(shell);
  for (const { name: variable, value } of node.assignments) env.set(variable, expandText(value, machine.scope(frame)));
  const ignored = [...process.ignored, ...[...shell.traps].filter(([, action]) => action === "").map(([signal]) => signal)];
  const found = startProgram(kernel, fields, process.cwd, env, shell.pid);
  if ("error" in found) {
    machine.complain(`${name}: ${found.error}`);
    return machine.finish(frame, found.exitCode);
  }
  const child: Process | undefined = kernel.spawn({
    run: found,
    argv: [...fields],
    fds: kernel.forkDescriptors(process),
    cwd: process.cwd,
    env,
    ignored,
    ppid: process.pid,
  });
  machine.restore(frame);
  if (child === undefined) {
    machine.complain("can't fork: Resource temporarily unavailable");
    return machine.finish(frame, 2);
  }
  if (found.kind === "shell") found.pid = child.pid;
  machine.addChild(child.pid);
  frame.step = 2;
  frame.pids = [child.pid];
  machine.waitFor(child.pid);
}

export function quoteForTrace(text: string): string {
  return text !== "" && /^[\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
