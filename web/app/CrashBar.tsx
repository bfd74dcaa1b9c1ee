// What the page says when the simulation stopped by a bug of ours, or when a file was no session.

import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { statusStore } from "../store/status.ts";
import { startWith } from "./begin.ts";
import { FIRST } from "./scenarios.ts";
import { saveSession } from "./sessionFile.ts";

export function CrashBar() {
  const t = useT();
  const { crash, options, notice } = useStore(statusStore);
  if (crash === undefined) {
    if (notice === undefined) return null;
    return (
      <div className="crashed" role="alert">
        <span>{t(`app.${notice}`)}</span>
        <span className="grow" />
        <button type="button" className="button" onClick={() => statusStore.setState({ notice: undefined })}>
          {t("app.close")}
        </button>
      </div>
    );
  }
  return (
    <div className="crashed" role="alert">
      <b>{t("app.crashTitle")}</b>
      <span>{t("app.crashBody")}</span>
      <code title={crash.message}>{crash.message}</code>
      <span className="grow" />
      {crash.session !== undefined && (
        <button type="button" className="button" onClick={() => void saveSession(crash.session)}>
          {t("app.saveSession")}
        </button>
      )}
      <button type="button" className="button primary" onClick={() => void startWith(options ?? FIRST)}>
        {t("app.restart")}
      </button>
    </div>
  );
}
