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
  readonly tab: InspectorTab;
  /** Uid of the controller under the pointer or with the focus; its selector is drawn. */
  readonly hovered: string | undefined;
  readonly pinned: string | undefined;
  readonly filter: string;
  select(ref: Ref | undefined, tab?: InspectorTab): void;
}

export const selectionStore = createStore<Selection>()((set) => ({
  selected: undefined,
  tab: "why",
  hovered: undefined,
  pinned: undefined,
  filter: "",
  select: (ref, tab) => set((now) => ({ selected: ref, tab: tab ?? (now.selected === undefined ? "why" : now.tab) })),
}));

/** The controller whose selector is drawn: the one under the pointer wins over the pinned one. */
export function activeController(selection: Selection): string | undefined {
  if (selection.hovered !== undefined) return selection.hovered;
  return selection.pinned;
}
