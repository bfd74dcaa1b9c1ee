// The head of a node's shelf: its name, how it is, its labels, how full it is.

import { Ban, Plus, Power } from "lucide-react";
import { useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { selectionStore } from "../store/selection.ts";
import type { NodeRow } from "../worker/rows.ts";
import { dragStore, hold, nodeRef } from "./dragStore.ts";
import { LabelChip } from "./LabelChip.tsx";
import { usePointerDrag } from "./usePointerDrag.tsx";

export function NodeHead({ node, pods, ghost }: { readonly node: NodeRow; readonly pods: number; readonly ghost: string | undefined }) {
  const t = useT();
  const drag = usePointerDrag(() => ({ type: "node", uid: node.uid }));
  const ref = nodeRef(node);
  const labels = Object.entries(node.labels);
  return (
    <header className="shelf-head">
      <div className="shelf-title">
        <button
          type="button"
          className="shelf-name nodrag nopan"
          translate="no"
          data-stop="outer"
          data-uid={node.uid}
          tabIndex={-1}
          aria-label={t("graph.nodeName", {
            name: node.name,
            status: node.condition,
            pods: t("graph.podsOf", { count: pods, capacity: node.podCapacity }),
          })}
          onPointerDown={drag.onPointerDown}
          onPointerMove={drag.onPointerMove}
          onPointerUp={drag.onPointerUp}
          onPointerCancel={drag.onPointerCancel}
          onClick={() => {
            if (!drag.wasDragged()) selectionStore.getState().select(ref);
          }}
        >
          {node.name}
        </button>
        <NodeStatus node={node} />
      </div>
      <div className="shelf-labels">
        {labels.map(([key, value]) => (
          <LabelChip key={key} node={node} label={[key, value]} />
        ))}
        {ghost !== undefined && (
          <span className="chip large would" translate="no">
            {ghost}
          </span>
        )}
        <button
          type="button"
          className="add-label nodrag nopan"
          aria-label={t("graph.addLabel")}
          data-hint={t("graph.addLabel")}
          data-stop="inner"
          tabIndex={-1}
          onClick={() => {
            hold({ type: "node", uid: node.uid }, "keyboard");
            dragStore.setState({ asking: { key: undefined } });
          }}
        >
          <Plus size={12} strokeWidth={1.75} aria-hidden />
          {labels.length === 0 && ghost === undefined && t("graph.label")}
        </button>
      </div>
      <div className="capacity">
        <i style={{ width: pods === 0 ? 0 : `${Math.max(1.5, (pods / node.podCapacity) * 100)}%` }} />
      </div>
      <div className="capacity-text">{t("graph.podsOf", { count: pods, capacity: node.podCapacity })}</div>
    </header>
  );
}

export function NodeStatus({ node }: { readonly node: NodeRow }) {
  const t = useT();
  if (node.condition !== "Ready") {
    return (
      <span className="shelf-status loud">
        {node.poweredOff ? <Power size={12} aria-hidden /> : <Glyph state="unknown" />}
        {node.condition}
      </span>
    );
  }
  if (node.poweredOff) {
    return (
      <span className="shelf-status loud">
        <Power size={12} aria-hidden />
        {t("graph.poweredOff")}
      </span>
    );
  }
  if (node.cordoned) {
    return (
      <span className="shelf-status">
        <Ban size={13} aria-hidden />
        {t("graph.noNewPods")}
      </span>
    );
  }
  return (
    <span className="shelf-status" translate="no">
      {node.condition}
    </span>
  );
}
