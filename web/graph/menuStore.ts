// Which thing's menu is open, and where.

import { createStore } from "zustand/vanilla";
import type { Ref } from "../store/selection.ts";

interface MenuState {
  readonly open: { readonly ref: Ref; readonly x: number; readonly y: number } | undefined;
}

export const menuStore = createStore<MenuState>()(() => ({ open: undefined }));

export function openMenu(ref: Ref, x: number, y: number): void {
  menuStore.setState({ open: { ref, x, y } });
}

export function closeMenu(): void {
  menuStore.setState({ open: undefined });
}
