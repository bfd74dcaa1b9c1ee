// The docked panels of a wide screen: goal and editor, graph, inspector, bottom. Sizes are kept.

import { Code, Target } from "lucide-react";
import { startTransition, useEffect, useRef, useState } from "react";
import { Group, Panel, type PanelImperativeHandle, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import type { Size } from "../graph/Yard.tsx";
import { EditorFold } from "../lessons/EditorFold.tsx";
import { IconButton } from "../marks/IconButton.tsx";
import { noteTree } from "../store/drawn.ts";
import { selectionStore } from "../store/selection.ts";
import { type Ui, uiStore } from "../store/ui.ts";
import { useDrawn } from "./useDrawn.ts";
import { useMedia } from "./useMedia.ts";
import { Bottom, EditorPanel, GoalCard, Inspector } from "./slots.tsx";
import { YardAndDrawer } from "./YardAndDrawer.tsx";

/** The top bar and the graph's own. */
const BARS = 88;
const SEPARATOR = 1;
const RAIL = 40;
const COLLAPSED = 40;
const OPEN_TAB = 320;

export function Docked() {
  const t = useT();
  const inspected = useStore(selectionStore, (selection) => selection.selected !== undefined);
  const presenting = useStore(uiStore, (ui) => ui.presenting);
  const sizes = useRef(uiStore.getState());
  const expected = useRef(expectedYard(sizes.current));
  const bottom = useBottomPanel();
  const stand = usePanelsStand();
  const drawn = useDrawn("picture");
  const isDrawer = useMedia("(max-width: 1279px)");
  return (
    // The library's own cursor is a rule for all elements: each time it comes or goes, all of them are styled anew.
    <Group className="app-panels" orientation="vertical" disableCursor>
      <Panel id="main" minSize={200}>
        <Group key={presenting ? "presenting" : "working"} orientation="horizontal" disableCursor>
          {!presenting && <LeftPanel />}
          {!presenting && <Separator className="separator" aria-label={t("keyboard.resize.left")} />}
          <Panel id="graph" minSize={360} className="graph-panel">
            {stand && <YardAndDrawer open={inspected && !presenting && isDrawer} expected={expected.current} />}
          </Panel>
          {inspected && !presenting && !isDrawer && (
            <>
              <Separator className="separator" aria-label={t("keyboard.resize.right")} />
              <Panel
                id="right"
                defaultSize={sizes.current.right}
                minSize={280}
                maxSize={640}
                groupResizeBehavior="preserve-pixel-size"
                onResize={({ inPixels }) => keep("right", inPixels, 280)}
              >
                <Inspector />
              </Panel>
            </>
          )}
        </Group>
      </Panel>
      <Separator className="separator" aria-label={t("keyboard.resize.bottom")} />
      <Panel
        id="bottom"
        panelRef={bottom}
        defaultSize={sizes.current.bottomCollapsed ? COLLAPSED : sizes.current.bottom}
        minSize={108}
        maxSize={560}
        collapsible
        collapsedSize={COLLAPSED}
        groupResizeBehavior="preserve-pixel-size"
        onResize={({ inPixels }) => onBottomResize(inPixels)}
      >
        {drawn ? <Bottom /> : <section className="bottom" />}
      </Panel>
    </Group>
  );
}

/** The panels measure themselves when they are first drawn: the yard comes after that, in a task of its own. */
function usePanelsStand(): boolean {
  const [stand, setStand] = useState(false);
  useEffect(() => startTransition(() => setStand(true)), []);
  useEffect(() => {
    if (stand) noteTree();
  }, [stand]);
  return stand;
}

/** What the panels leave of the window, under the top bar and the graph's. */
function expectedYard({ presenting, left, leftCollapsed, bottom, bottomCollapsed }: Ui): Size {
  const beside = presenting ? 0 : (leftCollapsed ? RAIL : left) + SEPARATOR;
  const below = (bottomCollapsed ? COLLAPSED : bottom) + SEPARATOR;
  return { width: window.innerWidth - beside, height: window.innerHeight - BARS - below };
}

/** A panel that only gives way to the window, or to a bar over all of them, has its size again later. */
function keep(which: "left" | "right" | "bottom", pixels: number, least: number): void {
  if (document.querySelector('.separator:is([data-separator="active"], :focus)') === null) return;
  const size = Math.round(pixels);
  if (size >= least && uiStore.getState()[which] !== size) uiStore.setState({ [which]: size });
}

function onBottomResize(pixels: number): void {
  const collapsed = pixels < COLLAPSED + 8;
  if (uiStore.getState().bottomCollapsed !== collapsed) uiStore.setState({ bottomCollapsed: collapsed });
  if (!collapsed && uiStore.getState().bottomTab === "timeline") keep("bottom", pixels, 108);
}

/** Collapses and opens with the button; events and the terminal get more room than the lanes. */
function useBottomPanel() {
  const panel = useRef<PanelImperativeHandle | null>(null);
  const collapsed = useStore(uiStore, (ui) => ui.bottomCollapsed);
  const tab = useStore(uiStore, (ui) => ui.bottomTab);
  const size = useStore(uiStore, (ui) => ui.bottom);
  useEffect(() => {
    const handle = panel.current;
    if (handle === null) return;
    if (collapsed) {
      if (!handle.isCollapsed()) handle.collapse();
      return;
    }
    const wanted = tab === "timeline" ? size : Math.max(OPEN_TAB, size);
    if (Math.abs(handle.getSize().inPixels - wanted) > 1) handle.resize(wanted);
  }, [collapsed, tab, size]);
  return panel;
}

function LeftPanel() {
  const t = useT();
  const panel = useRef<PanelImperativeHandle | null>(null);
  const collapsed = useStore(uiStore, (ui) => ui.leftCollapsed);
  const first = useRef(uiStore.getState());
  useEffect(() => {
    const handle = panel.current;
    if (handle === null || handle.isCollapsed() === collapsed) return;
    if (collapsed) handle.collapse();
    else handle.resize(uiStore.getState().left);
  }, [collapsed]);
  const onResize = (pixels: number): void => {
    const isRail = pixels < RAIL + 8;
    if (uiStore.getState().leftCollapsed !== isRail) uiStore.setState({ leftCollapsed: isRail });
    if (!isRail) keep("left", pixels, 280);
  };
  return (
    <Panel
      id="left"
      panelRef={panel}
      defaultSize={first.current.leftCollapsed ? RAIL : first.current.left}
      minSize={280}
      maxSize={640}
      collapsible
      collapsedSize={RAIL}
      groupResizeBehavior="preserve-pixel-size"
      onResize={({ inPixels }) => onResize(inPixels)}
    >
      {collapsed ? (
        <div className="rail" data-panel="left" tabIndex={-1}>
          <IconButton label={t("app.showLeft")} onClick={() => uiStore.setState({ leftCollapsed: false })}>
            <Target size={16} />
          </IconButton>
          <IconButton label={t("app.yaml")} onClick={() => uiStore.setState({ leftCollapsed: false })}>
            <Code size={16} />
          </IconButton>
        </div>
      ) : (
        <aside className="left" aria-label={t("app.left")} data-panel="left" tabIndex={-1}>
          <div className="goal-slot">
            <GoalCard />
          </div>
          <EditorFold>
            <EditorPanel />
          </EditorFold>
        </aside>
      )}
    </Panel>
  );
}
