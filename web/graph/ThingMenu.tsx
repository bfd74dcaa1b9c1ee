// The menu of a thing: the same by pointer and by M. Each entry is an action or a place in the inspector.

import { ChevronRight } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { statusSentence } from "../inspector/sentence.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { Letter } from "../marks/Letter.tsx";
import { Rich } from "../marks/Rich.tsx";
import { sceneStore } from "../store/scene.ts";
import { type Ref, selectionStore } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";
import { actionSentence } from "./actionWords.ts";
import { type Entry, entriesOf } from "./menuEntries.ts";
import { heldPod, heldPods } from "./dragStore.ts";
import { closeMenu, menuStore } from "./menuStore.ts";
import { focusYard } from "./stops.ts";

export function ThingMenu() {
  const open = useStore(menuStore, (menu) => menu.open);
  const before = useRef(document.activeElement);
  if (open === undefined) return null;
  return (
    <DropdownMenu.Root key={`${open.ref.uid}-${open.x}-${open.y}`} open onOpenChange={(isOpen) => isOpen || closeMenu()} modal={false}>
      <DropdownMenu.Trigger asChild>
        <span style={{ position: "fixed", left: open.x, top: open.y, width: 1, height: 1 }} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={menuClass()}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={open.ref.name}
          onCloseAutoFocus={(event) => returnFocus(event, before.current, open.ref.uid)}
        >
          <MenuHead of={open.ref} />
          <Entries of={open.ref} byKeys={open.by === "keyboard"} />
          <MenuSay of={open.ref} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Before an audience as large as the rest. */
function menuClass(): string {
  return uiStore.getState().presenting ? "menu before-audience" : "menu";
}

/** What the highlighted entry would do; until then, how the thing is. */
function MenuSay({ of }: { readonly of: Ref }) {
  const t = useT();
  const action = useStore(menuStore, (menu) => menu.action);
  const scene = sceneStore.getState();
  const will = action && actionSentence(t, action, scene);
  const isSeveral = heldPods(heldPod(of.uid)).length > 1;
  return (
    // A menu may hold nothing but entries; the entry itself names this as its description.
    <p className={will === undefined ? "menu-say now" : "menu-say"} id="menu-say" aria-hidden="true">
      <Rich text={will ?? (isSeveral ? "" : statusSentence(t, of, scene))} />
    </p>
  );
}

/** Where one was; if that is gone, to the thing. */
function returnFocus(event: Event, before: Element | null, uid: string): void {
  event.preventDefault();
  if (document.activeElement !== document.body && document.activeElement !== null) return;
  if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus({ preventScroll: true });
  else focusYard(uid);
}

function MenuHead({ of }: { readonly of: Ref }) {
  const pod = useStore(sceneStore, (scene) => scene.pods.get(of.uid));
  const together = useStore(selectionStore, () => heldPods(heldPod(of.uid)).length);
  const t = useT();
  const isController = useStore(sceneStore, (scene) => scene.controllers.has(of.uid));
  if (together > 1) return <div className="menu-head">{t("actions.group.title", { count: together })}</div>;
  return (
    <div className="menu-head">
      {pod !== undefined && <Glyph state={pod.state} size={12} />}
      {isController && <Letter uid={of.uid} small />}
      <code>{of.name}</code>
    </div>
  );
}

function Entries({ of, byKeys }: { readonly of: Ref; readonly byKeys: boolean }) {
  const t = useT();
  const mark = useRef<HTMLSpanElement>(null);
  // Who opens it with a key goes on with keys: the first entry has the focus, before the menu would take it.
  useEffect(() => {
    if (byKeys) mark.current?.parentElement?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, [byKeys]);
  return (
    <>
      <span ref={mark} hidden />
      {entriesOf(t, of).map((entry) => (
        <MenuEntry key={entry.id} entry={entry} />
      ))}
    </>
  );
}

function MenuEntry({ entry }: { readonly entry: Entry }) {
  if (entry.type === "line") return <DropdownMenu.Separator className="menu-line" />;
  if (entry.type === "sub") {
    return (
      <DropdownMenu.Sub>
        <DropdownMenu.SubTrigger className="menu-item">
          <span>{entry.text}</span>
          <ChevronRight size={14} aria-hidden />
        </DropdownMenu.SubTrigger>
        <DropdownMenu.Portal>
          <DropdownMenu.SubContent className={menuClass()} sideOffset={4} collisionPadding={8}>
            {entry.entries.map((child) => (
              <MenuEntry key={child.id} entry={child} />
            ))}
          </DropdownMenu.SubContent>
        </DropdownMenu.Portal>
      </DropdownMenu.Sub>
    );
  }
  return (
    <DropdownMenu.Item
      className="menu-item"
      aria-describedby={entry.action === undefined ? undefined : "menu-say"}
      onSelect={entry.act}
      onFocus={() => menuStore.setState({ action: entry.action })}
      onBlur={() => menuStore.setState({ action: undefined })}
    >
      <span translate={entry.isCommand === true ? "no" : undefined}>{entry.text}</span>
      {entry.key !== undefined && <kbd>{entry.key}</kbd>}
    </DropdownMenu.Item>
  );
}
