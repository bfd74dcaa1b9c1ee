// How processes come into a container from without: its main process, and commands run by exec.

import type { Container } from "./container.ts";
import type { CreateRequest } from "./contract.ts";
import type { Kernel } from "./kernel.ts";
import type { Descriptor, ExecRecord, OpenFile, Process } from "./process.ts";
import { startProgram } from "./programs.ts";

/** The main process of a pod that shares its process namespace comes after the pause process. */
const SHARED_MAIN_PID = 7;

export function mainPidOf(container: Container): number {
  return container.request.sharesPidNamespace ? SHARED_MAIN_PID : 1;
}

export function startMain(kernel: Kernel, argv: readonly string[]): void {
  const { request } = kernel.container;
  const log = (stream: "stdout" | "stderr"): Descriptor => kernel.open({ kind: "log", stream, readers: 0, writers: 0 }, "write");
  // An input that is kept open never ends: its other end is held by nobody who would close it.
  const input = request.stdin ? kernel.open({ kind: "pipe", readers: 0, writers: 1, data: "" }, "read") : kernel.nothing();
  const fds = new Map([
    [0, input],
    [1, log("stdout")],
    [2, log(request.tty ? "stdout" : "stderr")],
  ]);
  const cwd = request.workingDir ?? "/";
  const env = environmentOf(kernel);
  const started = startProgram(kernel, argv, cwd, env, kernel.world.mainPid);
  // A script that no shell can read: the shell starts, complains and ends.
  const run: Process["run"] = "error" in started ? { kind: "program", name: "false", memo: {} } : started;
  const process = kernel.spawn({ run, argv, fds, cwd, env });
  if (process === undefined || !("error" in started)) return;
  kernel.write(process, 2, `${argv[0]}: ${started.error}\n`);
  process.killAt = { at: kernel.now, exitCode: started.exitCode };
}

/** By what was asked for when the container was made, which never changes: probes begin a process every second. */
const environments = new WeakMap<CreateRequest, ReadonlyMap<string, string>>();

function environmentOf({ container, sandbox }: Kernel): ReadonlyMap<string, string> {
  let env = environments.get(container.request);
  if (env === undefined) environments.set(container.request, (env = newEnvironment(container.request, sandbox.hostname)));
  return env;
}

/** In the order in which a real container's `env` shows it. */
function newEnvironment(request: CreateRequest, hostname: string): Map<string, string> {
  const env = new Map([
    ["PATH", "/bin"],
    ["HOSTNAME", hostname],
  ]);
  if (request.tty) env.set("TERM", "xterm");
  for (const [name, value] of Object.entries(request.env)) env.set(name, value);
  if (!env.has("HOME")) env.set("HOME", "/");
  return env;
}

/** The image's own process as a process among others, so that a command run by exec can see it and send it signals. */
export function standInForImage(kernel: Kernel): void {
  const log = kernel.open({ kind: "log", stream: "stdout", readers: 0, writers: 0 }, "write");
  const argv = [kernel.container.image.programs?.[0] ?? "main"];
  const main = kernel.spawn({
    run: { kind: "program", name: "(image)", memo: { begun: true } },
    argv,
    fds: new Map([[1, log]]),
    cwd: "/",
    env: new Map(),
  });
  if (main !== undefined) main.wait = { on: "signal" };
}

/** `refused`: why the script cannot be run here; then the command is over at once and says so. */
export function startExec(
  kernel: Kernel,
  argv: readonly string[],
  number: number,
  stdin: string | undefined,
  refused: string | undefined,
): ExecRecord {
  const { world, container } = kernel;
  const cwd = container.request.workingDir ?? "/";
  const env = environmentOf(kernel);
  const started = startProgram(kernel, argv, cwd, env, world.nextPid);
  const capture = (stream: "stdout" | "stderr"): Descriptor => {
    const file: OpenFile = { kind: "capture", stream, exec: number, readers: 0, writers: 0 };
    return kernel.open(file, "write");
  };
  const fds = new Map([
    [0, stdin === undefined ? kernel.nothing() : kernel.text(stdin)],
    [1, capture("stdout")],
    [2, capture("stderr")],
  ]);
  const run: Process["run"] = refused !== undefined || "error" in started ? { kind: "program", name: "false", memo: {} } : started;
  const process = kernel.spawn({ run, argv, fds, cwd, env });
  const record: ExecRecord = {
    pid: process?.pid ?? 0,
    stdout: "",
    stderr: "",
    output: "",
    exitCode: process === undefined ? 126 : undefined,
  };
  world.execs.set(number, record);
  const trouble = refused ?? ("error" in started ? started.error : undefined);
  if (trouble !== undefined && process !== undefined) {
    kernel.write(process, 2, `${argv[0]}: ${trouble}\n`);
    kernel.exit(process, "error" in started ? started.exitCode : 126);
  }
  return record;
}
