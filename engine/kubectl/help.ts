// The help texts: kubectl's layout, listing what exists here.

import type { FlagSpec } from "./flags.ts";
import type { Command } from "./session.ts";

const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ["Basic Commands (Beginner)", ["create", "expose", "run", "set"]],
  ["Basic Commands (Intermediate)", ["explain", "get", "edit", "delete"]],
  ["Deploy Commands", ["rollout", "scale", "autoscale"]],
  ["Cluster Management Commands", ["cluster-info", "top", "cordon", "uncordon", "drain", "taint"]],
  ["Troubleshooting and Debugging Commands", ["describe", "logs", "exec", "auth", "events"]],
  ["Advanced Commands", ["diff", "apply", "patch", "replace", "wait"]],
  ["Settings Commands", ["label", "annotate"]],
  ["Other Commands", ["api-resources", "api-versions", "config", "version"]],
];

export function rootHelp(commands: readonly Command[]): string {
  const sections = GROUPS.flatMap(([title, names]) => {
    const members = names.flatMap((name) => commands.filter((command) => command.name === name));
    return members.length === 0 ? [] : [`${title}:\n${members.map((command) => row(command, 15)).join("")}`];
  });
  return `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/

${sections.join("\n")}
Usage:
  kubectl [flags] [options]

Use "kubectl <command> --help" for more information about a given command.
Use "kubectl options" for a list of global command-line options (applies to all commands).
`;
}

/** kubectl's columns of subcommands: 13 wide, or as wide as the longest. */
function nameWidth(commands: readonly Command[]): number {
  return Math.max(13, ...commands.map((command) => command.name.length));
}

function row(command: Command, width: number): string {
  return `  ${command.name.padEnd(width)} ${command.short}\n`;
}

export function commandHelp(command: Command, path: string): string {
  const parts = [command.helpText ?? `${command.short}.\n`];
  if (command.aliases && command.aliases.length > 0) parts.push(`Aliases:\n${[command.name, ...command.aliases].join(", ")}\n`);
  if (command.examples) parts.push(`Examples:\n${command.examples.map((line) => `  ${line}`).join("\n")}\n`);
  if (command.commands && command.commands.length > 0)
    parts.push(`Available Commands:\n${command.commands.map((one) => row(one, nameWidth(command.commands ?? []))).join("")}`);
  if (command.flags && command.flags.length > 0) parts.push(`Options:\n${optionLines(command.flags)}`);
  parts.push(`Usage:\n  ${path} ${command.run ? (command.usage ?? "[options]") : "SUBCOMMAND [options]"}\n`);
  const more =
    command.commands && command.commands.length > 0 ? `Use "${path} <command> --help" for more information about a given command.\n` : "";
  return `${parts.join("\n")}\n${more}Use "kubectl options" for a list of global command-line options (applies to all commands).\n`;
}

export function optionLines(flags: readonly FlagSpec[]): string {
  return flags
    .filter((spec) => spec.deprecated === undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((spec) =>
      `    ${spec.short ? `-${spec.short}, ` : "    "}--${spec.name}=${defaultOf(spec)}:\n\t${spec.help ?? ""}\n`.replace(/\n\t\n$/, "\n"),
    )
    .join("");
}

function defaultOf(spec: FlagSpec): string {
  if (spec.type === "bool") return "false";
  if (spec.type === "int" || spec.type === "count") return "0";
  if (spec.type === "duration") return "0s";
  return spec.type === "string" ? "''" : "[]";
}
