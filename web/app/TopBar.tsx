// The top bar: what this is, undo and redo, the link, presentation, keys, settings.

import { Command, Link2, Presentation, Redo2, Undo2 } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { Mark } from "../marks/glyphs.tsx";
import { IconButton } from "../marks/IconButton.tsx";
import { offlineStore, reloadIntoUpdate } from "../offline/register.ts";
import { actionNamed, commandStore } from "../store/commands.ts";
import { statusStore } from "../store/status.ts";
import { uiStore } from "../store/ui.ts";
import { cluster } from "../worker/client.ts";
import { moveInHistory } from "./history.ts";
import { linkTo } from "./link.ts";
import { saveSession } from "./sessionFile.ts";
import { SettingsMenu, Whereabouts } from "./slots.tsx";

export function TopBar({ narrow }: { readonly narrow: boolean }) {
  const t = useT();
  const presenting = useStore(uiStore, (ui) => ui.presenting);
  return (
    <header className="top">
      <div className="brand">
        <Mark />
        <h1 className={narrow ? "hidden-text" : ""}>{t("app.name")}</h1>
      </div>
      <Whereabouts />
      <span className="grow" />
      <NotKept />
      <NewVersion />
      <UndoButtons narrow={narrow} />
      {!narrow && (
        <>
          <i className="divider" />
          <CopyLink />
          <button
            type="button"
            className="quiet"
            aria-pressed={presenting}
            data-hint={t(presenting ? "app.command.presentEnd" : "app.command.present")}
            data-keys={presenting ? "Esc" : undefined}
            onClick={() => uiStore.setState({ presenting: !presenting })}
          >
            <Presentation size={16} strokeWidth={1.75} aria-hidden />
            <span>{t(presenting ? "app.presentEnd" : "app.present")}</span>
          </button>
          <IconButton label={t("app.palette")} hint="Ctrl K" onClick={() => uiStore.setState({ paletteOpen: true })}>
            <Command size={15} strokeWidth={1.75} />
          </IconButton>
          <IconButton label={t("app.keys")} hint="?" onClick={() => uiStore.setState({ keysOpen: true })}>
            ?
          </IconButton>
        </>
      )}
      <span className="settings-place">
        <SettingsMenu />
      </span>
    </header>
  );
}

function NotKept() {
  const t = useT();
  const kept = useStore(statusStore, (status) => status.kept);
  if (kept) return null;
  return (
    <span className="page-note" role="status">
      {t("app.notKept")}{" "}
      <button type="button" className="link" onClick={() => void saveSession()}>
        {t("app.saveSession")}
      </button>
    </span>
  );
}

function NewVersion() {
  const t = useT();
  const ready = useStore(offlineStore, (offline) => offline.updateReady);
  if (!ready) return null;
  return (
    <span className="page-note" role="status">
      {t("app.updateReady")}{" "}
      <button type="button" className="link" onClick={() => reloadIntoUpdate()}>
        {t("app.updateReload")}
      </button>
    </span>
  );
}

function UndoButtons({ narrow }: { readonly narrow: boolean }) {
  const t = useT();
  const { undo, redo, last } = useStore(statusStore);
  const name = useStore(commandStore, ({ echoes }) => actionNamed(echoes, last));
  return (
    <div className="transport-buttons">
      <button
        type="button"
        className="quiet"
        disabled={undo === 0}
        data-hint={t("app.undo")}
        data-keys="Ctrl Z"
        aria-label={t("app.undo")}
        data-testid="undo"
        onClick={() => void moveInHistory("undo")}
      >
        <Undo2 size={16} strokeWidth={1.75} aria-hidden />
        {!narrow && (
          <span>
            {t("app.undo")}
            {undo > 0 && name !== undefined && <em>{name}</em>}
          </span>
        )}
      </button>
      <IconButton label={t("app.redo")} hint="Ctrl Shift Z" disabled={redo === 0} onClick={() => void moveInHistory("redo")}>
        <Redo2 size={16} strokeWidth={1.75} />
      </IconButton>
    </div>
  );
}

function CopyLink() {
  const t = useT();
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    const session = await cluster.session();
    if (session === undefined) return;
    await navigator.clipboard.writeText(await linkTo(session, location.href));
    setDone(true);
    setTimeout(() => setDone(false), 2000);
  };
  return (
    <button type="button" className="quiet" data-hint={t("app.copyLink")} onClick={() => void copy()}>
      <Link2 size={16} strokeWidth={1.75} aria-hidden />
      <span>{t(done ? "app.copied" : "app.copyLink")}</span>
    </button>
  );
}
