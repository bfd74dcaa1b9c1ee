// All keys. Opened by "?" over anything.

import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { type TextKey, useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { uiStore } from "../store/ui.ts";

type Row = readonly [TextKey, ...string[]];
type Section = readonly [TextKey, ...Row[]];

const COLUMNS: readonly (readonly Section[])[] = [
  [
    [
      "app.keySheet.time",
      ["app.keySheet.runPause", "Space"],
      ["app.keySheet.step", "."],
      ["app.keySheet.until", "Shift", "."],
      ["app.keySheet.slower", "[", "]"],
    ],
    ["app.keySheet.undo", ["app.keySheet.undoWhat", "Ctrl", "Z"], ["app.keySheet.redo", "Ctrl", "Shift", "Z"]],
  ],
  [
    [
      "app.keySheet.yard",
      ["app.keySheet.panel", "F6"],
      ["app.keySheet.arrows", "↑", "↓", "←", "→"],
      ["app.keySheet.into", "Enter", "Esc"],
      ["app.keySheet.lens", "V"],
      ["app.keySheet.filter", "/"],
      ["app.keySheet.together", "Shift", "Enter"],
      ["app.keySheet.pin", "P"],
    ],
  ],
  [
    [
      "app.keySheet.thing",
      ["app.keySheet.menu", "M"],
      ["app.keySheet.move", "L"],
      ["app.keySheet.why", "W"],
      ["app.keySheet.delete", "Del"],
    ],
    [
      "app.keySheet.text",
      ["app.keySheet.apply", "Ctrl", "Enter"],
      ["app.keySheet.prompt", "`"],
      ["app.palette", "Ctrl", "K"],
      ["app.keySheet.sheet", "?"],
    ],
  ],
];

export function KeySheet() {
  const t = useT();
  const sheet = useRef<HTMLDivElement>(null);
  const close = (): void => uiStore.setState({ keysOpen: false });
  useEffect(() => {
    const before = document.activeElement;
    sheet.current?.querySelector("button")?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div className="sheet-back" onClick={(event) => event.target === event.currentTarget && close()}>
      <div ref={sheet} className="sheet" role="dialog" aria-modal="true" aria-label={t("app.keys")}>
        <header>
          <h2>{t("app.keys")}</h2>
          <IconButton label={t("app.close")} hint="Esc" onClick={close}>
            <X size={16} />
          </IconButton>
        </header>
        <div className="sheet-columns">
          {COLUMNS.map((sections) => (
            <div key={sections[0]?.[0]}>
              {sections.map(([title, ...rows]) => (
                <section key={title}>
                  <h3>{t(title)}</h3>
                  <dl>
                    {rows.map(([text, ...keys]) => (
                      <KeyRow key={text} text={t(text)} keys={keys} />
                    ))}
                  </dl>
                </section>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function KeyRow({ text, keys }: { readonly text: string; readonly keys: readonly string[] }) {
  return (
    <>
      <dt>{text}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </>
  );
}
