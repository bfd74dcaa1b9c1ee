// Ways to begin a file: one for each kind, or a file of this computer.

import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useRef } from "react";
import { useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { openDropped } from "./dropped.ts";
import { fileStore } from "./files.ts";
import { filledIn, KIND_SNIPPETS } from "./snippets.ts";

export function NewFileMenu() {
  const t = useT();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <IconButton label={t("editor.begin.menu")} className="small">
            <ChevronDown size={13} />
          </IconButton>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu begin-menu" align="start" sideOffset={4} collisionPadding={8}>
            <DropdownMenu.Item className="menu-item" onSelect={() => chooser.current?.click()}>
              {t("editor.begin.computer")}
            </DropdownMenu.Item>
            <DropdownMenu.Separator className="menu-line" />
            {KIND_SNIPPETS.map(({ name, body }) => (
              <DropdownMenu.Item
                key={name}
                className="menu-item"
                onSelect={() => fileStore.getState().create({ name: `${name.toLowerCase()}.yaml`, text: filledIn(body) })}
              >
                {name}
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept=".yaml,.yml,.json,text/*"
        onChange={({ currentTarget }) => {
          void openDropped([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
    </>
  );
}
