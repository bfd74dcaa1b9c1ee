// Files that are dragged over the editor from outside, and dropped on it.

import { type DragEvent, useState } from "react";
import { openDropped } from "./dropped.ts";

interface DropProps {
  readonly onDragEnterCapture: (event: DragEvent) => void;
  readonly onDragOverCapture: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDropCapture: (event: DragEvent) => void;
}

export function useDrop(): { readonly isOver: boolean; readonly props: DropProps } {
  const [isOver, setOver] = useState(false);
  /** Text that is dragged within the editor stays the editor's business. */
  const withFiles = (act: (event: DragEvent) => void) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    act(event);
  };
  const over = withFiles((event) => {
    event.dataTransfer.dropEffect = "copy";
    setOver(true);
  });
  return {
    isOver,
    props: {
      onDragEnterCapture: over,
      onDragOverCapture: over,
      onDragLeave: ({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
      },
      onDropCapture: withFiles((event) => {
        setOver(false);
        void openDropped([...event.dataTransfer.files]);
      }),
    },
  };
}
