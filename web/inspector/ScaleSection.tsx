// How many replicas a controller wants, to be changed by one or to any number.

import { Minus, Plus } from "lucide-react";
import { useStore } from "zustand";
import { perform } from "../actions/perform.ts";
import { useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";

const SCALABLE = new Set(["ReplicationController", "ReplicaSet", "Deployment", "StatefulSet"]);
const MOST = 5000;

export function ScaleSection({ of }: { readonly of: Ref }) {
  const t = useT();
  const desired = useStore(sceneStore, (scene) => scene.controllers.get(of.uid)?.desired);
  if (desired === undefined || !SCALABLE.has(of.kind)) return null;
  const scale = (replicas: number): void => {
    if (Number.isInteger(replicas) && replicas >= 0 && replicas <= MOST && replicas !== desired)
      void perform({ type: "scale", target: of, replicas });
  };
  return (
    <section className="section">
      <div className="scaler">
        {t("inspector.scale.title")}
        <span className="grow" />
        <IconButton label={t("inspector.scale.less")} disabled={desired === 0} onClick={() => scale(desired - 1)}>
          <Minus size={16} />
        </IconButton>
        <input
          key={desired}
          className="field"
          defaultValue={desired}
          inputMode="numeric"
          aria-label={t("inspector.scale.value")}
          onKeyDown={(event) => {
            if (event.key === "Enter") scale(Number(event.currentTarget.value));
          }}
          onBlur={(event) => scale(Number(event.currentTarget.value))}
        />
        <IconButton label={t("inspector.scale.more")} data-testid="scale-up" onClick={() => scale(desired + 1)}>
          <Plus size={16} />
        </IconButton>
      </div>
    </section>
  );
}
