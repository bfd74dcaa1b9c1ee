// What a container's main process is, from its image and its command, and whether it can be started at all.

import type { Container, Plan } from "./container.ts";
import { findProgram, type Found } from "./findprogram.ts";
import type { Kernel } from "./kernel.ts";
import { isElsewhere } from "./programs.ts";
import { refusal } from "./sh/refuse.ts";

const SHELLS = new Set(["sh", "ash", "bash", "dash"]);

/** Whether nothing is asked of the container but to be what its image is. */
export function isImageItself({ request, image }: Container): boolean {
  return image.process !== "none" && (request.command ?? []).length === 0 && (request.args ?? []).length === 0;
}

/** The plan, or the end of the runtime's error text (KL-71). */
export function planOf(kernel: Kernel): Plan | { readonly error: string } {
  const { request, image } = kernel.container;
  const { command = [], args = [] } = request;
  if (command.length === 0) {
    if (args.length === 0) return image.process === "none" ? { kind: "command", argv: ["sh"] } : { kind: "image" };
    const own = image.entrypoint ?? [];
    if (own.length > 0) return check(kernel, [...own, ...args]);
    // A server's own entry point takes its arguments, but hands over to a program that is named.
    const found = findProgram(kernel, args[0] ?? "", "/");
    if (image.process !== "none" && (found.kind !== "program" || found.name === "(image)")) return { kind: "image" };
  }
  return check(kernel, [...command, ...args]);
}

function check(kernel: Kernel, argv: readonly string[]): Plan | { readonly error: string } {
  const error = startTrouble(kernel, argv);
  if (error !== undefined) return { error };
  const found = findProgram(kernel, argv[0] ?? "", kernel.container.request.workingDir ?? "/");
  return found.kind === "program" && found.name === "(image)" && kernel.container.image.process !== "none"
    ? { kind: "image" }
    : { kind: "command", argv };
}

/** Why a command line cannot begin, in the words of the low-level runtime; undefined when it can. */
export function startTrouble(kernel: Kernel, argv: readonly string[]): string | undefined {
  const name = argv[0] ?? "";
  const cwd = kernel.container.request.workingDir ?? "/";
  const found = findProgram(kernel, name, cwd);
  if (found.kind === "forbidden") return `exec: "${name}": is a directory`;
  if (found.kind === "missing") {
    if (isElsewhere(name) && !kernel.container.image.bare) return `exec: "${name}": this program is not simulated`;
    return found.path ? `exec: "${name}": stat ${name}: no such file or directory` : `exec: "${name}": executable file not found in $PATH`;
  }
  const script = scriptOf(kernel, argv, cwd, found);
  if (script === undefined) return undefined;
  return refusal(script, {
    parse: (text) => kernel.node.parse(text),
    isMissing: (program) => isElsewhere(program) && findProgram(kernel, program, cwd).kind === "missing",
  });
}

/** The script that a command line runs, as far as it is known before the start. */
function scriptOf(kernel: Kernel, argv: readonly string[], cwd: string, found: Found): string | undefined {
  if (found.kind === "script") return kernel.files.read(found.path);
  const words = found.kind === "program" && ["busybox", "tini", "nohup", "exec"].includes(found.name) ? argv.slice(1) : argv;
  if (!SHELLS.has((words[0] ?? "").slice((words[0] ?? "").lastIndexOf("/") + 1))) return undefined;
  const rest = words.slice(1);
  const first = rest.findIndex((word) => !/^[-+]\w/.test(word));
  const text = rest[first];
  if (text === undefined) return undefined;
  return rest.slice(0, first).some((word) => word.includes("c"))
    ? text
    : kernel.files.read(text.startsWith("/") ? text : `${cwd === "/" ? "" : cwd}/${text}`);
}
