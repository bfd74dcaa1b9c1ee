// A container's file system: what every image has (constant, shared), what this container wrote, and its mounted volumes.
// Left out: owners, permissions, links, times of change.

import type { Mount } from "./contract.ts";

/** Path to content; a directory is `null`. Paths are absolute for a container, relative to the volume (`/x`) for a volume. */
export type Tree = Map<string, string | null>;

/** What one container, or one volume, may hold. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_FILES = 5_000;

const BASE_DIRECTORIES = new Set(
  [
    "/",
    "/bin",
    "/dev",
    "/dev/shm",
    "/etc",
    "/home",
    "/lib",
    "/mnt",
    "/opt",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/srv",
    "/sys",
    "/tmp",
  ].concat([
    "/usr",
    "/usr/bin",
    "/usr/local",
    "/usr/local/bin",
    "/usr/sbin",
    "/usr/share",
    "/var",
    "/var/log",
    "/var/run",
    "/var/tmp",
    "/var/www",
  ]),
);
const DEVICES = new Set(["/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/dev/tty", "/dev/stdin", "/dev/stdout", "/dev/stderr"]);

export type FileError =
  | "No such file or directory"
  | "Is a directory"
  | "Not a directory"
  | "File exists"
  | "Directory not empty"
  | "Read-only file system"
  | "No space left on device"
  | "Operation not permitted";

export interface FileContext {
  /** What the container itself wrote; made when it is first needed. */
  readonly own: Tree;
  readonly mounts: readonly Mount[];
  /** The pod's volumes by name. */
  readonly volumes: Map<string, Tree>;
  /** Files that the runtime puts there: /etc/hostname, /etc/hosts. */
  readonly given: ReadonlyMap<string, string>;
  readonly terminationMessagePath: string;
}

type Place =
  | { readonly kind: "tree"; readonly tree: Tree; readonly path: string; readonly readOnly: boolean; readonly base: boolean }
  | { readonly kind: "given"; readonly mount: Mount; readonly name: string };

/** `a/../b` against the working directory, as an absolute path. */
export function resolvePath(path: string, cwd: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${cwd}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** What its files hold. */
export function treeBytes(tree: Tree | undefined): number {
  let bytes = 0;
  for (const item of tree?.values() ?? []) bytes += item?.length ?? 0;
  return bytes;
}

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf("/")));
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Looks through a FileContext; holds nothing of its own. Paths are absolute. */
export class Files {
  readonly #context: FileContext;
  readonly #isProgram: (name: string) => boolean;
  constructor(context: FileContext, isProgram: (name: string) => boolean) {
    this.#context = context;
    this.#isProgram = isProgram;
  }

  kind(path: string): "file" | "directory" | "device" | undefined {
    if (DEVICES.has(path)) return "device";
    const place = this.#place(path);
    if (place.kind === "given") {
      const files = place.mount.files ?? {};
      if (place.name === "") return "" in files ? "file" : "directory";
      if (place.name in files) return "file";
      return Object.keys(files).some((name) => name.startsWith(`${place.name}/`)) ? "directory" : undefined;
    }
    const own = place.tree.get(place.path);
    if (own !== undefined) return own === null ? "directory" : "file";
    if (place.path === "/") return "directory";
    if (!place.base) return undefined;
    if (BASE_DIRECTORIES.has(path) || this.#context.mounts.some((mount) => mount.path.startsWith(`${path}/`))) return "directory";
    if (path === this.#context.terminationMessagePath || this.#context.given.has(path)) return "file";
    return isBinDirectory(parentOf(path)) && this.#isProgram(baseName(path)) ? "file" : undefined;
  }

  read(path: string): string | undefined {
    const place = this.#place(path);
    if (place.kind === "given") return place.mount.files?.[place.name];
    const own = place.tree.get(place.path);
    if (own !== undefined || !place.base) return own ?? undefined;
    return this.#context.given.get(path) ?? (this.kind(path) === "file" ? "" : undefined);
  }

  write(path: string, content: string): FileError | undefined {
    const kind = this.kind(path);
    if (kind === "directory") return "Is a directory";
    const trouble = this.#parentTrouble(path);
    if (trouble !== undefined) return trouble;
    const place = this.#place(path);
    if (place.kind === "given" || place.readOnly) return "Read-only file system";
    const bytes = content.length + treeBytes(place.tree) - (place.tree.get(place.path)?.length ?? 0);
    if (bytes > MOST_BYTES || place.tree.size >= MOST_FILES) return "No space left on device";
    place.tree.set(place.path, content);
    return undefined;
  }

  makeDirectory(path: string): FileError | undefined {
    if (this.kind(path) !== undefined) return "File exists";
    const trouble = this.#parentTrouble(path);
    if (trouble !== undefined) return trouble;
    const place = this.#place(path);
    if (place.kind === "given" || place.readOnly) return "Read-only file system";
    if (place.tree.size >= MOST_FILES) return "No space left on device";
    place.tree.set(place.path, null);
    return undefined;
  }

  /** Removes a file, or a directory that is empty unless `withContent`. */
  remove(path: string, withContent: boolean): FileError | undefined {
    const kind = this.kind(path);
    if (kind === undefined) return "No such file or directory";
    const place = this.#place(path);
    if (place.kind === "given" || place.readOnly) return "Read-only file system";
    if (!place.tree.has(place.path)) return "Operation not permitted"; // a part of the image, or a mount
    if (kind === "directory") {
      const inside = [...place.tree.keys()].filter((key) => key.startsWith(`${place.path}/`));
      if (inside.length > 0 && !withContent) return "Directory not empty";
      for (const key of inside) place.tree.delete(key);
    }
    place.tree.delete(place.path);
    return undefined;
  }

  /** Names in a directory, in order. */
  list(path: string): string[] {
    const names = new Set<string>();
    const prefix = path === "/" ? "/" : `${path}/`;
    const add = (key: string): void => {
      if (key.startsWith(prefix) && key.length > prefix.length) names.add(key.slice(prefix.length).split("/")[0] ?? "");
    };
    const place = this.#place(path);
    if (place.kind === "given") {
      const inner = place.name === "" ? "" : `${place.name}/`;
      for (const name of Object.keys(place.mount.files ?? {}))
        if (name.startsWith(inner)) names.add(name.slice(inner.length).split("/")[0] ?? "");
      return [...names].sort();
    }
    const own = place.path === "/" ? "/" : `${place.path}/`;
    for (const key of place.tree.keys())
      if (key.startsWith(own) && key.length > own.length) names.add(key.slice(own.length).split("/")[0] ?? "");
    for (const mount of this.#context.mounts) add(mount.path);
    if (place.base)
      for (const key of [...BASE_DIRECTORIES, ...DEVICES, ...this.#context.given.keys(), this.#context.terminationMessagePath]) add(key);
    return [...names].sort();
  }

  #parentTrouble(path: string): FileError | undefined {
    const parent = this.kind(parentOf(path));
    return parent === "directory" ? undefined : parent === undefined ? "No such file or directory" : "Not a directory";
  }

  /** The mount with the longest path that covers it, or the container's own tree. */
  #place(path: string): Place {
    let best: Mount | undefined;
    for (const mount of this.#context.mounts) {
      if ((path === mount.path || path.startsWith(`${mount.path}/`) || mount.path === "/") && mount.path.length > (best?.path.length ?? -1))
        best = mount;
    }
    if (best === undefined) return { kind: "tree", tree: this.#context.own, path, readOnly: false, base: true };
    const inside = path.slice(best.path.length).replace(/^\//, "");
    if (best.kind === "files") return { kind: "given", mount: best, name: inside };
    let tree = this.#context.volumes.get(best.volume);
    if (tree === undefined) this.#context.volumes.set(best.volume, (tree = new Map()));
    const within = resolvePath(`${best.subPath ?? ""}/${inside}`, "/");
    if (best.subPath !== undefined) tree.set(resolvePath(best.subPath, "/"), tree.get(resolvePath(best.subPath, "/")) ?? null);
    return { kind: "tree", tree, path: within, readOnly: best.readOnly ?? false, base: false };
  }
}

export function isBinDirectory(path: string): boolean {
  return path === "/bin" || path === "/usr/bin" || path === "/sbin" || path === "/usr/sbin" || path === "/usr/local/bin";
}
