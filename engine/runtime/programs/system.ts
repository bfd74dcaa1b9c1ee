// Programs about time, processes and the machine: sleep, kill, ps, date, env and their like.

import { formatTime } from "../../api/time.ts";
import { findProgram } from "../findprogram.ts";
import { signalName } from "../signals.ts";
import { durationMs, sizeBytes, type Call, type Program } from "./call.ts";

const sleep: Program = (call) => {
  if (call.memo["until"] === undefined) {
    if (call.args.length === 0) return call.fail("missing operand");
    let total = 0;
    for (const arg of call.args) {
      const ms = durationMs(arg);
      if (ms === undefined) return call.fail(`invalid number '${arg}'`);
      total += ms;
    }
    call.memo["until"] = call.kernel.now + total;
  }
  const until = Number(call.memo["until"]);
  if (until <= call.kernel.now) return 0;
  return until === Number.POSITIVE_INFINITY ? { on: "signal" } : { on: "time", at: until };
};

const kill: Program = (call) => {
  let name = "TERM";
  const pids: string[] = [];
  for (let i = 0; i < call.args.length; i++) {
    const arg = call.args[i] ?? "";
    if (arg === "-l") {
      call.out("HUP INT QUIT KILL USR1 USR2 PIPE ALRM TERM CHLD CONT STOP TSTP\n");
      return 0;
    }
    const given = arg === "-s" ? call.args[++i] : /^-./.test(arg) && arg !== "--" && pids.length === 0 ? arg.slice(1) : undefined;
    if (given === undefined) pids.push(arg);
    else {
      const found = signalName(given);
      if (found === undefined) return call.fail(`bad signal name '${given}'`);
      name = found;
    }
  }
  let status = 0;
  for (const pid of pids.filter((word) => word !== "--")) {
    if (!/^-?\d+$/.test(pid)) status = call.fail(`invalid number '${pid}'`);
    else if (pid === "-1") for (const other of call.kernel.world.processes.keys()) call.kernel.signal(other, name, true);
    else if (!call.kernel.signal(Math.abs(Number(pid)), name, true)) status = call.fail(`can't kill pid ${pid}: No such process`);
  }
  return status;
};

/** pkill, killall: by name. */
const killByName: Program = (call) => {
  const words = call.args.filter((arg) => !arg.startsWith("-"));
  const given = call.args.find((arg) => /^-[A-Z0-9]+$/.test(arg))?.slice(1);
  const name = given === undefined ? "TERM" : (signalName(given) ?? "TERM");
  const hits = matching(call, words[0] ?? "");
  for (const pid of hits) call.kernel.signal(pid, name, true);
  return hits.length > 0 ? 0 : 1;
};

const listByName: Program = (call) => {
  const hits = matching(call, call.args.filter((arg) => !arg.startsWith("-"))[0] ?? "");
  call.out(hits.length === 0 ? "" : call.name === "pidof" ? `${hits.join(" ")}\n` : hits.map((pid) => `${pid}\n`).join(""));
  return hits.length > 0 ? 0 : 1;
};

function matching(call: Call, text: string): number[] {
  return [...call.kernel.world.processes.values()]
    .filter((process) => process !== call.process && (process.argv[0] ?? "").includes(text))
    .map((process) => process.pid);
}

const ps: Program = (call) => {
  call.out("PID   USER     TIME  COMMAND\n");
  for (const process of call.kernel.world.processes.values())
    call.out(`${String(process.pid).padStart(5)} root      0:00 ${process.argv.join(" ")}\n`);
  return 0;
};

const DAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const date: Program = (call) => {
  const format =
    call.args.find((arg) => arg.startsWith("+"))?.slice(1) ??
    (call.args.some((arg) => arg.startsWith("-I")) ? "%Y-%m-%d" : "%a %b %e %H:%M:%S UTC %Y");
  const { now } = call.kernel;
  const iso = formatTime(now);
  const day = Number(iso.slice(8, 10));
  const fields: Readonly<Record<string, string>> = {
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    e: String(day).padStart(2),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    F: iso.slice(0, 10),
    T: iso.slice(11, 19),
    R: iso.slice(11, 16),
    s: String(Math.floor(now / 1000)),
    N: String(Math.floor(now % 1000))
      .padStart(3, "0")
      .padEnd(9, "0"),
    a: DAYS[Math.floor(now / 86_400_000) % 7] ?? "",
    b: MONTHS[Number(iso.slice(5, 7)) - 1] ?? "",
    Z: "UTC",
    z: "+0000",
    n: "\n",
    t: "\t",
    "%": "%",
  };
  call.out(`${format.replace(/%([A-Za-z%])/g, (all, letter: string) => fields[letter] ?? all)}\n`);
  return 0;
};

const says =
  (text: (call: Call) => string): Program =>
  (call) => {
    call.out(`${text(call)}\n`);
    return 0;
  };

const printenv: Program = (call) => {
  let status = 0;
  if (call.args.length === 0) for (const [name, value] of call.process.env) call.out(`${name}=${value}\n`);
  for (const name of call.args) {
    const value = call.process.env.get(name);
    if (value === undefined) status = 1;
    else call.out(`${value}\n`);
  }
  return status;
};

const uname: Program = (call) => {
  const flags = call.args.join("");
  call.out(
    flags.includes("a")
      ? `Linux ${call.kernel.sandbox.hostname} 6.1.0 #1 SMP x86_64 GNU/Linux\n`
      : flags.includes("r")
        ? "6.1.0\n"
        : flags.includes("m")
          ? "x86_64\n"
          : flags.includes("n")
            ? `${call.kernel.sandbox.hostname}\n`
            : "Linux\n",
  );
  return 0;
};

const which: Program = (call) => {
  let status = 0;
  for (const name of call.args) {
    const found = findProgram(call.kernel, name, call.process.cwd);
    if (found.kind === "program") call.out(`/bin/${name}\n`);
    else status = 1;
  }
  return status;
};

const expr: Program = (call) => {
  const [left = "", operator, right = "", ...rest] = call.args;
  if (operator === undefined) {
    call.out(`${left}\n`);
    return left === "" || left === "0" ? 1 : 0;
  }
  if (rest.length > 0) return call.fail("syntax error", 2);
  const value = calculate(left, operator, right);
  if (value === undefined)
    return call.fail(
      /^[-+*/%]$/.test(operator)
        ? /^-?\d+$/.test(left + right) && /[/%]/.test(operator)
          ? "division by zero"
          : "non-numeric argument"
        : "syntax error",
      2,
    );
  call.out(`${value}\n`);
  return value === "0" || value === "" ? 1 : 0;
};

function calculate(left: string, operator: string, right: string): string | undefined {
  const [a, b] = [Number(left), Number(right)];
  const numeric = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
  const compared = numeric ? a - b : left < right ? -1 : left > right ? 1 : 0;
  const truth = (value: boolean): string => (value ? "1" : "0");
  switch (operator) {
    case "+":
      return numeric ? String(a + b) : undefined;
    case "-":
      return numeric ? String(a - b) : undefined;
    case "*":
      return numeric ? String(a * b) : undefined;
    case "/":
      return numeric && b !== 0 ? String(Math.trunc(a / b)) : undefined;
    case "%":
      return numeric && b !== 0 ? String(a % b) : undefined;
    case "=":
    case "==":
      return truth(compared === 0);
    case "!=":
      return truth(compared !== 0);
    case "<":
      return truth(compared < 0);
    case "<=":
      return truth(compared <= 0);
    case ">":
      return truth(compared > 0);
    case ">=":
      return truth(compared >= 0);
    case "|":
      return left !== "" && left !== "0" ? left : right;
    case "&":
      return left !== "" && left !== "0" && right !== "" && right !== "0" ? left : "0";
    default:
      return undefined;
  }
}

/** Takes memory and holds it, as the images of that name do. */
const stress: Program = (call) => {
  if (call.memo["begun"] === undefined) {
    const at = call.args.indexOf("--vm-bytes");
    call.memo["begun"] = true;
    const vm = call.args.indexOf("--vm");
    const bytes = at < 0 ? 0 : (sizeBytes(call.args[at + 1] ?? "") ?? 0);
    call.process.memoryBytes += bytes * Math.max(1, Number(vm < 0 ? 1 : call.args[vm + 1]) || 1);
    call.out(`stress: info: [1] dispatching hogs: 0 cpu, 0 io, ${vm < 0 ? 0 : call.args[vm + 1]} vm, 0 hdd\n`);
    if (call.kernel.overflows()) return 137;
  }
  const until = call.args.findIndex((arg) => arg === "-t" || arg === "--timeout");
  const ms = until < 0 ? undefined : durationMs(call.args[until + 1] ?? "");
  if (ms === undefined) return { on: "signal" };
  call.memo["until"] ??= call.kernel.now + ms;
  return Number(call.memo["until"]) <= call.kernel.now ? 0 : { on: "time", at: Number(call.memo["until"]) };
};

export const systemPrograms: Readonly<Record<string, Program>> = {
  sleep,
  usleep: (call) => {
    call.memo["until"] ??= call.kernel.now + Math.ceil(Number(call.args[0] ?? 0) / 1000);
    return Number(call.memo["until"]) <= call.kernel.now ? 0 : { on: "time", at: Number(call.memo["until"]) };
  },
  kill,
  pkill: killByName,
  killall: killByName,
  pgrep: listByName,
  pidof: listByName,
  ps,
  date,
  printenv,
  uname,
  which,
  expr,
  stress,
  true: () => 0,
  false: () => 1,
  pwd: says((call) => call.process.cwd),
  whoami: says(() => "root"),
  id: says((call) => (call.args.includes("-u") || call.args.includes("-g") ? "0" : "uid=0(root) gid=0(root) groups=0(root)")),
  hostname: says((call) => (call.args.includes("-i") ? call.kernel.sandbox.ip : call.kernel.sandbox.hostname)),
  nproc: says(() => "2"),
  tty: says(() => "not a tty"),
};
