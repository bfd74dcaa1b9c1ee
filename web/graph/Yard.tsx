// The picture of the cluster. React Flow carries hosts and controllers, and the viewport; pods are tiles inside hosts.

import "@xyflow/react/dist/base.css";
import { type Node, type NodeProps, PanOnScrollMode, ReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { Plus } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { perform } from "../actions/perform.ts";
import { useT } from "../i18n/setup.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { newControllerFile } from "../app/scenarios.ts";
import { handoffStore } from "../store/handoff.ts";
import { uiStore } from "../store/ui.ts";
import { Card } from "./Card.tsx";
import { dragStore } from "./dragStore.ts";
import { EmptyNotes } from "./EmptyNotes.tsx";
import { GraphBar } from "./GraphBar.tsx";
import { HeldThing } from "./HeldThing.tsx";
import { Host } from "./Host.tsx";
import { type Frame, type Layout, layOut, type Level, type PlacedShelf } from "./layout.ts";
import { newNode } from "./newNode.ts";
import { Overview } from "./Overview.tsx";
import { OwnerLines } from "./OwnerLines.tsx";
import { within } from "./namespaces.ts";
import { naturalOrder } from "./placement.ts";
import { placementStore } from "./placementStore.ts";
import { previewDrops } from "./previewDrop.ts";
import { Shelf } from "./Shelf.tsx";
import { stopFor } from "./stops.ts";
import { Tray } from "./Tray.tsx";
import { useBoxSelection } from "./useBoxSelection.tsx";
import { useYardKeys } from "./useYardKeys.tsx";
import { MAX_ZOOM, MIN_ZOOM, moveAside, viewportStore } from "./viewport.ts";

type CardNode = Node<{ readonly uid: string; readonly slim: boolean }, "card">;
type ShelfNode = Node<{ readonly placed: PlacedShelf; readonly level: Level; readonly tip: string | undefined }, "shelf">;
type AdditionNode = Node<Record<string, never>, "addition">;
type LegendNode = Node<{ readonly level: Level }, "legend">;
type YardNode = CardNode | ShelfNode | AdditionNode | LegendNode;

const NODE_TYPES = {
  card: ({ data }: NodeProps<CardNode>) => <Card uid={data.uid} slim={data.slim} />,
  shelf: ({ data }: NodeProps<ShelfNode>) =>
    data.level === "full" || data.level === "compact" ? <Shelf {...data} /> : <Host placed={data.placed} level={data.level} />,
  addition: Additions,
  legend: ({ data }: NodeProps<LegendNode>) => <Legend level={data.level} />,
};

interface Size {
  readonly width: number;
  readonly height: number;
}

/** `covered`: so many pixels at the right edge lie under a drawer. */
export function Yard({ covered = 0 }: { readonly covered?: number }) {
  const t = useT();
  const yard = useRef<HTMLDivElement>(null);
  const size = useSize(yard);
  // In front of an audience everything is a quarter larger; the layout has that much less room.
  const zoom = useStore(uiStore, (ui) => ZOOMS[frameOf(ui)]);
  const layout = useLayout(Math.floor(size.width / zoom));
  const flow = useRef<ReactFlowInstance<YardNode>>(undefined);
  const keys = useYardKeys(yard, flow);
  const canPan = layout.height * zoom > size.height;
  const boxing = useBoxSelection(yard, canPan);
  useEffect(previewDrops, []);
  useRoomBeside(yard, covered);
  useEffect(
    () => viewportStore.setState({ plainZoom: zoom, screens: size.height === 0 ? 0 : (layout.height * zoom) / size.height }),
    [zoom, layout.height, size.height],
  );
  return (
    <main className="graph" aria-label={t("app.graph")} data-panel="graph" tabIndex={-1}>
      <GraphBar />
      <div
        ref={yard}
        className="yard"
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
        onBlur={keys.onBlur}
        onPointerDownCapture={boxing.onPointerDownCapture}
        onPointerMove={boxing.onPointerMove}
        onPointerUp={boxing.onPointerUp}
        onPointerCancel={boxing.onPointerCancel}
        data-testid="yard"
      >
        {size.width > 0 && (
          <Picture
            flow={flow}
            covered={covered}
            onInit={(instance) => {
              flow.current = instance;
              viewportStore.setState({ flow: instance });
            }}
            layout={layout}
            size={size}
            zoom={zoom}
            canPan={canPan}
          />
        )}
        <div ref={boxing.box} className="choosing-box" hidden />
        <EmptyNotes />
      </div>
      <Tray />
      <HeldThing />
    </main>
  );
}

interface PictureProps {
  readonly flow: RefObject<ReactFlowInstance<YardNode> | undefined>;
  readonly onInit: (flow: ReactFlowInstance<YardNode>) => void;
  readonly layout: Layout;
  readonly size: Size;
  readonly zoom: number;
  readonly canPan: boolean;
  readonly covered: number;
}

function Picture({ flow, onInit, layout, size, zoom, canPan, covered }: PictureProps) {
  useEffect(() => void flow.current?.setViewport({ x: 0, y: 0, zoom }), [flow, zoom]);
  const nodes = useNodes(layout);
  const extent = useMemo<[[number, number], [number, number]]>(
    () => [
      [0, 0],
      [(size.width + covered) / zoom, Math.max(size.height / zoom, layout.height)],
    ],
    [size, zoom, layout.height, covered],
  );
  return (
    <ReactFlow<YardNode>
      nodes={nodes}
      edges={NO_EDGES}
      onInit={onInit}
      onViewportChange={keepZoom}
      defaultViewport={{ x: 0, y: 0, zoom }}
      nodeTypes={NODE_TYPES}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      panOnScroll
      panOnScrollMode={PanOnScrollMode.Vertical}
      panOnDrag={canPan}
      zoomOnScroll={false}
      zoomOnDoubleClick={false}
      zoomActivationKeyCode={["Control", "Meta"]}
      minZoom={MIN_ZOOM}
      maxZoom={MAX_ZOOM}
      translateExtent={extent}
      deleteKeyCode={null}
      panActivationKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      disableKeyboardA11y
      onlyRenderVisibleElements={nodes.length > 60}
    >
      <OwnerLines layout={layout} />
      <Overview />
    </ReactFlow>
  );
}

function keepZoom({ zoom }: { readonly zoom: number }): void {
  if (viewportStore.getState().zoom !== zoom) viewportStore.setState({ zoom });
}

/** What is selected does not stay under the drawer that tells of it. */
function useRoomBeside(yard: RefObject<HTMLElement | null>, covered: number): void {
  const selected = useStore(selectionStore, (selection) => selection.selected?.uid);
  useEffect(() => {
    const thing = covered === 0 ? undefined : stopFor(selected, yard.current ?? undefined);
    const hidden = thing === undefined || yard.current === null ? 0 : hiddenBy(thing, yard.current, covered);
    moveAside(Math.min(covered, Math.max(0, hidden)));
  }, [yard, covered, selected]);
}

/** How far the picture has to move so that the thing stands beside the drawer, from where it stands plainly. */
function hiddenBy(thing: HTMLElement, yard: HTMLElement, covered: number): number {
  const aside = viewportStore.getState().flow?.getViewport().x ?? 0;
  const box = thing.getBoundingClientRect();
  const right = Math.min(box.right, box.left + MOST_SHOWN) - aside;
  return right + BESIDE - (yard.getBoundingClientRect().right - covered);
}

/** Of a wide thing it is enough to see its beginning. */
const MOST_SHOWN = 240;
const BESIDE = 20;

/** Under this width a shelf has no room for full tiles beside its head and a bay. */
const FULL_FROM = 500;
/** So that no text is under 18 px before an audience, and three nodes fit inside another page. */
const ZOOMS: Readonly<Record<Frame, number>> = { work: 1, present: 1.5, embed: 0.85 };
const NO_EDGES: [] = [];
/** React Flow lets the pointer through nodes that it neither drags nor selects; ours take it themselves. */
const TOUCHABLE = { pointerEvents: "all" } as const;

function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry?.contentRect ?? { width: 0, height: 0 };
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

function frameOf({ embedded, presenting }: { readonly embedded: boolean; readonly presenting: boolean }): Frame {
  if (embedded) return "embed";
  return presenting ? "present" : "work";
}

function useLayout(width: number): Layout {
  const frame = useStore(uiStore, frameOf);
  const { placement, level } = useStore(placementStore);
  const namespace = useStore(selectionStore, (selection) => selection.namespace);
  const cards = useStore(
    sceneStore,
    useShallow((scene) =>
      [...within(scene, namespace).controllers.values()]
        .filter(isCard)
        .sort((a, b) => a.createdAt - b.createdAt || naturalOrder(a.name, b.name))
        .map(({ uid }) => uid),
    ),
  );
  const fitting = level === "full" && (width < FULL_FROM || frame === "embed") ? "compact" : level;
  return useMemo(() => layOut(placement, cards, fitting, width, frame), [placement, cards, fitting, width, frame]);
}

/** ReplicaSets that a Deployment has left behind would fill the strip. */
function isCard(row: { readonly kind: string; readonly owner: unknown; readonly desired: number; readonly current: number }): boolean {
  return row.owner === undefined || row.desired > 0 || row.current > 0;
}

/** React Flow's nodes, each kept as it was while its box and its shelf are the same. */
function useNodes(layout: Layout): YardNode[] {
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

/** The first pod that has an owner and a free place at its right; no more once something was chosen. */
function useTip(layout: Layout): string | undefined {
  const [done, setDone] = useState(false);
  const chosen = useStore(selectionStore, (selection) => selection.selected !== undefined);
  const held = useStore(dragStore, (drag) => drag.held !== undefined);
  const presenting = useStore(uiStore, (ui) => ui.presenting);
  useEffect(() => {
    if (chosen || held) setDone(true);
  }, [chosen, held]);
  const pods = useStore(sceneStore, (scene) => (done || layout.level !== "full" ? undefined : scene.pods));
  // It would cover what a menu's entry is about to bring.
  const previewing = useStore(dragStore, (drag) => drag.preview !== undefined);
  if (done || previewing || presenting || layout.level !== "full" || layout.width < 760) return undefined;
  const hosts = layout.shelves.filter(({ shelf }) => shelf.kind === "node");
  const candidates = [...hosts.slice(1, 2), ...hosts].flatMap(({ shelf }) => (shelf.slots.length <= 2 ? (shelf.slots.at(-1) ?? []) : []));
  return candidates.find((uid) => pods?.get(uid)?.owner !== undefined && pods.get(uid)?.state === "ready");
}

/** Why pods are drawn so small, and where the failing ones are. */
function Legend({ level }: { readonly level: Level }) {
  const t = useT();
  const pods = useStore(sceneStore, (scene) => scene.pods.size);
  const count = pods.toLocaleString(uiStore.getState().language);
  return <p className="legend">{t(level === "dot" ? "graph.dots" : "graph.bars", { pods: count })}</p>;
}

function Additions() {
  const t = useT();
  return (
    <div className="additions nodrag nopan">
      <button
        type="button"
        className="addition"
        onClick={() => {
          const { name, text } = newControllerFile();
          handoffStore.getState().give(name, text);
          uiStore.setState({ leftCollapsed: false });
        }}
      >
        <Plus size={14} strokeWidth={1.75} aria-hidden />
        {t("graph.newController")}
      </button>
      <button type="button" className="addition" data-testid="add-node" onClick={() => void perform(newNode())}>
        <Plus size={14} strokeWidth={1.75} aria-hidden />
        {t("graph.addNode")}
      </button>
    </div>
  );
}
