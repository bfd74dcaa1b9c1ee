// Pods that a controller owns match its selector, but for the moment that releasing one takes. A pod that is over is left
// to its owner: a ReplicaSet looks at active pods only (REF-2, GEN-41).

import { controllerOf } from "../../api/object.ts";
import { isPodTerminal } from "../../api/podstate.ts";
import { matchesSelector, selectorOf, selectorOfMap, type Selector } from "../../api/selector.ts";
import type { Checker, World } from "./checker.ts";

const RELEASE_MS = 10_000;

export function newOwnedMatch(): Checker {
  let since = new Map<string, number>();
  return (world) => {
    const selectors = selectorsOf(world);
    const still = new Map<string, number>();
    const complaints: string[] = [];
    for (const pod of world.pods) {
      const { uid, name, labels, deletionTimestamp } = pod.metadata;
      const selector = selectors.get(controllerOf(pod)?.uid ?? "");
      if (selector === undefined || deletionTimestamp !== undefined || isPodTerminal(pod) || matchesSelector(selector, labels)) continue;
      const from = since.get(uid) ?? world.now;
      still.set(uid, from);
      if (world.now - from > RELEASE_MS)
        complaints.push(`pod ${name} has been owned for ${(world.now - from) / 1000} s by a controller whose selector it does not match`);
    }
    since = still;
    return complaints;
  };
}

/** Those of owners that are not being deleted, by uid. */
function selectorsOf(world: World): ReadonlyMap<string, Selector> {
  const selectors = new Map<string, Selector>();
  for (const { metadata, spec } of world.replicationControllers)
    if (metadata.deletionTimestamp === undefined) selectors.set(metadata.uid, selectorOfMap(spec?.selector));
  for (const { metadata, spec } of [...world.replicaSets, ...world.daemonSets])
    if (metadata.deletionTimestamp === undefined) selectors.set(metadata.uid, selectorOf(spec?.selector) ?? []);
  return selectors;
}
