// Between a telephone and a desk: the graph has the whole width, and what is selected is told of at its edge.

import { useStore } from "zustand";
import { selectionStore } from "../store/selection.ts";
import { YardAndDrawer } from "./YardAndDrawer.tsx";

export function MiddleGraph() {
  const inspected = useStore(selectionStore, (selection) => selection.selected !== undefined);
  return (
    <div className="middle-graph">
      <YardAndDrawer open={inspected} />
    </div>
  );
}
