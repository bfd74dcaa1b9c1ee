// While a question is open it has the height of the panel, and the editor is one line that unfolds it.

import { ChevronDown, ChevronUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { activeFile, fileStore } from "../editor/files.ts";
import { standingStore } from "../editor/standing.ts";
import { useT } from "../i18n/setup.ts";
import { predictionStore } from "./predictionStore.ts";
import "./practice.css";

export function EditorFold({ children }: { readonly children: ReactNode }) {
  const t = useT();
  const isAsked = useStore(predictionStore, ({ stage }) => stage !== "closed");
  const file = useStore(fileStore, (files) => activeFile(files)?.name);
  const standing = useStore(standingStore, ({ text }) => text);
  const [unfolded, setUnfolded] = useState(false);
  if (!isAsked && unfolded) setUnfolded(false);
  const isFolded = isAsked && !unfolded;
  return (
    <>
      {isAsked && (
        <button
          type="button"
          className="editor-fold"
          aria-expanded={unfolded}
          aria-controls="editor-slot"
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? <ChevronDown size={14} aria-hidden /> : <ChevronUp size={14} aria-hidden />}
          <span>{t("editor.title")}</span>
          {file !== undefined && <code translate="no">{file}</code>}
          {standing !== undefined && <small>{t(standing)}</small>}
        </button>
      )}
      {/* Hidden, not gone: what is undone in the editor stays. */}
      <div className="editor-slot" id="editor-slot" hidden={isFolded}>
        {children}
      </div>
    </>
  );
}
