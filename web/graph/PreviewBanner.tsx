// In the place of the graph bar while the picture shows what applying the file would do.

import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { previewStore } from "../store/preview.ts";
import { sceneStore } from "../store/scene.ts";
import type { Preview } from "../worker/protocol.ts";
import { previewSentences } from "./previewWords.ts";

export function PreviewBanner({ shown }: { readonly shown: Preview }) {
  const t = useT();
  const pods = useStore(sceneStore, (scene) => scene.pods);
  return (
    <div className="graph-bar preview-banner" data-testid="preview-banner">
      <b>{t("graph.preview.title")}</b>
      <p>{previewSentences(shown, pods, t).join(" ")}</p>
      <button type="button" className="button" onClick={() => previewStore.getState().close()}>
        {t("graph.preview.close")}
        <kbd>Esc</kbd>
      </button>
    </div>
  );
}
