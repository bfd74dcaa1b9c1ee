// The letter and the fill that stand for a controller wherever its pods are. Once given they stay, whatever comes or goes.

import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { ControllerRow } from "../worker/rows.ts";
import { naturalOrder } from "./naturalOrder.ts";
import { sceneStore } from "./scene.ts";

export interface Identity {
  readonly letter: string;
  /** 1 to 5: which of the soft fills. */
  readonly fill: number;
}

const FILLS = 5;
const UNKNOWN: Identity = { letter: "?", fill: 5 };

/** Pure: keeps what is given, adds what is new, in order of creation. */
export function assignIdentities(
  known: ReadonlyMap<string, Identity>,
  controllers: Iterable<ControllerRow>,
): ReadonlyMap<string, Identity> {
  const present = [...controllers];
  const fresh = present.filter(({ uid }) => !known.has(uid));
  if (fresh.length === 0 && present.length === known.size) return known;
  const next = new Map<string, Identity>();
  for (const { uid } of present) {
    const identity = known.get(uid);
    if (identity !== undefined) next.set(uid, identity);
  }
  for (const row of fresh.sort((a, b) => a.createdAt - b.createdAt || naturalOrder(a.name, b.name)))
    next.set(row.uid, newIdentity(row.name, next));
  return next;
}

/** The first letter of the name; if taken, the next unused one of the name, then a digit. */
function newIdentity(name: string, taken: ReadonlyMap<string, Identity>): Identity {
  const letters = new Set([...taken.values()].map(({ letter }) => letter));
  const fills = [...taken.values()].map(({ fill }) => fill);
  const own = [...name.toUpperCase()].filter((letter) => /[A-Z]/.test(letter));
  const letter = [...own, ..."123456789"].find((candidate) => !letters.has(candidate)) ?? "•";
  return { letter, fill: leastUsed(fills) };
}

function leastUsed(fills: readonly number[]): number {
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let fill = 1; fill <= FILLS; fill++) {
    const uses = fills.filter((used) => used === fill).length;
    if (uses < least) [best, least] = [fill, uses];
  }
  return best;
}

export const identityStore = createStore<{ readonly identities: ReadonlyMap<string, Identity> }>()(() => ({ identities: new Map() }));

sceneStore.subscribe((scene, before) => {
  if (scene.controllers !== before.controllers)
    identityStore.setState(({ identities }) => ({ identities: assignIdentities(identities, scene.controllers.values()) }));
});

export function useIdentity(uid: string): Identity {
  return useStore(identityStore, ({ identities }) => identities.get(uid) ?? UNKNOWN);
}

const SHORT: Readonly<Record<string, string>> = {
  ReplicationController: "rc",
  ReplicaSet: "rs",
  DaemonSet: "ds",
  Deployment: "deploy",
  StatefulSet: "sts",
  Job: "job",
  CronJob: "cj",
  Pod: "pod",
  Node: "node",
};

/** `rc/kubia`: how a thing is named in sentences, and what kubectl accepts. */
export function shortRef(ref: { readonly kind: string; readonly name: string }): string {
  return `${SHORT[ref.kind] ?? ref.kind.toLowerCase()}/${ref.name}`;
}
