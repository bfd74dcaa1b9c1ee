// How the yard is looked at: near, far, or moved aside for the drawer. Everything that zooms goes through here.

import { createStore } from "zustand/vanilla";

interface Move {
  readonly duration: number;
}

interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** What the yard's picture can do for those who look at it. */
export interface Flow {
  getViewport(): View;
  setViewport(view: View, how?: Move): unknown;
  zoomTo(zoom: number, how?: Move): unknown;
  fitView(how: Move & { readonly padding: `${number}px`; readonly minZoom: number; readonly maxZoom: number }): unknown;
}

export interface Viewport {
  readonly flow: Flow | undefined;
  readonly zoom: number;
  /** The zoom at which a text has the size that it was made for. */
  readonly plainZoom: number;
  /** How many yards high the picture is. */
  readonly screens: number;
  /** So many pixels the picture was moved to the left to make room for a drawer. */
  readonly aside: number;
  /** Where it is on its way to, while it is. */
  readonly target: View | undefined;
}

export const MIN_ZOOM = 0.4;
export const MAX_ZOOM = 1.75;
const STEP = 1.25;
const MOVE_MS = 180;

export const viewportStore = createStore<Viewport>()(() => ({
  flow: undefined,
  zoom: 1,
  plainZoom: 1,
  screens: 0,
  aside: 0,
  target: undefined,
}));

export function zoomIn(): void {
  zoomTo(viewportStore.getState().zoom * STEP);
}

export function zoomOut(): void {
  zoomTo(viewportStore.getState().zoom / STEP);
}

function zoomTo(zoom: number): void {
  viewportStore.setState({ target: undefined });
  void viewportStore.getState().flow?.zoomTo(Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom)), { duration: moveMs() });
}

/** As much of the picture as there is room for. */
export function zoomToFit(): void {
  const { flow, plainZoom } = viewportStore.getState();
  viewportStore.setState({ aside: 0, target: undefined });
  void flow?.fitView({ duration: moveMs(), padding: "16px", minZoom: MIN_ZOOM, maxZoom: plainZoom });
}

/** As at the beginning: every text in its size, from the top. */
export function zoomPlain(): void {
  const { flow, plainZoom } = viewportStore.getState();
  viewportStore.setState({ aside: 0, target: undefined });
  void flow?.setViewport({ x: 0, y: 0, zoom: plainZoom }, { duration: moveMs() });
}

/** Moves the picture aside by so many pixels, and back with 0. Where one has gone oneself, down or nearer, stays. */
export function moveAside(pixels: number): void {
  const { flow, aside, target: from } = viewportStore.getState();
  if (flow === undefined || pixels === aside) return;
  // A drawer may close before the picture has got where it was sent.
  const { x, y, zoom } = from ?? flow.getViewport();
  const target = { x: Math.min(0, x + aside - pixels), y, zoom };
  const duration = moveMs();
  viewportStore.setState({ aside: pixels, target });
  void flow.setViewport(target, { duration });
  setTimeout(() => {
    if (viewportStore.getState().target === target) viewportStore.setState({ target: undefined });
  }, duration);
}

function moveMs(): number {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ? 0 : MOVE_MS;
}
