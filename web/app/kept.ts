// Sessions in this browser's IndexedDB: a few, each of a bounded size. Every call rejects where storage is refused.

import type { CommandEcho } from "../store/commands.ts";
import type { Pace, SessionFile } from "../worker/protocol.ts";

export interface Kept {
  /** Of the tab that keeps it. */
  readonly id: string;
  /** Wall time. */
  readonly savedAt: number;
  /** The part of the address that may hold a link: the session began from it. */
  readonly address: string;
  readonly session: SessionFile;
  readonly pace: Pace;
  readonly echoes: readonly CommandEcho[];
}

const NAME = "podyard";
const STORE = "sessions";
const MOST_SESSIONS = 6;
const MOST_INPUTS = 20_000;
const MOST_LETTERS = 8_000_000;
const MOST_AGE_MS = 60 * 24 * 3_600_000;

let opened: Promise<IDBDatabase> | undefined;

/** Newest first. */
export async function keptSessions(): Promise<readonly Kept[]> {
  const all = await ask<Kept[]>("readonly", (store) => store.getAll()); // only `keepSession` writes
  return all.toSorted((a, b) => b.savedAt - a.savedAt);
}

/** Throws also when the session is too large to be kept. */
export async function keepSession(kept: Kept): Promise<void> {
  if (!fits(kept.session)) throw new Error("The session is too large to be kept.");
  await ask("readwrite", (store) => store.put(kept));
}

export async function forgetSession(id: string): Promise<void> {
  await ask("readwrite", (store) => store.delete(id));
}

/** Forgets the oldest ones when there are too many, and those of long ago. */
export async function tidySessions(now: number): Promise<void> {
  const all = await keptSessions();
  for (const { id } of all.filter(({ savedAt }, i) => i >= MOST_SESSIONS || now - savedAt > MOST_AGE_MS)) await forgetSession(id);
}

function fits({ inputs, options }: SessionFile): boolean {
  const letters = [...inputs.map(({ request }) => request.body ?? ""), ...options.manifests].reduce((sum, text) => sum + text.length, 0);
  return inputs.length <= MOST_INPUTS && letters <= MOST_LETTERS;
}

async function ask<T>(mode: IDBTransactionMode, what: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return settled(what(database.transaction(STORE, mode).objectStore(STORE)));
}

function open(): Promise<IDBDatabase> {
  opened ??= (async () => {
    const request = indexedDB.open(NAME, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE, { keyPath: "id" }));
    const database = await settled(request);
    // A newer page in another tab may want to change the database.
    database.addEventListener("versionchange", () => database.close());
    return database;
  })();
  return opened;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((settle, fail) => {
    request.addEventListener("success", () => settle(request.result));
    request.addEventListener("error", () => fail(request.error ?? new Error("The browser keeps nothing.")));
    request.addEventListener("blocked", () => fail(new Error("Another tab holds the database.")));
  });
}
