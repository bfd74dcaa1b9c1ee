// Redirections of a command: files, descriptors and here-documents put in the place of the shell's own for a time.

import { openPath } from "../openpath.ts";
import type { Descriptor } from "../process.ts";
import { expandText } from "./expand.ts";
import type { ShellMachine } from "./machine.ts";
import type { Frame } from "./shell.ts";
import type { Redirect } from "./syntax.ts";

/** Opens them in order and remembers in the frame what was there. False (and a message): one could not be opened. */
export function redirect(machine: ShellMachine, frame: Frame, redirects: readonly Redirect[]): boolean {
  if (redirects.length === 0) return true;
  frame.saved ??= [];
  for (const row of redirects) {
    const text = expandText(row.target, machine.scope(frame));
    const opened = open(machine, row, text);
    if ("error" in opened) {
      machine.complain(complaint(row, text, opened.error));
      machine.restore(frame);
      return false;
    }
    frame.saved.push([row.fd, machine.kernel.place(machine.process, row.fd, opened.descriptor)]);
  }
  return true;
}

function open(
  machine: ShellMachine,
  row: Redirect,
  text: string,
): { readonly descriptor: Descriptor | undefined } | { readonly error: string } {
  switch (row.operator) {
    case "<<":
      return { descriptor: machine.kernel.text(text) };
    case "<&":
    case ">&": {
      if (text === "-") return { descriptor: undefined };
      const from = machine.process.fds.get(Number(text));
      return from === undefined ? { error: "Bad file descriptor" } : { descriptor: machine.kernel.retain(from) };
    }
    default: {
      const how = row.operator === "<" ? "read" : row.operator === ">>" || row.operator === "<>" ? "append" : "write";
      const descriptor = openPath(machine.kernel, machine.process, text, how);
      return "error" in descriptor ? descriptor : { descriptor };
    }
  }
}

function complaint(row: Redirect, text: string, error: string): string {
  if (row.operator.endsWith("&")) return `${text}: ${error}`;
  const missing = error === "No such file or directory";
  return row.operator === "<"
    ? `can't open ${text}: ${missing ? "no such file" : error}`
    : `can't create ${text}: ${missing ? "nonexistent directory" : error}`;
}
