// What is chosen, hovered and pinned in the yard, and which labels the filter keeps.

import { createStore } from "zustand/vanilla";

/** One thing of the cluster that can be selected. */
export interface Ref {
  readonly kind: string;
  readonly uid: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

export type InspectorTab = "why" | "describe" | "labels" | "yaml" | "events" | "logs";

export interface Selection {
  readonly selected: Ref | undefined;
  /** Uids of pods that are chosen together: drag, menu and keys act on all of them. */
  readonly group: readonly string[];
  readonly tab: InspectorTab;
  /** Uid of the controller under the pointer or with the focus; its selector is drawn. */
  readonly hovered: string | undefined;
  readonly pinned: string | undefined;
  readonly filter: string;
  /** The only namespace that the yard shows; undefined for all. */
  readonly namespace: string | undefined;
  select(ref: Ref | undefined, tab?: InspectorTab): void;
  /** These pods together, and no others. */
  choose(uids: readonly string[]): void;
  /** Puts a pod to the others, or takes it away. The first one to stand beside it is the selected pod. */
  toggle(uid: string): void;
  /** Nothing that is out of sight stays chosen with the rest: what acts on all would act on it, too. */
  showNamespace(namespace: string | undefined): void;
}

const NONE: readonly string[] = [];

export const selectionStore = createStore<Selection>()((set) => ({
  selected: undefined,
  group: NONE,
  tab: "why",
  hovered: undefined,
  pinned: undefined,
  filter: "",
  namespace: undefined,
  select: (ref, tab) =>
    set((now) => ({
      selected: ref,
      // One of those chosen together can be looked at without letting the others go.
      group: ref !== undefined && tab !== undefined && now.group.includes(ref.uid) ? now.group : NONE,
      tab: tab ?? (now.selected === undefined ? "why" : now.tab),
    })),
  choose: (uids) => set(({ group }) => (sameUids(group, uids) ? {} : { group: [...new Set(uids)] })),
  toggle: (uid) =>
    set(({ group, selected }) => {
      const before = group.length > 0 ? group : selected?.kind === "Pod" ? [selected.uid] : [];
      const after = before.includes(uid) ? before.filter((other) => other !== uid) : [...before, uid];
      return { group: after };
    }),
  showNamespace: (namespace) => set({ namespace, group: NONE }),
}));

function sameUids(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((uid, i) => uid === b[i]);
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Whether it is the selected one, or one of those chosen together: thousands of pods ask this at once. */
export function isChosen({ selected, group }: Pick<Selection, "selected" | "group">, uid: string): boolean {
  if (selected?.uid === uid) return true;
  if (group.length === 0) return false;
  const known = sets.get(group) ?? new Set(group);
  sets.set(group, known);
  return known.has(uid);
}

/** The pods that an action on this one acts on: all that are chosen together with it, or itself. */
export function chosenWith(uid: string): readonly string[] {
  const { group } = selectionStore.getState();
  return group.length > 1 && group.includes(uid) ? group : [uid];
}

/** The controller whose selector is drawn: the one under the pointer wins over the pinned one. */
export function activeController(selection: Selection): string | undefined {
  if (selection.hovered !== undefined) return selection.hovered;
  return selection.pinned;
}
