// The terminal's transcript and what runs in it. What is done by pointer appears here too, as the command that it stands
// for. Bounded: old output goes first.

import { createStore } from "zustand/vanilla";
import { openLive } from "../editor/live.ts";
import { fileTexts } from "../editor/files.ts";
import { translate } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { uiStore } from "../store/ui.ts";
import { cluster, type KubectlRun } from "../worker/client.ts";
import { flagOf, type Meaning, meaningOf } from "./shell.ts";

export interface Piece {
  readonly stream: "stdout" | "stderr" | "note";
  readonly text: string;
}

export interface Entry {
  readonly id: number;
  /** The lines as typed; none for what was done by pointer, which has its command. */
  readonly prompt: string;
  readonly byPointer: boolean;
  readonly output: readonly Piece[];
}

export interface Terminal {
  readonly entries: readonly Entry[];
  readonly running: boolean;
  /** Lines so far of a text that ends with `until`. */
  readonly pending: readonly string[];
  readonly until: string | undefined;
  readonly history: readonly string[];
  /** A line that another part of the page puts into the prompt. It is not run. */
  readonly draft: string | undefined;
}

const KEY = "podyard.history";
const KEPT_HISTORY = 200;
const MOST_ENTRIES = 200;
/** Characters of one command's output, and of the whole. */
const MOST_OUTPUT = 100_000;
const MOST_ALL = 300_000;
const KEPT_ANSWER = 4000;

export const terminalStore = createStore<Terminal>()(() => ({
  entries: [],
  running: false,
  pending: [],
  until: undefined,
  history: readHistory(),
  draft: undefined,
}));

/** Puts a line into the prompt; the learner presses Enter. */
export function offer(draft: string): void {
  terminalStore.setState({ draft });
  uiStore.setState({ bottomTab: "kubectl", bottomCollapsed: false });
}

let nextId = 1;
let present: KubectlRun | undefined;
/** Ids in the command store that were typed here: they are in the transcript already. */
const own = new Set<number>();

export async function submit(line: string): Promise<void> {
  const { pending, running } = terminalStore.getState();
  if (running) return;
  const lines = [...pending, line];
  if (pending.length === 0) remember(line);
  const meaning = meaningOf(lines, fileTexts());
  if (meaning.type === "more") {
    terminalStore.setState({ pending: lines, until: meaning.until });
    return;
  }
  terminalStore.setState({ pending: [], until: undefined });
  await act(meaning, lines.join("\n"));
}

/** Pasted or dropped lines, one after another. */
export async function submitAll(lines: readonly string[]): Promise<void> {
  for (const line of lines) await submit(line);
}

async function act(meaning: Exclude<Meaning, { type: "more" }>, typed: string): Promise<void> {
  if (meaning.type === "clear") {
    terminalStore.setState({ entries: [] });
    return;
  }
  const id = addEntry(typed, false);
  switch (meaning.type) {
    case "empty":
      return;
    case "help":
      return runKubectl(id, "kubectl --help", undefined, false);
    case "kubectl":
      return runKubectl(id, meaning.line, meaning.stdin, true);
    case "files":
      return addOutput(
        id,
        "stdout",
        Object.keys(fileTexts())
          .map((name) => `${name}\n`)
          .join(""),
      );
    case "print":
      return addOutput(id, "stdout", meaning.text);
    case "error":
      return addOutput(id, "stderr", `${meaning.text}\n`);
    case "edit":
      return edit(id, meaning);
  }
}

async function edit(id: number, { kind, name, namespace }: Extract<Meaning, { type: "edit" }>): Promise<void> {
  const found = await openLive({ kind, name, namespace });
  if (found) addOutput(id, "note", `${translate("terminal.opened", { name: `${kind}/${name}` })}\n`);
  else await runKubectl(id, `kubectl get ${kind} ${name}${namespace === undefined ? "" : ` -n ${namespace}`}`, undefined, false);
}

async function runKubectl(id: number, line: string, stdin: string | undefined, echoed: boolean): Promise<void> {
  const { echo, answer, began } = commandStore.getState();
  terminalStore.setState({ running: true });
  let out = "";
  const onOutput = (text: string, stream: "stdout" | "stderr"): void => {
    if (out.length < KEPT_ANSWER) out += text;
    addOutput(id, stream, text);
  };
  // Before the command is on its way, or the store would tell it as somebody else's.
  const echoId = echoed ? typedHere(() => echo(line, clockStore.getState().now, flagOf(line))) : undefined;
  const onAction = (action: number): void => void (echoId !== undefined && began(echoId, action));
  let code = 1;
  try {
    present = cluster.kubectl(line, { files: fileTexts(), onOutput, onAction, ...(stdin === undefined ? {} : { stdin }) });
    code = await present.done;
  } catch (error) {
    onOutput(`error: ${error instanceof Error ? error.message : String(error)}\n`, "stderr");
  }
  present = undefined;
  if (out.startsWith(NO_TTY)) addOutput(id, "note", `${translate("terminal.noTty")}\n`);
  if (echoId !== undefined) answer(echoId, out.slice(0, KEPT_ANSWER), code !== 0 && code !== INTERRUPTED);
  terminalStore.setState({ running: false });
}

/** kubectl exec -it, where nobody can type into the container. */
const NO_TTY = "Unable to use a TTY";
const INTERRUPTED = 130;

/** Ctrl+C: ends what runs, or gives up the lines typed so far. */
export function interrupt(line: string): void {
  if (present !== undefined) {
    const last = terminalStore.getState().entries.findLast(({ byPointer }) => !byPointer);
    if (last !== undefined) addOutput(last.id, "note", "^C\n");
    present.interrupt();
    return;
  }
  const { pending } = terminalStore.getState();
  addEntry(`${[...pending, line].join("\n")}^C`, false);
  terminalStore.setState({ pending: [], until: undefined });
}

export function clearTranscript(): void {
  terminalStore.setState({ entries: [] });
}

/** What Tab found more than one of. */
export function showCandidates(line: string, candidates: readonly string[]): void {
  const id = addEntry(line, false);
  addOutput(id, "stdout", `${candidates.join("  ")}\n`);
}

function addEntry(prompt: string, byPointer: boolean): number {
  const id = nextId++;
  terminalStore.setState(({ entries }) => ({ entries: [...entries, { id, prompt, byPointer, output: [] }].slice(-MOST_ENTRIES) }));
  return id;
}

function addOutput(id: number, stream: Piece["stream"], text: string): void {
  if (text === "") return;
  terminalStore.setState(({ entries }) => ({
    entries: withinBounds(
      entries.map((entry) => (entry.id === id ? { ...entry, output: appended(entry.output, { stream, text }) } : entry)),
    ),
  }));
}

/** Pure: pieces of one stream run together; what is over the limit goes from the beginning, at a line. */
export function appended(output: readonly Piece[], piece: Piece): readonly Piece[] {
  const last = output.at(-1);
  const joined = last?.stream === piece.stream ? [...output.slice(0, -1), { ...last, text: last.text + piece.text }] : [...output, piece];
  let over = joined.reduce((sum, { text }) => sum + text.length, 0) - MOST_OUTPUT;
  if (over <= 0) return joined;
  const kept: Piece[] = [];
  for (const one of joined) {
    const cut = Math.min(Math.max(0, over), one.text.length);
    over -= one.text.length;
    const text = cut === 0 ? one.text : one.text.slice(one.text.indexOf("\n", cut) + 1 || cut);
    if (text !== "") kept.push({ ...one, text });
  }
  return kept;
}

function withinBounds(entries: readonly Entry[]): readonly Entry[] {
  let size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  let from = 0;
  while (size > MOST_ALL && from < entries.length - 1) size -= sizeOf(entries[from++] as Entry); // within the list
  return from === 0 ? entries : entries.slice(from);
}

function sizeOf(entry: Entry): number {
  return entry.prompt.length + entry.output.reduce((sum, { text }) => sum + text.length, 0);
}

let isTypedHere = false;

function typedHere(act: () => number): number {
  isTypedHere = true;
  const id = act();
  isTypedHere = false;
  own.add(id);
  return id;
}

/** Entries of the transcript by id in the command store: an answer may come later. */
const foreign = new Map<number, number>();

function followCommands(): void {
  const { echoes } = commandStore.getState();
  if (isTypedHere) return;
  for (const { id, line, out, failed } of echoes) {
    if (own.has(id)) continue;
    const known = foreign.get(id);
    const entry = known ?? addEntry(line, true);
    foreign.set(id, entry);
    const isAnswered = terminalStore.getState().entries.find((one) => one.id === entry)?.output.length !== 0;
    if (out !== undefined && out.trim() !== "" && !isAnswered)
      addOutput(entry, failed ? "stderr" : "stdout", out.endsWith("\n") ? out : `${out}\n`);
  }
}

followCommands();
commandStore.subscribe(followCommands);

/** Brings it back with the arrow keys. */
export function remember(line: string): void {
  if (line.trim() === "") return;
  terminalStore.setState(({ history }) => ({ history: [...history.filter((one) => one !== line), line].slice(-KEPT_HISTORY) }));
  try {
    localStorage.setItem(KEY, JSON.stringify(terminalStore.getState().history));
  } catch {
    // Works without being kept.
  }
}

function readHistory(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((line) => typeof line === "string").slice(-KEPT_HISTORY) : [];
  } catch {
    return [];
  }
}
