// The files that the editor holds: texts of the learner, kept in this browser. Nothing typed is lost: a file that is closed
// can be opened again, and a text that comes from elsewhere never takes the place of one that was changed here.

import { createStore } from "zustand/vanilla";
import { exampleOf, type ExampleFile, FIRST_EXAMPLE } from "../lessons/examples.ts";
import { handoffStore } from "../store/handoff.ts";

/** An object whose YAML a file shows as it was when it was opened. */
export interface LiveRef {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

export interface EditorFile {
  readonly id: number;
  readonly name: string;
  readonly text: string;
  /** The text as it was opened or last applied; undefined for one that was begun here. */
  readonly base: string | undefined;
  readonly live: LiveRef | undefined;
}

export interface Files {
  readonly files: readonly EditorFile[];
  readonly activeId: number;
  /** Closed last, newest last. */
  readonly closed: readonly EditorFile[];
  /** False when the browser keeps nothing. */
  readonly kept: boolean;
  open(file: ExampleFile, live?: LiveRef): void;
  /** A file that is begun here: it takes no other's place. */
  create(begun?: ExampleFile): void;
  close(id: number): void;
  reopen(): void;
  /** False when another file has that name or it is no name. */
  rename(id: number, name: string): boolean;
  write(id: number, text: string): void;
  activate(id: number): void;
  applied(id: number, text: string): void;
}

const KEY = "podyard.files";
const KEPT_CLOSED = 10;
const KEEP_AFTER_MS = 300;
const NEW_NAME = "new.yaml";
let nextId = 1;

export const fileStore = createStore<Files>()((set, get) => ({
  ...readKept(),
  closed: [],
  kept: true,
  open: ({ name, text }, live) => {
    const { files } = get();
    const wanted = withoutReturns(text);
    const same = files.find((file) => file.name === name);
    if (same !== undefined && (same.text === wanted || same.text === same.base)) {
      set({ files: replaced(files, { ...same, text: wanted, base: wanted, live }), activeId: same.id });
      return;
    }
    add({ name: freeName(name, files), text: wanted, base: wanted, live });
  },
  create: ({ name, text } = { name: NEW_NAME, text: "" }) =>
    add({ name: freeName(name, get().files), text, base: undefined, live: undefined }),
  close: (id) =>
    set(({ files, activeId, closed }) => {
      const index = files.findIndex((file) => file.id === id);
      const file = files[index];
      if (file === undefined) return {};
      const left = files.filter((one) => one !== file);
      const next = left[Math.min(index, left.length - 1)]?.id ?? 0;
      return { files: left, activeId: activeId === id ? next : activeId, closed: [...closed, file].slice(-KEPT_CLOSED) };
    }),
  reopen: () =>
    set(({ files, closed }) => {
      const file = closed.at(-1);
      if (file === undefined) return {};
      return { files: [...files, { ...file, name: freeName(file.name, files) }], activeId: file.id, closed: closed.slice(0, -1) };
    }),
  rename: (id, name) => {
    const { files } = get();
    const file = files.find((one) => one.id === id);
    const wanted = name.trim();
    if (file === undefined || wanted === "" || wanted.length > 120) return false;
    if (files.some((one) => one.id !== id && one.name === wanted)) return false;
    set({ files: replaced(files, { ...file, name: wanted }) });
    return true;
  },
  write: (id, text) =>
    set(({ files }) => {
      const file = files.find((one) => one.id === id);
      return file === undefined || file.text === text ? {} : { files: replaced(files, { ...file, text: withoutReturns(text) }) };
    }),
  activate: (id) => set({ activeId: id }),
  applied: (id, text) =>
    set(({ files }) => {
      const file = files.find((one) => one.id === id);
      return file === undefined ? {} : { files: replaced(files, { ...file, base: text, live: undefined }) };
    }),
}));

function add(file: Omit<EditorFile, "id">): void {
  const fresh = { ...file, id: nextId++ };
  fileStore.setState(({ files }) => ({ files: [...files, fresh], activeId: fresh.id }));
}

export function activeFile({ files, activeId }: Files): EditorFile | undefined {
  return files.find((file) => file.id === activeId);
}

/** What `-f NAME` finds. */
export function fileTexts(): Readonly<Record<string, string>> {
  return Object.fromEntries(fileStore.getState().files.map(({ name, text }) => [name, text]));
}

function replaced(files: readonly EditorFile[], file: EditorFile): readonly EditorFile[] {
  return files.map((one) => (one.id === file.id ? file : one));
}

/** `pod.yaml`, `pod-2.yaml`, `pod-3.yaml`. */
export function freeName(name: string, files: readonly { readonly name: string }[]): string {
  const taken = new Set(files.map((file) => file.name));
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${stem}-${n}${ending}`;
  return free;
}

/** Lines and columns count the same everywhere when lines end in one way. */
function withoutReturns(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function readKept(): Pick<Files, "files" | "activeId"> {
  const kept = parseKept(readStorage());
  const files = kept?.files.map((file) => ({ ...file, id: nextId++ })) ?? exampleFiles();
  return { files, activeId: files[kept?.active ?? 0]?.id ?? files[0]?.id ?? 0 };
}

function exampleFiles(): readonly EditorFile[] {
  return exampleOf(FIRST_EXAMPLE).files.map((file) => ({ ...file, id: nextId++, base: file.text, live: undefined }));
}

function readStorage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage may be forbidden; the editor works without it.
    return null;
  }
}

interface Kept {
  readonly files: readonly Omit<EditorFile, "id">[];
  readonly active: number;
}

/** Pure: undefined for anything that this page did not write. */
export function parseKept(json: string | null): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(json ?? "null");
    if (typeof kept !== "object" || kept === null || !("files" in kept) || !Array.isArray(kept.files)) return undefined;
    const files = kept.files.filter(isKeptFile).map(({ name, text, base, live }) => ({ name, text, base, live }));
    const active = "active" in kept && typeof kept.active === "number" ? kept.active : 0;
    return files.length === kept.files.length ? { files, active } : undefined;
  } catch {
    return undefined;
  }
}

function isKeptFile(file: unknown): file is Omit<EditorFile, "id"> {
  if (typeof file !== "object" || file === null) return false;
  const { name, text, base, live } = file as Partial<Record<keyof EditorFile, unknown>>;
  const isLive = live === undefined || (typeof live === "object" && live !== null && "kind" in live && "name" in live);
  return typeof name === "string" && typeof text === "string" && (base === undefined || typeof base === "string") && isLive;
}

let timer: ReturnType<typeof setTimeout> | undefined;

function keep(): void {
  clearTimeout(timer);
  timer = undefined;
  const { files, activeId, kept } = fileStore.getState();
  const active = files.findIndex((file) => file.id === activeId);
  try {
    localStorage.setItem(KEY, JSON.stringify({ files: files.map(({ id: _id, ...file }) => file), active }));
    if (!kept) fileStore.setState({ kept: true });
  } catch {
    // Full or forbidden: the foot of the editor says so.
    if (kept) fileStore.setState({ kept: false });
  }
}

fileStore.subscribe((now, before) => {
  if (now.files === before.files && now.activeId === before.activeId) return;
  timer ??= setTimeout(keep, KEEP_AFTER_MS);
});

if (typeof window !== "undefined") window.addEventListener("pagehide", () => timer !== undefined && keep());

let takenId = 0;

/** Opens what another part of the screen handed over. */
export function takeHandoff(): void {
  const { file } = handoffStore.getState();
  if (file === undefined || file.id === takenId) return;
  takenId = file.id;
  fileStore.getState().open(file);
}
