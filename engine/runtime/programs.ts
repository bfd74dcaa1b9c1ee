// The programs that containers can run, how a name becomes one, and what is known to exist elsewhere but not here.

import type { ImageSpec } from "../api/kinds.ts";
import { findProgram } from "./findprogram.ts";
import type { Kernel } from "./kernel.ts";
import type { Process, ProgramRun } from "./process.ts";
import { Call, durationMs, type Outcome, type Program } from "./programs/call.ts";
import { filterPrograms } from "./programs/filters.ts";
import { filesystemPrograms } from "./programs/filesystem.ts";
import { networkPrograms } from "./programs/network.ts";
import { systemPrograms } from "./programs/system.ts";
import { textPrograms } from "./programs/text.ts";
import { newShell, type Shell } from "./sh/shell.ts";
import { ScriptError } from "./sh/syntax.ts";

const SHELLS = new Set(["sh", "ash", "bash", "dash"]);

/** The image's own main process, started by name from a command or a script. */
const imageProcess: Program = (call) => {
  const { image, request } = call.kernel.container;
  if (call.memo["begun"] === undefined) {
    call.memo["begun"] = true;
    for (const line of image.log ?? []) call.out(`${line}\n`);
    call.process.memoryBytes += image.memory?.startBytes ?? 0;
    const port = portsOf(image, request.ports)[0];
    call.process.listen = image.process === "sleep" ? undefined : port;
    if (image.exitAfterSeconds !== undefined) call.memo["until"] = call.kernel.now + image.exitAfterSeconds * 1000;
  }
  if (call.kernel.overflows()) return 137;
  const until = call.memo["until"];
  if (until === undefined) return { on: "signal" };
  return Number(until) <= call.kernel.now ? (image.exitCode ?? 0) : { on: "time", at: Number(until) };
};

/** Where an image's main process listens: its own ports, or those that the container declares. */
export function portsOf(image: ImageSpec, declared: readonly number[] | undefined): readonly number[] {
  return image.ports === undefined ? (declared ?? []) : image.ports.map(({ port }) => port);
}

/** Runs another program in its place: env, nohup, busybox, and the shell that reads its script from the input. */
const instead =
  (words: (call: Call) => readonly string[] | number): Program =>
  (call) => {
    const argv = words(call);
    if (typeof argv === "number") return argv;
    if (argv.length === 0) return 0;
    const trouble = becomeProgram(call.kernel, call.process, argv, call.process.env);
    return trouble === undefined
      ? undefined
      : call.fail(
          `${call.name === "busybox" ? argv[0] : `can't execute '${argv[0]}'`}: ${call.name === "busybox" ? "applet not found" : trouble.error}`,
          trouble.exitCode,
        );
  };

const env: Program = (call) => {
  const variables = new Map(call.args.includes("-i") ? [] : call.process.env);
  const words = call.args.filter((arg) => arg !== "-i");
  while (/^\w+=/.test(words[0] ?? "")) {
    const word = words.shift() ?? "";
    variables.set(word.split("=")[0] ?? "", word.slice(word.indexOf("=") + 1));
  }
  if (words.length === 0) {
    for (const [name, value] of variables) call.out(`${name}=${value}\n`);
    return 0;
  }
  const trouble = becomeProgram(call.kernel, call.process, words, variables);
  return trouble === undefined ? undefined : call.fail(`can't execute '${words[0]}': ${trouble.error}`, trouble.exitCode);
};

/** Its command runs in its own place; the clock ends it with SIGTERM's code. */
const timeout: Program = instead((call) => {
  const { flags, rest } = call.options("ks");
  const ms = durationMs(flags.get("t") ?? rest[0] ?? "");
  if (ms === undefined) return call.fail(`invalid number '${rest[0] ?? ""}'`);
  call.process.killAt = { at: call.kernel.now + ms, exitCode: 143 };
  return rest.slice(1);
});

/** A shell without a script reads it from its input; without input it is over at once. */
const shellFromInput: Program = (call) => {
  const input = call.input([]);
  if ("on" in input) return input;
  if (input.text.trim() === "") return 0;
  const started = startProgram(call.kernel, ["sh", "-c", input.text], call.process.cwd, call.process.env, call.process.pid);
  if ("error" in started) return call.fail(started.error, started.exitCode);
  call.process.run = started;
  return undefined;
};

const PROGRAMS: Readonly<Record<string, Program>> = {
  ...textPrograms,
  ...filterPrograms,
  ...filesystemPrograms,
  ...systemPrograms,
  ...networkPrograms,
  "(image)": imageProcess,
  env,
  timeout,
  nohup: instead((call) => call.args),
  nice: instead((call) => call.options("n").rest),
  setsid: instead((call) => call.args),
  busybox: instead((call) => call.args),
  tini: instead((call) => call.args.filter((arg, i) => !(arg === "--" || (arg.startsWith("-") && i === 0)))),
  ...Object.fromEntries([...SHELLS].map((name) => [name, shellFromInput])),
};

/** They end at once and change nothing but files: a shell runs them itself. */
const DIRECT = new Set([
  "echo",
  "printf",
  "test",
  "[",
  "true",
  "false",
  "kill",
  "pwd",
  "expr",
  "touch",
  "rm",
  "mkdir",
  "date",
  "seq",
  "hostname",
  "basename",
  "dirname",
]);

/** Programs that a learner may well name but that are not simulated: a script that calls one is refused, not run on. */
const ELSEWHERE = new Set(
  "apk apt apt-get awk bc bzip2 cargo chroot cmake composer crontab dig docker dotnet envsubst ffmpeg gawk gcc git go gunzip gunicorn gzip helm hey ab ip iptables iostat java javac jq kubectl ln lsof make mount mysql mysqladmin nginx node npm npx nslookup openssl perl php ping pip pip3 pg_isready psql python python2 python3 redis-cli redis-server rsync ruby scp socat sqlite3 ssh su sudo supervisord tar tcpdump top traceroute umount unzip uvicorn vi vim watch xargs xxd yum zip".split(
    " ",
  ),
);

export function isProgram(name: string): boolean {
  return Object.hasOwn(PROGRAMS, name) && name !== "(image)";
}
export function isDirectProgram(name: string): boolean {
  return DIRECT.has(name);
}
export function isElsewhere(name: string): boolean {
  return ELSEWHERE.has(name.slice(name.lastIndexOf("/") + 1));
}

export function runProgram(kernel: Kernel, process: Process, run: ProgramRun, args: readonly string[] = process.argv.slice(1)): Outcome {
  const program = PROGRAMS[run.name];
  return program === undefined ? 127 : program(new Call(kernel, process, run, args));
}

export interface StartTrouble {
  readonly error: string;
  readonly exitCode: number;
}

/** What runs when a process begins with that command line. */
export function startProgram(
  kernel: Kernel,
  argv: readonly string[],
  cwd: string,
  env: ReadonlyMap<string, string>,
  pid: number,
): Process["run"] | StartTrouble {
  const name = argv[0] ?? "";
  const found = findProgram(kernel, name, cwd);
  if (found.kind === "missing") return { error: "not found", exitCode: 127 };
  if (found.kind === "forbidden") return { error: "Permission denied", exitCode: 126 };
  if (found.kind === "script") return shellOn(kernel, kernel.files.read(found.path) ?? "", name, argv.slice(1), env, pid);
  if (!SHELLS.has(found.name)) return found;
  return startShell(kernel, found, argv, cwd, env, pid);
}

/** `sh -ec 'script' name args`, `sh file args`, or a shell that reads its input. */
function startShell(
  kernel: Kernel,
  run: ProgramRun,
  argv: readonly string[],
  cwd: string,
  env: ReadonlyMap<string, string>,
  pid: number,
): Process["run"] | StartTrouble {
  let at = 1;
  let command = false;
  const options: string[] = [];
  while (/^[-+]\w/.test(argv[at] ?? "")) {
    const word = argv[at++] ?? "";
    if (word.includes("c")) command = true;
    options.push(...word.slice(1).replace(/[cil]/g, ""));
    if (word.endsWith("o")) at++;
  }
  const text = argv[at];
  if (text === undefined) return command ? { error: "-c requires an argument", exitCode: 2 } : run;
  if (command) return withOptions(shellOn(kernel, text, argv[at + 1] ?? argv[0] ?? "sh", argv.slice(at + 2), env, pid), options);
  const file = kernel.files.read(text.startsWith("/") ? text : `${cwd === "/" ? "" : cwd}/${text}`);
  if (file === undefined) return { error: `can't open '${text}': No such file or directory`, exitCode: 2 };
  return withOptions(shellOn(kernel, file, text, argv.slice(at + 1), env, pid), options);
}

function withOptions(shell: Shell | StartTrouble, letters: readonly string[]): Shell | StartTrouble {
  if ("error" in shell) return shell;
  if (letters.includes("e")) shell.options.errexit = true;
  if (letters.includes("x")) shell.options.xtrace = true;
  if (letters.includes("u")) shell.options.nounset = true;
  return shell;
}

function shellOn(
  kernel: Kernel,
  text: string,
  name: string,
  parameters: readonly string[],
  env: ReadonlyMap<string, string>,
  pid: number,
): Shell | StartTrouble {
  try {
    return newShell({ script: kernel.node.parse(text), name, parameters, env, pid });
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    return { error: `line ${error.line}: ${error.message}`, exitCode: 2 };
  }
}

/** `exec`: the process goes on as another program. */
export function becomeProgram(
  kernel: Kernel,
  process: Process,
  argv: readonly string[],
  env: ReadonlyMap<string, string>,
): StartTrouble | undefined {
  const started = startProgram(kernel, argv, process.cwd, env, process.pid);
  if ("error" in started) return started;
  const before = process.run;
  if (before.kind === "shell")
    process.ignored = [...process.ignored, ...[...before.traps].filter(([, action]) => action === "").map(([signal]) => signal)];
  process.run = started;
  process.argv = [...argv];
  process.env = env;
  return undefined;
}
