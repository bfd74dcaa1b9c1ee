// All keys. Opened by "?" over anything.

import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useRef } from "react";
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
      ["keyboard.stepBack", ","],
      ["app.keySheet.until", "Shift", "."],
      ["app.keySheet.slower", "[", "]"],
      ["keyboard.sheet.lanes", "Shift", "←", "→"],
    ],
    [
      "app.keySheet.text",
      ["app.keySheet.apply", "Ctrl", "Enter"],
      ["editor.preview.do", "Alt", "Enter"],
      ["editor.compare.open", "Alt", "D"],
      ["editor.format.do", "Shift", "Alt", "F"],
      ["keyboard.sheet.leave", "Esc"],
      ["keyboard.sheet.tabKey", "Ctrl", "M"],
      ["keyboard.sheet.rename", "F2", "Del"],
    ],
  ],
  [
    [
      "keyboard.sheet.yard",
      ["app.keySheet.arrows", "↑", "↓", "←", "→"],
      ["keyboard.sheet.into", "Enter", "Esc"],
      ["app.keySheet.lens", "V"],
      ["app.keySheet.filter", "/"],
      ["graph.zoom", "+", "−", "0"],
      ["keyboard.sheet.several", "Shift", "→"],
      ["keyboard.sheet.one", "Shift", "Space"],
      ["app.keySheet.pin", "P"],
    ],
    ["app.keySheet.undo", ["app.keySheet.undoWhat", "Ctrl", "Z"], ["app.keySheet.redo", "Ctrl", "Shift", "Z"]],
  ],
  [
    [
      "app.keySheet.thing",
      ["keyboard.sheet.select", "W"],
      ["app.keySheet.menu", "M"],
      ["app.keySheet.move", "L"],
      ["app.keySheet.delete", "Del"],
      ["keyboard.sheet.chip", "Enter"],
      ["keyboard.sheet.chipMove", "L"],
    ],
    [
      "keyboard.sheet.panels",
      ["app.keySheet.panel", "F6"],
      ["keyboard.sheet.back", "Shift", "F6"],
      ["keyboard.sheet.tabs", "←", "→"],
      ["keyboard.sheet.resize", "←", "→"],
      ["app.keySheet.prompt", "`"],
      ["app.palette", "Ctrl", "K"],
      ["app.keySheet.sheet", "?"],
    ],
  ],
];

export function KeySheet() {
  const t = useT();
  const before = useRef(document.activeElement);
  const sheet = useRef<HTMLDivElement>(null);
  const close = (): void => uiStore.setState({ keysOpen: false });
  return (
    <Dialog.Root open onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="sheet-back">
          <Dialog.Content
            ref={sheet}
            className="sheet"
            aria-describedby={undefined}
            onOpenAutoFocus={(event) => {
              // Not its button: that would show its hint over the sheet.
              event.preventDefault();
              sheet.current?.focus();
            }}
            onKeyDown={(event) => event.key === "?" && close()}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
            }}
          >
            <header>
              <Dialog.Title>{t("app.keys")}</Dialog.Title>
              <Dialog.Close asChild>
                <IconButton label={t("app.close")} hint="Esc">
                  <X size={16} />
                </IconButton>
              </Dialog.Close>
            </header>
            <Columns />
          </Dialog.Content>
        </Dialog.Overlay>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Columns() {
  const t = useT();
  return (
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
