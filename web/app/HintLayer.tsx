// The one tooltip of the page. What has `data-hint` shows that, with its keys; a pod, node or controller shows the facts of
// the inspector's head. It comes after a moment of rest, at once from one to the next, and goes with the next press.

import { Tooltip } from "radix-ui";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { dragStore } from "../graph/dragStore.ts";
import { hasFacts, ThingFacts } from "../graph/ThingFacts.tsx";
import { selectionStore } from "../store/selection.ts";

const REST_MS = 400;
/** So long after one went the next comes at once. */
const AGAIN_MS = 300;
const HINTED = "[data-hint], [data-stop][data-uid]";

interface Shown {
  readonly box: DOMRect;
  readonly hint: string | undefined;
  readonly keys: string | undefined;
  readonly uid: string | undefined;
}

export function HintLayer() {
  const shown = useShown();
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
            className="tooltip"
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
  useEffect(() => {
    let timer = 0;
    let over: Element | undefined;
    let leftAt = Number.NEGATIVE_INFINITY;
    const hide = (): void => {
      clearTimeout(timer);
      setShown((before) => {
        if (before !== undefined) leftAt = performance.now();
        return undefined;
      });
    };
    const rest = (element: Element | undefined): void => {
      if (element === over) return;
      over = element;
      hide();
      if (element === undefined) return;
      const wait = performance.now() - leftAt < AGAIN_MS ? 0 : REST_MS;
      timer = window.setTimeout(() => setShown(element.isConnected ? shownFor(element) : undefined), wait);
    };
    const onOver = ({ target, pointerType }: PointerEvent): void => {
      if (pointerType === "mouse") rest(hinted(target));
    };
    const onFocus = ({ target }: FocusEvent): void => {
      const element = hinted(target);
      if (element?.matches("[data-hint]:focus-visible") === true) rest(element);
    };
    document.addEventListener("pointerover", onOver);
    document.addEventListener("focusin", onFocus);
    // Not again over the same thing, until the pointer has been elsewhere.
    const ends = ["pointerdown", "wheel", "keydown", "focusout", "pointerleave"] as const;
    for (const end of ends) document.addEventListener(end, hide, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", onOver);
      document.removeEventListener("focusin", onFocus);
      for (const end of ends) document.removeEventListener(end, hide, { capture: true });
    };
  }, []);
  return shown;
}

function hinted(target: EventTarget | null): Element | undefined {
  return target instanceof Element ? (target.closest(HINTED) ?? undefined) : undefined;
}

function shownFor(element: Element): Shown | undefined {
  const { hint, keys, uid } = element instanceof HTMLElement || element instanceof SVGElement ? element.dataset : {};
  // The inspector tells all of the selected thing.
  if (hint === undefined && (!hasFacts(uid) || selectionStore.getState().selected?.uid === uid)) return undefined;
  return { box: element.getBoundingClientRect(), hint, keys, uid };
}
