// The path of the lines of ownership: out of the card, along the gap under the strip, down the gutters, a stub to each
// tile. Pure geometry over the layout.

import { bayTile, type Layout, NARROW, type PlacedShelf, SHELF, TILE } from "./layout.ts";

interface Place {
  /** The left edge of the tile and its middle. */
  readonly x: number;
  readonly y: number;
}

/** Left of a tile by so much runs its gutter. */
const GUTTER = 10;
const STUB = 6;
const ROUND = 5;

export function linesOf(layout: Layout, controller: string, isOwned: (uid: string) => boolean): string {
  const card = layout.cards.find(({ uid }) => uid === controller);
  if (card === undefined) return "";
  const places = layout.shelves.flatMap((placed) => ownedPlaces(placed, isOwned));
  if (places.length === 0) return "";
  const run = Math.max(...layout.cards.map(({ y, height }) => y + height)) + 6.5;
  const from = card.x + 20.5;
  const columns = new Map<number, Place[]>();
  for (const place of places) {
    const x = Math.round(place.x - GUTTER) + 0.5;
    columns.set(x, [...(columns.get(x) ?? []), place]);
  }
  const xs = [...columns.keys(), from];
  const paths = [`M${from} ${card.y + card.height}V${run}`, `M${Math.min(...xs)} ${run}H${Math.max(...xs)}`];
  for (const [x, column] of columns) paths.push(columnPath(x, run, column));
  return paths.join("");
}

function columnPath(x: number, run: number, column: readonly Place[]): string {
  const last = column.reduce((lowest, place) => (place.y > lowest.y ? place : lowest));
  const stub = ({ x: left, y }: Place): string => `V${y - ROUND}q0 ${ROUND} ${ROUND} ${ROUND}H${left - STUB}`;
  const others = column.filter((place) => place !== last).map((place) => `M${x} ${place.y - ROUND - 1}${stub(place)}`);
  return `M${x} ${run}${stub(last)}${others.join("")}`;
}

function ownedPlaces(placed: PlacedShelf, isOwned: (uid: string) => boolean): readonly Place[] {
  const { shelf, x, y, width, height, columns, head } = placed;
  if (shelf.kind === "owner") return [];
  const bay = TILE[bayTile("full", shelf.bays.length)];
  const left = x + SHELF.border + head + (shelf.kind === "unscheduled" ? 1 : 0);
  const baysEnd = left + shelf.bays.length * (bay.width + SHELF.padX);
  const bays = shelf.bays.flatMap(({ pod }, i) =>
    pod !== undefined && isOwned(pod) ? [{ x: left + SHELF.padX + i * (bay.width + SHELF.padX), y: middle(y, height) }] : [],
  );
  const gap = width + 32 < NARROW ? 12 : TILE.full.gap;
  const rows = Math.ceil(shelf.slots.length / columns);
  const top = y + (height - (rows * TILE.full.height + (rows - 1) * gap)) / 2;
  const slots = shelf.slots.flatMap((uid, i) => {
    if (uid === undefined || !isOwned(uid)) return [];
    const column = i % columns;
    const row = Math.floor(i / columns);
    return [
      { x: baysEnd + SHELF.padX + column * (TILE.full.width + gap), y: middle(top + row * (TILE.full.height + gap), TILE.full.height) },
    ];
  });
  return [...bays, ...slots];
}

function middle(y: number, height: number): number {
  return Math.round(y + height / 2) + 0.5;
}
