// How a simulated program sees the world. A program is a function that is called again whenever it can go on; what it
// must remember is in `memo`, which is plain data.

import { resolvePath } from "../files.ts";
import type { Kernel } from "../kernel.ts";
import { openPath } from "../openpath.ts";
import type { Process, ProgramRun, Wait } from "../process.ts";

/** An exit code; a Wait, after which it is called again; undefined: called again after the others had their turn. */
export type Outcome = number | Wait | undefined;
export type Program = (call: Call) => Outcome;

export class Call {
  readonly kernel: Kernel;
  readonly process: Process;
  readonly name: string;
  readonly args: readonly string[];
  readonly memo: ProgramRun["memo"];

  constructor(kernel: Kernel, process: Process, run: ProgramRun, args: readonly string[]) {
    this.kernel = kernel;
    this.process = process;
    this.name = run.name;
    this.args = args;
    this.memo = run.memo;
  }

  out(text: string): void {
    this.kernel.write(this.process, 1, text);
  }
  /** Says what went wrong, after the program's name, and gives the exit code. */
  fail(message: string, exitCode = 1): number {
    this.kernel.write(this.process, 2, `${this.name}: ${message}\n`);
    return exitCode;
  }
  path(path: string): string {
    return resolvePath(path, this.process.cwd);
  }

  /** Letters of the options, and what is left; letters in `valued` take the next word or the rest of their own. */
  options(valued = ""): { readonly flags: ReadonlyMap<string, string>; readonly rest: readonly string[] } {
    const flags = new Map<string, string>();
    const rest: string[] = [];
    for (let i = 0; i < this.args.length; i++) {
      const arg = this.args[i] ?? "";
      if (arg === "--") {
        rest.push(...this.args.slice(i + 1));
        break;
      }
      if (!/^-./.test(arg)) rest.push(arg);
      else if (arg.startsWith("--")) flags.set(arg.split("=")[0] ?? "", arg.includes("=") ? arg.slice(arg.indexOf("=") + 1) : "");
      else {
        for (let at = 1; at < arg.length; at++) {
          const letter = arg[at] ?? "";
          if (!valued.includes(letter)) flags.set(letter, "");
          else {
            flags.set(letter, arg.slice(at + 1) || (this.args[++i] ?? ""));
            break;
          }
        }
      }
    }
    return { flags, rest };
  }

  /** What is in a file, or an error message. */
  file(path: string): { readonly text: string } | { readonly error: string } {
    const absolute = this.path(path);
    const kind = this.kernel.files.kind(absolute);
    if (kind === "directory") return { error: "Is a directory" };
    if (kind === "device") return { text: "" };
    const text = this.kernel.files.read(absolute);
    if (text !== undefined) return { text };
    const opened = openPath(this.kernel, this.process, path, "read");
    if ("error" in opened) return opened;
    this.kernel.release(opened);
    return { text: "" };
  }

  /** The whole of the named files, or of the input when there are none; a Wait until the input has ended. */
  input(files: readonly string[]): { readonly text: string; readonly status: number } | Wait {
    let text = "";
    let status = 0;
    for (const path of files) {
      const found: ReturnType<Call["file"]> | Wait = path === "-" ? { text: "" } : this.file(path);
      if ("error" in found) status = this.fail(`${path}: ${found.error}`);
      else text += found.text;
    }
    if (files.length > 0 && !files.includes("-")) return { text, status };
    for (;;) {
      const more = this.kernel.read(this.process, 0);
      if (typeof more === "object") return more;
      if (more === undefined) return { text: text + String(this.memo["input"] ?? ""), status };
      this.memo["input"] = String(this.memo["input"] ?? "") + more;
      if (String(this.memo["input"]).length > 1_048_576) return { text: String(this.memo["input"]), status };
    }
  }
}

export function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** `10`, `1.5`, `2m`, `1h`: in milliseconds; undefined when it is no time. */
export function durationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  if (!match) return text === "infinity" || text === "inf" ? Number.POSITIVE_INFINITY : undefined;
  const unit = { "": 1, s: 1, m: 60, h: 3_600, d: 86_400 }[match[2] ?? ""] ?? 1;
  return Math.round(Number(match[1]) * unit * 1000);
}

/** `10`, `4k`, `1M`, `2G`: in bytes. */
export function sizeBytes(text: string): number | undefined {
  const match = /^(\d+)([cwbkKmMgG]?)[iI]?[bB]?$/.exec(text);
  if (!match) return undefined;
  const unit = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, b: 512, w: 2 }[(match[2] ?? "").toLowerCase()] ?? 1;
  return Number(match[1]) * unit;
}
