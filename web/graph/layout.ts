// Where everything stands, in pixels. Pure and deterministic: the same placement and width give the same picture. All
// measures of the yard are here; the style sheet has the same ones for what is inside a tile.

import type { Placement, Shelf } from "./placement.ts";

/** Where the yard is: among its panels, before an audience, or inside another page. */
export type Frame = "work" | "present" | "embed";

export type Level = "full" | "compact" | "dot" | "bar";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedShelf extends Box {
  readonly shelf: Shelf;
  /** Dots in one row; tiles flow by themselves. */
  readonly columns: number;
  /** How wide the head of a shelf is. */
  readonly head: number;
}

export interface Layout {
  readonly level: Level;
  /** Cards of one line. */
  readonly slim: boolean;
  readonly width: number;
  readonly height: number;
  readonly cards: readonly (Box & { readonly uid: string })[];
  /** Where a new controller or node would stand; of many pods, what their dots or bars mean. Without width where there is no room. */
  readonly addition: Box;
  readonly shelves: readonly PlacedShelf[];
}

export const PADDING = 16;
const GAP = 12;
const CARD = { width: 200, height: 72, slimHeight: 32 };
const ADDITION = { width: 240, height: 32 };
const LEGEND = { width: 440, height: 32 };
export const SHELF = { head: 168, ownerHead: 212, narrowHead: 136, minHeight: 112, padX: 16, padY: 12, border: 1 };
const UNSCHEDULED_HEIGHT = 40;
const COMPACT_HEIGHT = 92;
/** Where heads show no capacity, shelves are as high as their tiles. */
const BARE_HEIGHT: Readonly<Partial<Record<Frame, number>>> = { embed: 72, present: 98 };
const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 };
export const TILE: Record<"full" | "compact", { readonly width: number; readonly height: number; readonly gap: number }> = {
  full: { width: 112, height: 64, gap: 16 },
  compact: { width: 60, height: 40, gap: 12 },
};
export const DOT = { cell: 15, row: 16, head: 28, padX: 7, padBottom: 8 };
const HOST = { width: 160, gap: 8, minHeight: 132, barHeight: 72 };

/** Under this width of the graph, heads and gaps are narrower. */
export const NARROW = 640;

const LIMITS: readonly (readonly [Level, number])[] = [
  ["full", 60],
  ["compact", 300],
  ["dot", 2000],
];

/** The level by the number of pods. A level is left only when the number has clearly passed its limit, so it cannot flicker. */
export function levelFor(pods: number, before: Level | undefined): Level {
  const plain = LIMITS.find(([, most]) => pods <= most)?.[0] ?? "bar";
  if (before === undefined || plain === before) return plain;
  const limit = LIMITS.find(([level]) => level === before)?.[1] ?? Number.POSITIVE_INFINITY;
  const isFiner = LIMITS.findIndex(([level]) => level === plain) < LIMITS.findIndex(([level]) => level === before) && plain !== "bar";
  if (isFiner || before === "bar") {
    const lower = LIMITS.find(([level]) => level === plain)?.[1] ?? 0;
    return pods <= lower * 0.9 ? plain : before;
  }
  return pods > limit * 1.1 ? plain : before;
}

export function layOut(all: Placement, cardUids: readonly string[], level: Level, width: number, frame: Frame = "work"): Layout {
  const isFar = level === "dot" || level === "bar";
  const slim = isFar || frame === "embed";
  // Only who works here needs to be told that nothing waits, and where to add something.
  const placement = frame === "work" ? all : all.filter(({ kind, slots }) => kind !== "unscheduled" || slots.length > 0);
  const isOwnerLens = placement.some(({ kind }) => kind === "owner");
  const strip = isOwnerLens
    ? { cards: [], addition: NOWHERE, bottom: PADDING }
    : layOutStrip(cardUids, slim, width, frame === "work" && !isFar);
  const body = isFar
    ? layOutHosts(placement, level, width, strip.bottom)
    : layOutShelves(placement, level, width, strip.bottom, BARE_HEIGHT[frame]);
  const addition = isFar && frame === "work" ? legendBox(strip.cards, width) : strip.addition;
  return { level, slim, width, height: body.bottom, cards: strip.cards, addition, shelves: body.shelves };
}

/** At the end of the first line of cards. */
function legendBox(cards: Layout["cards"], width: number): Box {
  const used = Math.max(0, ...cards.filter(({ y }) => y === PADDING).map((card) => card.x + card.width));
  const x = width - PADDING - LEGEND.width;
  return x < used + GAP ? NOWHERE : { x, y: PADDING, ...LEGEND };
}

function layOutStrip(
  uids: readonly string[],
  slim: boolean,
  width: number,
  adding: boolean,
): { cards: Layout["cards"]; addition: Box; bottom: number } {
  const height = slim ? CARD.slimHeight : CARD.height;
  const cardWidth = slim ? 260 : Math.min(CARD.width, width - 2 * PADDING);
  let x = PADDING;
  let y = PADDING;
  const cards = uids.map((uid) => {
    if (x > PADDING && x + cardWidth > width - PADDING) {
      x = PADDING;
      y += height + GAP;
    }
    const card = { uid, x, y, width: cardWidth, height };
    x += cardWidth + GAP;
    return card;
  });
  if (!adding) return { cards, addition: NOWHERE, bottom: (uids.length === 0 ? PADDING : y + height) + GAP };
  const fits = uids.length === 0 || x + ADDITION.width <= width - PADDING;
  const addition = {
    x: fits ? x : PADDING,
    y: fits ? y + (height - ADDITION.height) / 2 : y + height + 4,
    width: ADDITION.width,
    height: ADDITION.height,
  };
  return { cards, addition, bottom: (fits ? y + height : addition.y + addition.height) + GAP };
}

function layOutShelves(
  placement: Placement,
  level: Level,
  width: number,
  top: number,
  least: number | undefined,
): { shelves: readonly PlacedShelf[]; bottom: number } {
  const shelfWidth = width - 2 * PADDING;
  // All heads of a lens are equally wide, so that what stands beside them begins at one line.
  const head = headWidth(
    placement.some(({ kind }) => kind === "owner"),
    shelfWidth,
  );
  let y = top;
  const shelves = placement.map((shelf) => {
    const { height, columns } = shelfSize(shelf, level === "full" ? "full" : "compact", shelfWidth, head, least);
    const placed = { shelf, x: PADDING, y, width: shelfWidth, height, columns, head };
    y += height + GAP;
    return placed;
  });
  return { shelves, bottom: y - GAP + PADDING };
}

function headWidth(ofOwners: boolean, shelfWidth: number): number {
  const narrow = shelfWidth + 2 * PADDING < NARROW;
  if (ofOwners) return narrow ? 160 : SHELF.ownerHead;
  return narrow ? SHELF.narrowHead : SHELF.head;
}

/** More than two DaemonSets: their bays shrink. */
export function bayTile(level: "full" | "compact", bays: number): "full" | "compact" {
  return level === "full" && bays <= 2 ? "full" : "compact";
}

function shelfSize(
  shelf: Shelf,
  level: "full" | "compact",
  shelfWidth: number,
  head: number,
  least: number = level === "full" ? SHELF.minHeight : COMPACT_HEIGHT,
): { height: number; columns: number } {
  const tile = TILE[level];
  const bay = TILE[bayTile(level, shelf.bays.length)];
  const narrow = shelfWidth + 2 * PADDING < NARROW;
  const gap = narrow ? 12 : tile.gap;
  const room = shelfWidth - 2 * SHELF.border - (head + 1) - shelf.bays.length * (bay.width + SHELF.padX) - 2 * SHELF.padX;
  const columns = Math.max(1, Math.floor((room + gap) / (tile.width + gap)));
  const rows = Math.ceil(shelf.slots.length / columns);
  if (shelf.kind === "unscheduled" && rows === 0) return { height: UNSCHEDULED_HEIGHT, columns };
  const pods = 2 * SHELF.padY + 8 + rows * tile.height + Math.max(0, rows - 1) * gap;
  return { height: Math.max(shelf.kind === "unscheduled" ? 0 : least, pods), columns };
}

function layOutHosts(placement: Placement, level: Level, width: number, top: number): { shelves: readonly PlacedShelf[]; bottom: number } {
  const room = width - 2 * PADDING;
  const perRow = Math.max(1, Math.floor((room + HOST.gap) / (HOST.width + HOST.gap)));
  const hostWidth = (room - (perRow - 1) * HOST.gap) / perRow;
  // The last dot of a row has no gap behind it.
  const columns = Math.max(4, Math.floor((hostWidth - 2 * DOT.padX + 1) / DOT.cell));
  const hosts = placement.filter(({ kind }) => kind !== "unscheduled");
  const most = Math.max(0, ...hosts.map((shelf) => podCount(shelf)));
  const height =
    level === "bar" ? HOST.barHeight : Math.max(HOST.minHeight, DOT.head + Math.ceil((most + 8) / columns) * DOT.row + DOT.padBottom);
  const shelves = hosts.map((shelf, i): PlacedShelf => ({
    shelf,
    x: PADDING + (i % perRow) * (hostWidth + HOST.gap),
    y: top + Math.floor(i / perRow) * (height + HOST.gap),
    width: hostWidth,
    height,
    columns,
    head: 0,
  }));
  const bottom = top + Math.ceil(hosts.length / perRow) * (height + HOST.gap) - HOST.gap + GAP;
  return { ...withUnscheduled(placement, shelves, bottom, room) };
}

function withUnscheduled(
  placement: Placement,
  shelves: readonly PlacedShelf[],
  top: number,
  room: number,
): { shelves: readonly PlacedShelf[]; bottom: number } {
  const shelf = placement.find(({ kind }) => kind === "unscheduled");
  if (shelf === undefined) return { shelves, bottom: top - GAP + PADDING };
  const columns = Math.max(1, Math.floor((room - SHELF.head - 2 * SHELF.padX) / DOT.cell));
  const height = Math.max(UNSCHEDULED_HEIGHT, Math.ceil(shelf.slots.length / columns) * DOT.row + 16);
  return {
    shelves: [...shelves, { shelf, x: PADDING, y: top, width: room, height, columns, head: SHELF.head }],
    bottom: top + height + PADDING,
  };
}

export function podCount(shelf: Shelf): number {
  return shelf.slots.filter((uid) => uid !== undefined).length + shelf.bays.filter(({ pod }) => pod !== undefined).length;
}
