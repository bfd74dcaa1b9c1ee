// The gallery: every example with one sentence on what to try. Choosing one opens its files; the cluster stays as it is.

import { DropdownMenu } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { currentStore } from "./current.ts";
import { EXAMPLES, GROUPS } from "./examples.ts";
import { openExample } from "./openExample.ts";
import "./lessons.css";

export function ExampleMenu({ children }: { readonly children: ReactNode }) {
  const t = useT();
  const current = useStore(currentStore, ({ id }) => id);
  const byPointer = useRef(false);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu gallery"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={t("lessons.title")}
          onPointerUpCapture={() => (byPointer.current = true)}
          onCloseAutoFocus={(event) => {
            // A ring on the button would only puzzle one who clicks.
            if (byPointer.current) event.preventDefault();
            byPointer.current = false;
          }}
        >
          <DropdownMenu.RadioGroup value={current}>
            {GROUPS.map((group) => (
              <DropdownMenu.Group key={group} aria-label={t(`lessons.group.${group}`)}>
                <DropdownMenu.Label className="gallery-head">{t(`lessons.group.${group}`)}</DropdownMenu.Label>
                {EXAMPLES.filter((example) => example.group === group).map(({ id }) => (
                  <DropdownMenu.RadioItem
                    key={id}
                    value={id}
                    className="menu-item gallery-item"
                    textValue={t(`lessons.${id}.name`)}
                    onSelect={() => openExample(id)}
                  >
                    <b>{t(`lessons.${id}.name`)}</b>
                    <span>{t(`lessons.${id}.try`)}</span>
                  </DropdownMenu.RadioItem>
                ))}
              </DropdownMenu.Group>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
