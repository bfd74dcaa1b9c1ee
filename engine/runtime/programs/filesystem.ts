// Programs that look at and change files: ls, touch, rm, mkdir, cp, mv, test and their like.

import { baseName } from "../files.ts";
import { matches } from "../sh/pattern.ts";
import { linesOf, sizeBytes, type Call, type Program } from "./call.ts";

const ls: Program = (call) => {
  const { flags, rest } = call.options();
  const { files } = call.kernel;
  let status = 0;
  const paths = rest.length === 0 ? ["."] : rest;
  const blocks: string[] = [];
  for (const path of paths) {
    const absolute = call.path(path);
    const kind = files.kind(absolute);
    if (kind === undefined) {
      status = call.fail(`${path}: No such file or directory`);
      continue;
    }
    const names =
      kind === "directory" && !flags.has("d")
        ? files.list(absolute).filter((name) => flags.has("a") || flags.has("A") || !name.startsWith("."))
        : [path];
    const rows = names.map((name) =>
      flags.has("l") ? longRow(call, kind === "directory" && !flags.has("d") ? `${absolute}/${name}` : absolute, name) : name,
    );
    blocks.push((paths.length > 1 && kind === "directory" ? `${path}:\n` : "") + rows.map((row) => `${row}\n`).join(""));
  }
  call.out(blocks.join(paths.length > 1 ? "\n" : ""));
  return status;
};

function longRow(call: Call, path: string, name: string): string {
  const { files } = call.kernel;
  const absolute = call.path(path);
  const directory = files.kind(absolute) === "directory";
  const size = directory ? 4096 : (files.read(absolute) ?? "").length;
  return `${directory ? "drwxr-xr-x    2" : "-rw-r--r--    1"} root     root     ${String(size).padStart(9)} Jan  1 00:00 ${name}`;
}

const touch: Program = (call) => {
  const { rest, flags } = call.options("drt");
  let status = 0;
  for (const path of rest) {
    const absolute = call.path(path);
    if (call.kernel.files.kind(absolute) !== undefined || flags.has("c")) continue;
    const error = call.kernel.files.write(absolute, "");
    if (error !== undefined) status = call.fail(`${path}: ${error}`);
  }
  return status;
};

const rm: Program = (call) => {
  const { flags, rest } = call.options();
  const recursive = flags.has("r") || flags.has("R");
  let status = 0;
  for (const path of rest) {
    const absolute = call.path(path);
    const kind = call.kernel.files.kind(absolute);
    if (kind === undefined && flags.has("f")) continue;
    const error = kind === "directory" && !recursive ? "Is a directory" : call.kernel.files.remove(absolute, recursive);
    if (error !== undefined)
      status = call.fail(kind === "directory" && !recursive ? `'${path}' is a directory` : `can't remove '${path}': ${error}`);
  }
  return status;
};

const rmdir: Program = (call) => {
  let status = 0;
  for (const path of call.options().rest) {
    const error = call.kernel.files.kind(call.path(path)) === "file" ? "Not a directory" : call.kernel.files.remove(call.path(path), false);
    if (error !== undefined) status = call.fail(`'${path}': ${error}`);
  }
  return status;
};

const mkdir: Program = (call) => {
  const { flags, rest } = call.options("m");
  let status = 0;
  for (const path of rest) {
    const absolute = call.path(path);
    const steps = flags.has("p")
      ? absolute
          .split("/")
          .map((_, i, all) => all.slice(0, i + 1).join("/"))
          .slice(1)
      : [absolute];
    for (const step of steps) {
      if (flags.has("p") && call.kernel.files.kind(step) === "directory") continue;
      const error = call.kernel.files.makeDirectory(step);
      if (error !== undefined) status = call.fail(`can't create directory '${path}': ${error}`);
    }
  }
  return status;
};

/** cp and mv: to a file, or into a directory. */
const copy =
  (moves: boolean): Program =>
  (call) => {
    const { flags, rest } = call.options();
    const { files } = call.kernel;
    const target = rest.at(-1);
    if (target === undefined || rest.length < 2) return call.fail("missing file operand");
    let status = 0;
    for (const path of rest.slice(0, -1)) {
      const from = call.path(path);
      const into = files.kind(call.path(target)) === "directory" ? call.path(`${target}/${baseName(from)}`) : call.path(target);
      const error =
        files.kind(from) === undefined
          ? "No such file or directory"
          : copyTree(call, from, into, moves || flags.has("r") || flags.has("R") || flags.has("a"));
      if (error !== undefined)
        status = call.fail(
          error === "No such file or directory" && files.kind(from) === undefined
            ? `can't ${moves ? "rename" : "stat"} '${path}': ${error}`
            : `can't create '${target}': ${error}`,
        );
      else if (moves) files.remove(from, true);
    }
    return status;
  };

function copyTree(call: Call, from: string, to: string, recursive: boolean): string | undefined {
  const { files } = call.kernel;
  if (files.kind(from) !== "directory") return files.write(to, files.read(from) ?? "");
  if (!recursive) return "omitting directory";
  if (files.kind(to) === undefined) {
    const error = files.makeDirectory(to);
    if (error !== undefined) return error;
  }
  for (const name of files.list(from)) {
    const error = copyTree(call, `${from}/${name}`, `${to}/${name}`, true);
    if (error !== undefined) return error;
  }
  return undefined;
}

const test: Program = (call) => {
  const words = [...call.args];
  if (call.name === "[" && words.pop() !== "]") return call.fail("missing ]", 2);
  const expression = new TestExpression(call, words);
  const result = expression.or();
  if (result === undefined || !expression.atEnd) return call.fail(expression.trouble ?? `${words.at(-1) ?? ""}: unknown operand`, 2);
  return result ? 0 : 1;
};

class TestExpression {
  readonly #call: Call;
  readonly #words: readonly string[];
  #at = 0;
  trouble: string | undefined;
  constructor(call: Call, words: readonly string[]) {
    this.#call = call;
    this.#words = words;
  }
  get atEnd(): boolean {
    return this.#at >= this.#words.length;
  }

  or(): boolean | undefined {
    let left = this.#and();
    while (left !== undefined && this.#words[this.#at] === "-o") {
      this.#at++;
      const right = this.#and();
      left = right === undefined ? undefined : left || right;
    }
    return left;
  }
  #and(): boolean | undefined {
    let left = this.#not();
    while (left !== undefined && this.#words[this.#at] === "-a") {
      this.#at++;
      const right = this.#not();
      left = right === undefined ? undefined : left && right;
    }
    return left;
  }
  #not(): boolean | undefined {
    if (this.#words[this.#at] === "!" && this.#words.length - this.#at > 1) {
      this.#at++;
      const value = this.#not();
      return value === undefined ? undefined : !value;
    }
    return this.#primary();
  }

  #primary(): boolean | undefined {
    const left = this.#words[this.#at++];
    if (left === undefined) return false;
    const operator = this.#words[this.#at];
    const right = this.#words[this.#at + 1];
    if (operator !== undefined && right !== undefined && operator in BINARY) {
      this.#at += 2;
      return this.#compare(left, operator, right);
    }
    if (left === "(" && operator !== undefined) {
      const value = this.or();
      return this.#words[this.#at++] === ")" ? value : undefined;
    }
    if (/^-[a-zA-Z]$/.test(left) && operator !== undefined) {
      this.#at++;
      return this.#unary(left, operator);
    }
    return left !== "";
  }

  #compare(left: string, operator: string, right: string): boolean | undefined {
    if (operator.startsWith("-") && operator.length === 3 && !/^-[no]t$/.test(operator)) {
      const bad = [left, right].find((text) => !/^\s*[-+]?\d+\s*$/.test(text));
      if (bad !== undefined) {
        this.trouble = `${bad}: bad number`;
        return undefined;
      }
    }
    return BINARY[operator]?.(left, right);
  }

  #unary(operator: string, text: string): boolean | undefined {
    if (operator === "-z") return text === "";
    if (operator === "-n") return text !== "";
    if (operator === "-t") return false;
    const { files } = this.#call.kernel;
    const path = this.#call.path(text);
    const kind = files.kind(path);
    if (operator === "-f") return kind === "file";
    if (operator === "-d") return kind === "directory";
    if (operator === "-s") return (files.read(path) ?? "") !== "";
    if (/^-[erwx]$/.test(operator)) return kind !== undefined;
    return /^-[bchLpSkug]$/.test(operator) ? kind === "device" && operator === "-c" : undefined;
  }
}

const BINARY: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  "=": (a, b) => a === b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "-eq": (a, b) => Number(a) === Number(b),
  "-ne": (a, b) => Number(a) !== Number(b),
  "-lt": (a, b) => Number(a) < Number(b),
  "-le": (a, b) => Number(a) <= Number(b),
  "-gt": (a, b) => Number(a) > Number(b),
  "-ge": (a, b) => Number(a) >= Number(b),
};

const find: Program = (call) => {
  const { files } = call.kernel;
  const words = [...call.args];
  const roots: string[] = [];
  while (words[0] !== undefined && !words[0].startsWith("-")) roots.push(words.shift() ?? "");
  const option = (name: string): string | undefined => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
  const known = words.every((word) => !word.startsWith("-") || /^-(name|type|print|maxdepth)$/.test(word));
  if (!known) return call.fail("only -name, -type and -maxdepth are simulated", 1);
  const name = option("-name");
  const matchesName = (path: string): boolean => name === undefined || matches([{ text: name, exact: false }], baseName(path));
  const type = option("-type");
  const visit = (path: string, depth: number): void => {
    const kind = files.kind(call.path(path));
    if (matchesName(path) && (type === undefined || type === (kind === "directory" ? "d" : "f"))) call.out(`${path}\n`);
    if (kind !== "directory" || depth >= Number(option("-maxdepth") ?? 20)) return;
    for (const child of files.list(call.path(path))) visit(path.endsWith("/") ? path + child : `${path}/${child}`, depth + 1);
  };
  for (const root of roots.length > 0 ? roots : ["."]) {
    if (files.kind(call.path(root)) === undefined) return call.fail(`${root}: No such file or directory`);
    visit(root, 0);
  }
  return 0;
};

const dd: Program = (call) => {
  const options = new Map(call.args.map((arg) => [arg.split("=")[0] ?? "", arg.slice(arg.indexOf("=") + 1)]));
  const block = sizeBytes(options.get("bs") ?? "512") ?? 512;
  const count = options.has("count") ? Number(options.get("count")) : Number.POSITIVE_INFINITY;
  call.process.memoryBytes += block; // its buffer
  if (call.kernel.overflows()) return 137;
  const target = options.get("of");
  if (count === Number.POSITIVE_INFINITY && /^\/dev\/(zero|u?random)$/.test(options.get("if") ?? "")) return { on: "signal" };
  const bytes = Math.min(block * count, 64 * 1024 * 1024);
  const source = options.get("if");
  const text =
    source === undefined || source.startsWith("/dev/")
      ? "\0".repeat(source === "/dev/null" ? 0 : bytes)
      : (call.kernel.files.read(call.path(source)) ?? "").slice(0, bytes);
  const error = target === undefined || target === "/dev/null" ? undefined : call.kernel.files.write(call.path(target), text);
  if (target === undefined) call.out(text);
  if (error !== undefined) return call.fail(`can't open '${target}': ${error}`);
  call.kernel.write(call.process, 2, `${Math.ceil(text.length / block)}+0 records in\n${Math.ceil(text.length / block)}+0 records out\n`);
  return 0;
};

const mktemp: Program = (call) => {
  const path = `/tmp/tmp.${call.kernel.node.random.suffix(6)}`;
  const error = call.args.includes("-d") ? call.kernel.files.makeDirectory(path) : call.kernel.files.write(path, "");
  if (error !== undefined) return call.fail(error);
  call.out(`${path}\n`);
  return 0;
};

const stat: Program = (call) => {
  let status = 0;
  for (const path of call.options("c").rest) {
    if (call.kernel.files.kind(call.path(path)) === undefined) status = call.fail(`can't stat '${path}': No such file or directory`);
    else call.out(`  File: ${path}\n`);
  }
  return status;
};

const paths =
  (change: (path: string, suffix: string) => string): Program =>
  (call) => {
    const [path, suffix] = call.options().rest;
    if (path === undefined) return call.fail("missing operand");
    call.out(`${linesOf(change(path, suffix ?? "")).join("\n")}\n`);
    return 0;
  };

const accepts: Program = () => 0;

export const filesystemPrograms: Readonly<Record<string, Program>> = {
  ls,
  touch,
  rm,
  rmdir,
  mkdir,
  cp: copy(false),
  mv: copy(true),
  test,
  "[": test,
  find,
  dd,
  mktemp,
  stat,
  basename: paths((path, suffix) =>
    baseName(path.replace(/\/+$/, "")).replace(suffix === "" ? /$^/ : new RegExp(`${suffix.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`), ""),
  ),
  dirname: paths((path) =>
    path.includes("/") ? path.replace(/\/+$/, "").slice(0, Math.max(1, path.replace(/\/+$/, "").lastIndexOf("/"))) : ".",
  ),
  chmod: accepts,
  chown: accepts,
  sync: accepts,
  clear: accepts,
};
