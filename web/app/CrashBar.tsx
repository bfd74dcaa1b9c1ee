// What the page says of the whole: the simulation stopped by a bug of ours, a session is being played, something could not
// be opened. One sentence, and what one can do.

import type { ReactNode } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { type Crash, statusStore } from "../store/status.ts";
import { startWith } from "./begin.ts";
import { FIRST } from "./scenarios.ts";
import { saveSession } from "./sessionFile.ts";

export function CrashBar() {
  const { crash, recovered, replayed, notice } = useStore(statusStore);
  if (crash !== undefined) return <Crashed crash={crash} />;
  return (
    <>
      {replayed !== undefined && <Replaying replayed={replayed} />}
      {recovered !== undefined && <Recovered crash={recovered} />}
      {notice !== undefined && <Notice notice={notice} />}
    </>
  );
}

function Crashed({ crash }: { readonly crash: Crash }) {
  const t = useT();
  return (
    <div className="crashed" role="alert">
      <b>{t("app.crashTitle")}</b>
      <span>{t("app.crashBody")}</span>
      <code data-hint={crash.message}>{crash.message}</code>
      <span className="grow" />
      <SaveButton crash={crash} />
      <StartAgain />
    </div>
  );
}

function Recovered({ crash }: { readonly crash: Crash }) {
  const t = useT();
  return (
    <div className="crashed" role="alert">
      <b>{t("app.crashTitle")}</b>
      <span>{t("app.recovered")}</span>
      <code data-hint={crash.message}>{crash.message}</code>
      <span className="grow" />
      <SaveButton crash={crash} />
      <CloseButton act={() => statusStore.setState({ recovered: undefined })} />
    </div>
  );
}

function Replaying({ replayed }: { readonly replayed: number }) {
  const t = useT();
  return (
    <div className="replaying">
      <span role="status">{t("app.replaying")}</span>
      <progress value={replayed} aria-label={t("app.replaying")} />
      <span className="grow" />
      <StartAgain />
    </div>
  );
}

function Notice({ notice }: { readonly notice: "refusedSession" | "damagedLink" }) {
  const t = useT();
  return (
    <div className="crashed" role="alert">
      <span>{t(`app.${notice}`)}</span>
      <span className="grow" />
      <CloseButton act={() => statusStore.setState({ notice: undefined })} />
    </div>
  );
}

function SaveButton({ crash }: { readonly crash: Crash }): ReactNode {
  const t = useT();
  return (
    crash.session !== undefined && (
      <button type="button" className="button" onClick={() => void saveSession(crash.session)}>
        {t("app.saveSession")}
      </button>
    )
  );
}

function StartAgain() {
  const t = useT();
  const options = useStore(statusStore, (status) => status.options);
  return (
    <button type="button" className="button primary" onClick={() => void startWith(options ?? FIRST)}>
      {t("app.restart")}
    </button>
  );
}

function CloseButton({ act }: { readonly act: () => void }) {
  const t = useT();
  return (
    <button type="button" className="button" onClick={act}>
      {t("app.close")}
    </button>
  );
}
