// Theme, language, and the cluster as a whole: again, empty, from a file, to a file.

import { SlidersHorizontal } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useRef } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { statusStore } from "../store/status.ts";
import { type Ui, uiStore } from "../store/ui.ts";
import { startWith } from "./begin.ts";
import { EMPTY_CLUSTER, FIRST } from "./scenarios.ts";
import { openFile, saveSession } from "./sessionFile.ts";

export function SettingsMenu() {
  const t = useT();
  const file = useRef<HTMLInputElement>(null);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton label={t("app.settings")} data-testid="settings">
          <SlidersHorizontal size={16} strokeWidth={1.75} />
        </IconButton>
      </DropdownMenu.Trigger>
      <input ref={file} type="file" accept="application/json" hidden onChange={(event) => void openFile(event.target.files?.[0])} />
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          <Choice
            title={t("app.language")}
            of="language"
            options={[
              ["en", t("app.english")],
              ["ko", t("app.korean")],
            ]}
          />
          <DropdownMenu.Separator className="menu-line" />
          <Choice
            title={t("app.theme")}
            of="theme"
            options={[
              ["system", t("app.themeSystem")],
              ["light", t("app.themeLight")],
              ["dark", t("app.themeDark")],
              ["contrast", t("app.themeContrast")],
            ]}
          />
          <DropdownMenu.Separator className="menu-line" />
          <Item text={t("app.restart")} act={() => void startWith(statusStore.getState().options ?? FIRST)} />
          <Item text={t("app.newCluster")} act={() => void startWith(EMPTY_CLUSTER)} />
          <Item text={t("app.saveSession")} act={() => void saveSession()} />
          <Item text={t("app.loadSession")} act={() => file.current?.click()} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ text, act }: { readonly text: string; readonly act: () => void }) {
  return (
    <DropdownMenu.Item className="menu-item" onSelect={act}>
      <span>{text}</span>
    </DropdownMenu.Item>
  );
}

function Choice<Key extends "theme" | "language">({
  title,
  of,
  options,
}: {
  readonly title: string;
  readonly of: Key;
  readonly options: readonly (readonly [Ui[Key], string])[];
}) {
  const value = useStore(uiStore, (ui) => ui[of]);
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(chosen) => uiStore.setState({ [of]: chosen })} aria-label={title}>
      <DropdownMenu.Label className="menu-head">{title}</DropdownMenu.Label>
      {options.map(([key, name]) => (
        <DropdownMenu.RadioItem key={key} value={key} className="menu-item" onSelect={(event) => event.preventDefault()}>
          <span>{name}</span>
          <DropdownMenu.ItemIndicator>✓</DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
