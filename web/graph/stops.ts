// The places of the yard that the focus can stand on. They mark themselves with data-stop: `outer` for controllers and
// nodes, `inner` for pods and chips. One of them is in the tab order.

export const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

export function stopOf(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof HTMLElement ? (target.closest<HTMLElement>("[data-stop]") ?? undefined) : undefined;
}

export function isOuter(stop: HTMLElement): boolean {
  return stop.dataset["stop"] === "outer";
}

/** Uid of the pod that a stop is, if it is one. */
export function podAt(stop: HTMLElement | undefined): string | undefined {
  return stop?.matches(".tile, .dot") === true ? stop.dataset["uid"] : undefined;
}

/** The stop of a thing: of a controller's two, that of its card. */
export function stopFor(uid: string | undefined, within: ParentNode = document): HTMLElement | undefined {
  return uid === undefined ? undefined : (within.querySelector<HTMLElement>(`[data-stop][data-uid="${uid}"]`) ?? undefined);
}

/** The node's head, or the controller's, over what is inside. */
export function outerOf(stop: HTMLElement): HTMLElement | undefined {
  return stop.closest("section")?.querySelector<HTMLElement>('[data-stop="outer"]') ?? undefined;
}

/** The first pod in a node, or what else is inside. */
export function innerOf(outer: HTMLElement): HTMLElement | undefined {
  const section = outer.closest("section");
  const pod = section?.querySelector<HTMLElement>(':is(.tile, .dot)[data-stop="inner"]');
  return pod ?? section?.querySelector<HTMLElement>('[data-stop="inner"]') ?? undefined;
}

/** Puts the focus on this thing, or where it was in the yard; on a narrow screen on the thing's row. */
export function focusYard(uid?: string): void {
  const thing = stopFor(uid) ?? (uid === undefined ? null : document.querySelector<HTMLElement>(`[data-uid="${uid}"]`));
  // The place where it was may have gone in the same moment.
  const before = document.querySelector<HTMLElement>('.yard [data-stop][tabindex="0"]');
  (thing ?? before ?? document.querySelector<HTMLElement>(".yard [data-stop]"))?.focus();
}

/** The nearest stop in that direction: sideways distance counts double, so that rows and columns hold. */
export function nearest(from: HTMLElement, yard: HTMLElement, [dx, dy]: readonly [number, number]): HTMLElement | undefined {
  const centre = (element: HTMLElement): [number, number] => {
    const box = element.getBoundingClientRect();
    return [box.left + Math.min(box.width, 112) / 2, box.top + box.height / 2];
  };
  const [x, y] = centre(from);
  let best: HTMLElement | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of yard.querySelectorAll<HTMLElement>(`[data-stop="${from.dataset["stop"] ?? ""}"]`)) {
    if (candidate === from) continue;
    const [cx, cy] = centre(candidate);
    const along = (cx - x) * dx + (cy - y) * dy;
    const aside = Math.abs((cx - x) * dy) + Math.abs((cy - y) * dx);
    if (along < 4) continue;
    const distance = along + aside * 2;
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}
