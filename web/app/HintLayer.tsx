// The one tooltip of the page. What has `data-hint` shows that, with its keys; a pod, node or controller shows the facts of
// the inspector's head. It comes after a moment of rest, at once from one to the next, and goes with the next press.

import { Tooltip } from "radix-ui";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { dragStore } from "../graph/dragStore.ts";
import { hasFacts, ThingFacts } from "../graph/ThingFacts.tsx";
import { selectionStore } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";

const REST_MS = 400;
/** So long after one went the next comes at once. */
const AGAIN_MS = 300;
const HINTED = "[data-hint], [data-stop][data-uid]";

interface Shown {
  readonly element: Element;
  readonly box: DOMRect;
  readonly hint: string | undefined;
  readonly keys: string | undefined;
  readonly uid: string | undefined;
}

export function HintLayer() {
  const shown = useShown();
  const isLarge = useStore(uiStore, (ui) => ui.presenting);
  const isHeld = useStore(dragStore, ({ held }) => held !== undefined);
  if (shown === undefined || isHeld) return null;
  const { box, hint, keys, uid } = shown;
  return (
    <Tooltip.Provider>
      <Tooltip.Root open key={`${box.x} ${box.y} ${uid ?? hint}`}>
        <Tooltip.Trigger asChild>
          <span className="tooltip-anchor" style={{ left: box.x, top: box.y, width: box.width, height: box.height }} />
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            className={isLarge ? "tooltip before-audience" : "tooltip"}
            side={hint === undefined ? "right" : "bottom"}
            sideOffset={6}
            collisionPadding={8}
            aria-hidden="true"
          >
            {hint === undefined ? (
              <ThingFacts uid={uid ?? ""} />
            ) : (
              <>
                {hint}
                {keys !== undefined && <kbd>{keys}</kbd>}
              </>
            )}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}

function useShown(): Shown | undefined {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => watchPointer(setShown), []);
  return shown;
}

/** Shows what the pointer rests on, or what has the focus of the keyboard; returns how to stop that. */
function watchPointer(setShown: (next: Shown | undefined) => void): () => void {
  let timer = 0;
  let over: Element | undefined;
  let shown: Shown | undefined;
  let leftAt = Number.NEGATIVE_INFINITY;
  const show = (next: Shown | undefined): void => {
    if (shown !== undefined && next === undefined) leftAt = performance.now();
    shown = next;
    there.disconnect();
    if (next !== undefined) there.observe(next.element);
    setShown(next);
  };
  // What is taken out of the page has no size any more: then this is told.
  const there = new ResizeObserver(() => {
    if (shown?.element.isConnected === false) show(undefined);
  });
  const hide = (): void => {
    clearTimeout(timer);
    show(undefined);
  };
  const rest = (element: Element | undefined): void => {
    if (element === over) return;
    over = element;
    hide();
    if (element === undefined) return;
    const wait = performance.now() - leftAt < AGAIN_MS ? 0 : REST_MS;
    timer = window.setTimeout(() => show(element.isConnected ? shownFor(element) : undefined), wait);
  };
  const onOver = ({ target, pointerType }: PointerEvent): void => {
    if (pointerType === "mouse") rest(hinted(target));
  };
  const onFocus = ({ target }: FocusEvent): void => {
    const element = hinted(target);
    if (element?.matches("[data-hint]:focus-visible") === true) rest(element);
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  document.addEventListener("pointerover", onOver, { signal });
  document.addEventListener("focusin", onFocus, { signal });
  document.documentElement.addEventListener("pointerleave", () => rest(undefined), { signal });
  // The pointer may have come to rest before this part was there.
  rest(hinted([...document.querySelectorAll(":hover")].at(-1) ?? null));
  // Not again over the same thing, until the pointer has been elsewhere.
  for (const end of ["pointerdown", "wheel", "keydown", "focusout"] as const)
    document.addEventListener(end, hide, { capture: true, passive: true, signal });
  return () => {
    clearTimeout(timer);
    there.disconnect();
    stopping.abort();
  };
}

function hinted(target: EventTarget | null): Element | undefined {
  return target instanceof Element ? (target.closest(HINTED) ?? undefined) : undefined;
}

function shownFor(element: Element): Shown | undefined {
  const { hint, keys, uid } = element instanceof HTMLElement || element instanceof SVGElement ? element.dataset : {};
  // The inspector tells all of the selected thing.
  if (hint === undefined && (!hasFacts(uid) || selectionStore.getState().selected?.uid === uid)) return undefined;
  if (hint !== undefined && saysInFull(element, hint)) return undefined;
  return { element, box: element.getBoundingClientRect(), hint, keys, uid };
}

/** A hint that only repeats what stands there is none. */
function saysInFull(element: Element, hint: string): boolean {
  const isCut = ({ scrollWidth, clientWidth }: Element): boolean => scrollWidth > clientWidth;
  return element.textContent.includes(hint) && ![element, ...element.querySelectorAll("*")].some(isCut);
}
