// React Flow's nodes: one for each card and each shelf, and one for what stands beside the cards.

import type { Node } from "@xyflow/react";
import { useMemo, useRef } from "react";
import type { Layout, Level, PlacedShelf } from "./layout.ts";
import { useTip } from "./Tip.tsx";

export type CardNode = Node<{ readonly uid: string; readonly slim: boolean }, "card">;
export type ShelfNode = Node<{ readonly placed: PlacedShelf; readonly level: Level; readonly tip: string | undefined }, "shelf">;
type AdditionNode = Node<Record<string, never>, "addition">;
export type LegendNode = Node<{ readonly level: Level }, "legend">;
export type YardNode = CardNode | ShelfNode | AdditionNode | LegendNode;

/** React Flow's nodes, each kept as it was while its box and its shelf are the same. */
export function useNodes(layout: Layout): YardNode[] {
  const known = useRef(new Map<string, YardNode>());
  const tip = useTip(layout);
  return useMemo(() => {
    const next = nodesOf(layout, tip).map((node) => {
      const before = known.current.get(node.id);
      return before !== undefined && sameNode(before, node) ? before : node;
    });
    known.current = new Map(next.map((node) => [node.id, node]));
    return next;
  }, [layout, tip]);
}

/** React Flow lets the pointer through nodes that it neither drags nor selects; ours take it themselves. */
const TOUCHABLE = { pointerEvents: "all" } as const;

function nodesOf(layout: Layout, tip: string | undefined): YardNode[] {
  const { slim, level } = layout;
  const cards = layout.cards.map(({ uid, x, y, width, height }): YardNode => ({
    id: uid,
    type: "card",
    position: { x, y },
    width,
    height,
    style: TOUCHABLE,
    data: { uid, slim },
  }));
  const { x, y, width, height } = layout.addition;
  const box = { position: { x, y }, width, height };
  const isFar = level === "dot" || level === "bar";
  const addition: YardNode = isFar
    ? { id: "legend", type: "legend", ...box, data: { level } }
    : { id: "addition", type: "addition", ...box, style: TOUCHABLE, data: {} };
  const shelves = layout.shelves.map((placed): YardNode => ({
    id: placed.shelf.key,
    type: "shelf",
    position: { x: placed.x, y: placed.y },
    width: placed.width,
    height: placed.height,
    style: TOUCHABLE,
    data: { placed, level: layout.level, tip: tip !== undefined && placed.shelf.slots.includes(tip) ? tip : undefined },
  }));
  return [...cards, ...(width === 0 ? [] : [addition]), ...shelves].map((node) => ({ ...node, domAttributes: UNNAMED }));
}

/** React Flow calls each of its boxes a "node", in English: here a node is something else. */
const UNNAMED = { "aria-roledescription": undefined };

function sameNode(a: YardNode, b: YardNode): boolean {
  if (a.type !== b.type || a.position.x !== b.position.x || a.position.y !== b.position.y || a.width !== b.width || a.height !== b.height)
    return false;
  if (a.type === "legend" && b.type === "legend") return a.data.level === b.data.level;
  if (a.type === "card" && b.type === "card") return a.data.slim === b.data.slim;
  if (a.type === "shelf" && b.type === "shelf")
    return (
      a.data.placed.shelf === b.data.placed.shelf &&
      a.data.placed.columns === b.data.placed.columns &&
      a.data.level === b.data.level &&
      a.data.tip === b.data.tip
    );
  return true;
}
