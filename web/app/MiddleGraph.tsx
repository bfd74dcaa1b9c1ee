// Between a telephone and a desk: the graph has the whole width, and what is selected is told of at its edge.

import { useStore } from "zustand";
import { Yard } from "../graph/Yard.tsx";
import { selectionStore } from "../store/selection.ts";
import { Inspector } from "./slots.tsx";

/** As wide in frame.css. */
const DRAWER = 320;

export function MiddleGraph() {
  const inspected = useStore(selectionStore, (selection) => selection.selected !== undefined);
  return (
    <div className="middle-graph">
      <Yard covered={inspected ? DRAWER : 0} />
      {inspected && (
        <div className="drawer">
          <Inspector />
        </div>
      )}
    </div>
  );
}
