// What a command's name stands for in a container: a simulated program, the image's own process, a script, or nothing.

import { baseName, isBinDirectory, resolvePath } from "./files.ts";
import type { Kernel } from "./kernel.ts";
import type { ProgramRun } from "./process.ts";

export type Found =
  | ProgramRun
  | { readonly kind: "script"; readonly path: string }
  /** `path`: it was looked for at a path, not by its bare name. */
  | { readonly kind: "missing"; readonly path: boolean }
  | { readonly kind: "forbidden" };

/** What a command's name stands for. */
export function findProgram(kernel: Kernel, name: string, cwd: string): Found {
  const own = kernel.container.image.programs ?? [];
  const simulated = !kernel.container.image.bare;
  if (own.includes(name) || (!name.includes("/") && own.some((program) => baseName(program) === name)))
    return { kind: "program", name: "(image)", memo: {} };
  if (!name.includes("/")) {
    if (simulated && kernel.isProgram(name)) return { kind: "program", name, memo: {} };
    return own.includes("*") ? { kind: "program", name: "(image)", memo: {} } : { kind: "missing", path: false };
  }
  const path = resolvePath(name, cwd);
  const kind = kernel.files.kind(path);
  const directory = path.slice(0, Math.max(1, path.lastIndexOf("/")));
  if (simulated && kind === "file" && isBinDirectory(directory) && kernel.isProgram(baseName(path)))
    return { kind: "program", name: baseName(path), memo: {} };
  if (kind === "directory") return { kind: "forbidden" };
  if (kind === "file" && simulated) return { kind: "script", path };
  return own.includes("*") ? { kind: "program", name: "(image)", memo: {} } : { kind: "missing", path: true };
}
