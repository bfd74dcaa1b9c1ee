// What the kubelet's scenarios miss, named one by one in docs/supported.md: written from the run, so that it stays true.
// Each miss gets the first reason here that fits it; one without a reason says so.

import type { Comparison, Difference } from "./compare.mjs";

interface Reason {
  /** A scenario, or what its name begins with. */
  readonly scenario: string;
  readonly what: RegExp;
  readonly why: string;
}

const SLOW = "The recorded machine was busy: the pod started seconds later, and all that follows with it.";
const PHASE = "Chance: where in its period a loop of the recorded cluster was (heartbeats 10 s, node monitor 5 s, pod collector 20 s).";
const JITTER = "Chance: a waiting kubelet looks again after 1 to 1.5 times the wait (KL-26), and each draw moves those after it.";

const REASONS: readonly Reason[] = [
  { scenario: "node-", what: /NodeNotSchedulable|NodeSchedulable|RegisteredNode/, why: PHASE },
  { scenario: "node-deleted", what: /Killing/, why: PHASE },
  { scenario: "node-drain", what: /kubectl drain/, why: "Chance: pods are evicted in parallel (KL-211), so the lines come in any order." },
  {
    scenario: "node-",
    what: /FailedScheduling/,
    why: "Chance: how often the scheduler tries again hangs on what else happens meanwhile, to the millisecond.",
  },
  {
    scenario: "node-",
    what: /kubectl describe node/,
    why: "The recorded machine: its address, memory and disk, and when it last reported.",
  },
  {
    scenario: "node-joins",
    what: /web-#/,
    why: "Chance: to which of two equal nodes a pod goes, and so whether its node is drained later.",
  },
  {
    scenario: "node-taint-noexecute",
    what: /SuccessfulDelete/,
    why: "Chance: the DaemonSet controller and the taint eviction want the same pod gone, and whoever comes first tells of it.",
  },
  { scenario: "node-", what: /time of|first seen|state missing/, why: SLOW },
  { scenario: "pod-crashloop-", what: /./, why: JITTER },
  { scenario: "pod-image-pull-backoff", what: /./, why: JITTER },
  {
    scenario: "probe-liveness-and-readiness",
    what: /Readiness probe failed: $/,
    why: "Chance: an attempt was under way in the very milliseconds in which its container was killed.",
  },
  {
    scenario: "probe-liveness-threshold-1",
    what: /./,
    why: "Whole seconds count for the initial delay (KL-122): the recorded container started after one, ours before it, so the first attempt is one period apart.",
  },
  {
    scenario: "probe-liveness-wrong-port",
    what: /./,
    why: "The same (KL-122): the recorded second run began at a whole second, 2.6 s before the tick that it missed.",
  },
  { scenario: "probe-liveness-crashloop", what: /./, why: JITTER },
  { scenario: "probe-liveness-", what: /restarts=|state (missing|too many)/, why: JITTER },
  { scenario: "notes-liveness-pod", what: /./, why: JITTER },
  {
    scenario: "",
    what: /kubectl (get|describe) .*stdout/,
    why: "Chance: at that second the two clusters were a moment apart, one before a step and one after it.",
  },
];

const BEGIN = "<!-- misses: npm run conformance -- --misses docs/supported.md -->";
const END = "<!-- end of misses -->";
export const MISSES_OF: readonly string[] = ["pod-", "probe-", "notes-", "node-"];
const WIDEST = 90;

/** The page with its list of misses written anew; it must have the two marks. */
export function withMisses(page: string, results: readonly Comparison[]): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no place for the misses: ${BEGIN} … ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n${missesOf(results)}\n${page.slice(end)}`;
}

function missesOf(results: readonly Comparison[]): string {
  const ours = results.filter(({ name }) => MISSES_OF.some((prefix) => name.startsWith(prefix)));
  const passed = ours.reduce((sum, one) => sum + one.passed, 0);
  const made = ours.reduce((sum, one) => sum + one.made, 0);
  const rows = ours.flatMap(({ name, differences }) => differences.map((difference) => row(name, difference)));
  const share = `${passed} of ${made} checks of ${ours.length} scenarios pass (${((100 * passed) / made).toFixed(1)} %). The other ${rows.length}:`;
  return ["", share, "", "| scenario | check | recorded | Podyard | why |", "|---|---|---|---|---|", ...rows, ""].join("\n");
}

function row(scenario: string, { what, expected, got }: Difference): string {
  const why = REASONS.find((reason) => scenario.startsWith(reason.scenario) && reason.what.test(what))?.why ?? "not known";
  return `| ${[`\`${scenario}\``, ...[what, expected, got].map(cell), why].join(" | ")} |`;
}

function cell(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const cut = line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
  return cut.replace(/[|<]/g, (character) => (character === "|" ? "\\|" : "&lt;"));
}
