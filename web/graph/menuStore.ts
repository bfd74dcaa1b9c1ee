// Which thing's menu is open, and where.

import { createStore } from "zustand/vanilla";
import type { Action } from "../actions/action.ts";
import type { Ref } from "../store/selection.ts";

interface MenuState {
  /** What the entry that is highlighted would do. */
  readonly action: Action | undefined;
  readonly open: { readonly ref: Ref; readonly x: number; readonly y: number; readonly by: "pointer" | "keyboard" } | undefined;
}

export const menuStore = createStore<MenuState>()(() => ({ open: undefined, action: undefined }));

export function openMenu(ref: Ref, x: number, y: number, by: "pointer" | "keyboard" = "pointer"): void {
  menuStore.setState({ open: { ref, x, y, by }, action: undefined });
}

export function closeMenu(): void {
  menuStore.setState({ open: undefined, action: undefined });
}
