// The line that says in kubectl what was just done by pointer or key. It stands where others ask for confirmation.

import { Copy } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { type Translate, useT } from "../i18n/setup.ts";
import { clockStore, clockText } from "../store/clock.ts";
import { commandStore, type Move } from "../store/commands.ts";
import { uiStore } from "../store/ui.ts";

export function CommandLine() {
  const t = useT();
  const echo = useStore(commandStore, (commands) => commands.echoes.at(-1));
  const moved = useStore(commandStore, (commands) => commands.moved);
  if (moved !== undefined) {
    return (
      <div className="command-line" data-testid="command-line" onDoubleClick={openPrompt}>
        <span className="prompt">$</span>
        <span className="moved">{movedWords(t, moved)}</span>
      </div>
    );
  }
  if (echo === undefined) {
    return (
      <div className="command-line" data-testid="command-line" onDoubleClick={openPrompt}>
        <span className="prompt">$</span>
        <span className="idle">{t("timeline.idle")}</span>
      </div>
    );
  }
  return (
    <div className="command-line" data-testid="command-line" onDoubleClick={openPrompt}>
      <span className="prompt">$</span>
      <code data-hint={echo.line}>{echo.line}</code>
      <CopyButton text={echo.line} />
      {/* Told with everything else that happens, not a second time. */}
      <output aria-live="off" className={`answer${echo.failed ? " failed" : ""}`}>
        {answerOf(echo.out)}
      </output>
    </div>
  );
}

/** "Undone: delete kubia-x7k2p. The clock is back at 00:20.0." */
export function movedWords(t: Translate, { move, name, at }: Move): string {
  const clock = clockText(at - clockStore.getState().startAt);
  return name === undefined ? t(`timeline.${move}.nameless`, { clock }) : t(`timeline.${move}.named`, { name, clock });
}

/** The last line, and how many came before it. */
function answerOf(out: string | undefined): string {
  const lines = (out ?? "").trim().split("\n");
  return lines.length > 1 ? `+${lines.length - 1}  ${lines.at(-1)}` : (lines[0] ?? "");
}

export function openPrompt(): void {
  uiStore.setState({ bottomTab: "kubectl", bottomCollapsed: false, narrowTab: "timeline", promptWanted: true });
}

export function CopyButton({ text, wordless = false }: { readonly text: string; readonly wordless?: boolean }) {
  const t = useT();
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      className="copy"
      aria-label={t("app.copy")}
      data-hint={t("app.copy")}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setDone(true));
        setTimeout(() => setDone(false), 1500);
      }}
    >
      <Copy size={13} aria-hidden />
      {!wordless && t(done ? "app.copied" : "app.copy")}
    </button>
  );
}
