// The picture of the cluster. React Flow carries hosts and controllers, and the viewport; pods are tiles inside hosts.

import "@xyflow/react/dist/base.css";
import { type NodeProps, PanOnScrollMode, ReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useT } from "../i18n/setup.ts";
import { naturalOrder } from "../store/naturalOrder.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";
import { Additions, Legend } from "./Additions.tsx";
import { Card } from "./Card.tsx";
import { EmptyNotes } from "./EmptyNotes.tsx";
import { GraphBar } from "./GraphBar.tsx";
import { HeldThing } from "./HeldThing.tsx";
import { Host } from "./Host.tsx";
import { type Frame, type Layout, layOut } from "./layout.ts";
import { Overview } from "./Overview.tsx";
import { OwnerLines } from "./OwnerLines.tsx";
import { isWithin } from "./namespaces.ts";
import { placementStore } from "./placementStore.ts";
import { previewDrops } from "./previewDrop.ts";
import { Shelf } from "./Shelf.tsx";
import { Tray } from "./Tray.tsx";
import { useBoxSelection } from "./useBoxSelection.tsx";
import { type CardNode, type LegendNode, type ShelfNode, useNodes, type YardNode } from "./useNodes.tsx";
import { useRoomBeside } from "./useRoomBeside.tsx";
import { useYardKeys } from "./useYardKeys.tsx";
import { MAX_ZOOM, MIN_ZOOM, viewportStore } from "./viewport.ts";

const NODE_TYPES = {
  card: ({ data }: NodeProps<CardNode>) => <Card uid={data.uid} slim={data.slim} />,
  shelf: ({ data }: NodeProps<ShelfNode>) =>
    data.level === "full" || data.level === "compact" ? <Shelf {...data} /> : <Host placed={data.placed} level={data.level} />,
  addition: Additions,
  legend: ({ data }: NodeProps<LegendNode>) => <Legend level={data.level} />,
};

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface YardProps {
  /** So many pixels at the right edge lie under a drawer. */
  readonly covered?: number;
  /** How large it will be, as far as that is known: then the first drawing needs no second one. */
  readonly expected?: Size;
}

export function Yard({ covered = 0, expected = UNKNOWN }: YardProps) {
  const t = useT();
  const yard = useRef<HTMLDivElement>(null);
  const size = useSize(yard, expected);
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
              // In a yard that is wider than it was expected to be, React Flow begins in the middle.
              const { x, y } = instance.getViewport();
              if (x !== 0 || y !== 0) void instance.setViewport({ x: 0, y: 0, zoom });
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
  useEffect(() => {
    void flow.current?.setViewport({ x: 0, y: 0, zoom });
    viewportStore.setState({ aside: 0 });
  }, [flow, zoom]);
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
      zoomActivationKeyCode={ZOOM_KEYS}
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

/** Under this width a shelf has no room for full tiles beside its head and a bay. */
const FULL_FROM = 500;
/** So that no text is under 18 px before an audience, and three nodes fit inside another page. */
const ZOOMS: Readonly<Record<Frame, number>> = { work: 1, present: 1.5, embed: 0.85 };
const NO_EDGES: [] = [];
/** Always the same list: for another one React Flow listens anew. */
const ZOOM_KEYS = ["Control", "Meta"];
const UNKNOWN: Size = { width: 0, height: 0 };

function useSize(element: RefObject<HTMLElement | null>, expected: Size): Size {
  const [size, setSize] = useState(expected);
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry?.contentRect ?? UNKNOWN;
      const next = { width: Math.floor(width), height: Math.floor(height) };
      setSize((before) => (before.width === next.width && before.height === next.height ? before : next));
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
      [...scene.controllers.values()]
        .filter((row) => isWithin(row, namespace) && isCard(row))
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
