// Paths become open files: the container's own, devices, and the descriptors of other processes.

import { resolvePath, type FileError } from "./files.ts";
import type { Kernel } from "./kernel.ts";
import type { Descriptor, Process } from "./process.ts";

/** Opens a path as `sh` redirects to it. */
export function openPath(
  kernel: Kernel,
  process: Process,
  path: string,
  how: "read" | "write" | "append",
): Descriptor | { readonly error: FileError } {
  const absolute = resolvePath(path, process.cwd);
  const alias = /^\/dev\/(stdin|stdout|stderr|fd\/(\d+))$|^\/proc\/(\d+|self)\/fd\/(\d+)$/.exec(absolute);
  if (alias) {
    const owner = alias[3] === undefined || alias[3] === "self" ? process : kernel.world.processes.get(Number(alias[3]));
    const fd = alias[1] === "stdin" ? 0 : alias[1] === "stdout" ? 1 : alias[1] === "stderr" ? 2 : Number(alias[2] ?? alias[4]);
    const descriptor = owner?.fds.get(fd);
    return descriptor === undefined ? { error: "No such file or directory" } : kernel.retain(descriptor);
  }
  if (absolute.startsWith("/dev/")) {
    const kind = absolute === "/dev/zero" ? "zero" : /^\/dev\/u?random$/.test(absolute) ? "random" : "null";
    if (kernel.files.kind(absolute) === "device") return kernel.open({ kind, readers: 0, writers: 0 }, "both");
  }
  if (how === "read") {
    const kind = kernel.files.kind(absolute);
    if (kind === undefined) return { error: "No such file or directory" };
    if (kind === "directory") return { error: "Is a directory" };
    return kernel.open({ kind: "file", path: absolute, readers: 0, writers: 0, offset: 0 }, "read");
  }
  const content = how === "append" ? (kernel.files.read(absolute) ?? "") : "";
  const error = kernel.files.write(absolute, content);
  return error === undefined ? kernel.open({ kind: "file", path: absolute, readers: 0, writers: 0, offset: 0 }, "write") : { error };
}
