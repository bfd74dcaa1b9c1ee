// Which example is open, and where its cluster runs.

import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { Gallery } from "../lessons/Gallery.tsx";
import { statusStore } from "../store/status.ts";

export function Whereabouts() {
  const t = useT();
  const seed = useStore(statusStore, (status) => status.options?.seed);
  return (
    <>
      <Gallery />
      <span className="where">
        {t("app.inThisTab")} {seed !== undefined && <code>{t("app.seed", { seed })}</code>}
      </span>
    </>
  );
}
