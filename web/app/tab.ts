// Which kept session is this tab's. A reload keeps the tab's name; a tab that was duplicated, or a new one, has to take one
// that no other tab holds.

import { EVER_KEPT_KEY, TAB_KEY } from "./remembered.ts";

/** A page that is being reloaded lets go of its name a little later than its successor asks for it. */
const PATIENCE_MS = 800;

/** Where the tab was left: written when it is hidden or closed, when no answer of the worker can be waited for. */
export interface Leaving {
  readonly until: number;
  readonly savedAt: number;
  readonly speed: number;
  readonly running: boolean;
}

interface Tab {
  readonly id: string;
  readonly left?: Leaving;
}

/** This tab's, or undefined when it has none or storage is refused. */
export function readTab(): Tab | undefined {
  try {
    const tab: unknown = JSON.parse(sessionStorage.getItem(TAB_KEY) ?? "null");
    return typeof tab === "object" && tab !== null && "id" in tab && typeof tab.id === "string" ? (tab as Tab) : undefined; // only `writeTab` writes
  } catch {
    return undefined;
  }
}

export function writeTab(tab: Tab): void {
  try {
    sessionStorage.setItem(TAB_KEY, JSON.stringify(tab));
  } catch {
    // Then a reload takes the newest session that is kept.
  }
}

/** Whether this tab has a session, or any was ever kept in this browser. Throws where storage is forbidden. */
export function isAnyKept(): boolean {
  return readTab() !== undefined || localStorage.getItem(EVER_KEPT_KEY) !== null;
}

/** The same; where storage is forbidden everybody comes for the first time. */
export function isReturning(): boolean {
  try {
    return isAnyKept();
  } catch {
    return false;
  }
}

/** Reading the property throws where storage is forbidden. */
export function localStorageIfAny(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** Throws where storage is forbidden. */
export function rememberKept(): void {
  localStorage.setItem(EVER_KEPT_KEY, "yes");
}

export function newTabId(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

/** True when the name is now this tab's, as long as it lives. Without locks nobody can tell, and a tab has what it says it has. */
export async function holdTab(id: string, patient: boolean): Promise<boolean> {
  if (navigator.locks === undefined) return patient;
  const options = patient ? { signal: AbortSignal.timeout(PATIENCE_MS) } : { ifAvailable: true };
  return new Promise((settle) => {
    const held = (lock: Lock | null): Promise<void> => {
      settle(lock !== null);
      return lock === null ? Promise.resolve() : new Promise(() => undefined); // never: the lock goes with the page
    };
    navigator.locks.request(`podyard ${id}`, options, held).catch(() => settle(false));
  });
}
