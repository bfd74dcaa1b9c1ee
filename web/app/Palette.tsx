// The command palette: one field over everything that menus and keys can do. A thing of the cluster opens into what it
// offers; Backspace comes back.

import { ChevronRight } from "lucide-react";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { stopOf } from "../graph/stops.ts";
import { refOf } from "../graph/useYardKeys.tsx";
import { useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { Letter } from "../marks/Letter.tsx";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import { type Ref, selectionStore } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";
import { takeEarly } from "./early.ts";
import { itemsFor, type PaletteItem } from "./palette.ts";

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

export function Palette() {
  const t = useT();
  const chosen = useRef<PaletteItem | undefined>(undefined);
  const before = useRef(document.activeElement);
  const close = (): void => uiStore.setState({ paletteOpen: false });
  return (
    <Dialog.Root open onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="sheet-back" />
        <Dialog.Content
          className="palette"
          aria-describedby={undefined}
          data-typing
          data-testid="palette"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // First back to where one was: what is chosen may take the focus from there.
            if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
            chosen.current?.act();
          }}
        >
          <Dialog.Title className="hidden-text">{t("app.palette")}</Dialog.Title>
          <Field
            choose={(item) => {
              chosen.current = item;
              close();
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Field({ choose }: { readonly choose: (item: PaletteItem) => void }) {
  const t = useT();
  const id = useId();
  const selected = useAtHand();
  const [{ typed, of, at }, setState] = useState<{ typed: string; of: Ref | undefined; at: number }>({ typed: "", of: undefined, at: 0 });
  const field = useRef<HTMLInputElement>(null);
  const items = useMemo(() => itemsFor(t, typed, of, selected), [t, typed, of, selected]);
  const current = Math.min(at, items.length - 1);
  const take = (item: PaletteItem | undefined): void => {
    if (item?.into !== undefined) setState({ typed: "", of: item.into, at: 0 });
    else if (item !== undefined) choose(item);
  };
  useLayoutEffect(() => {
    field.current?.focus();
    const early = takeEarly();
    if (early.wantsFirst) take(itemsFor(t, early.typed, undefined, selected)[0]);
    else if (early.typed !== "") setState({ typed: early.typed, of: undefined, at: 0 });
    // Once: from now on the field has the keys.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    // A syllable that is still being put together takes its own keys.
    if (event.nativeEvent.isComposing) return;
    const step = STEPS[event.key];
    if (step !== undefined) setState({ typed, of, at: stepped(current, step, items.length) });
    else if (event.key === "Enter") take(items[current]);
    else if (event.key === "Backspace" && typed === "" && of !== undefined) setState({ typed: "", of: undefined, at: 0 });
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="palette-field">
        {of !== undefined && <code className="palette-of">{shortRef(of)}</code>}
        <input
          ref={field}
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={items.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={items.length > 0 ? `${id}-${current}` : undefined}
          aria-label={t("app.palette")}
          placeholder={t(of === undefined ? "app.paletteHint" : "app.paletteHintOf")}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setState({ typed: event.target.value, of, at: 0 })}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <List id={id} items={items} current={current} take={take} />
    </>
  );
}

/** What had the focus when the palette was called, else what is selected: its menu is the palette's beginning. */
function useAtHand(): Ref | undefined {
  const selected = useStore(selectionStore, (selection) => selection.selected);
  const [focused] = useState(() => stopOf(document.activeElement)?.dataset["uid"]);
  return refOf(focused) ?? selected;
}

/** Around the ends by one, but not by a page. */
function stepped(at: number, step: number, count: number): number {
  if (Math.abs(step) === 1) return (at + step + count) % Math.max(1, count);
  return Math.min(count - 1, Math.max(0, at + step));
}

interface ListProps {
  readonly id: string;
  readonly items: readonly PaletteItem[];
  readonly current: number;
  readonly take: (item: PaletteItem) => void;
}

function List({ id, items, current, take }: ListProps) {
  const t = useT();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current, items]);
  if (items.length === 0)
    return (
      <p className="palette-none" role="status">
        {t("app.paletteNone")}
      </p>
    );
  return (
    <div ref={list} className="palette-list" id={`${id}-list`} role="listbox" aria-label={t("app.palette")} tabIndex={-1}>
      {groupsOf(items).map(({ group, from, rows }) => (
        <div key={group} role="group" aria-label={t(`app.paletteGroup.${group}`)}>
          <div className="palette-group" aria-hidden="true">
            {t(`app.paletteGroup.${group}`)}
          </div>
          {rows.map((item, i) => (
            <Option key={item.id} id={`${id}-${from + i}`} item={item} isCurrent={from + i === current} take={take} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Items of one group stand together already. */
function groupsOf(items: readonly PaletteItem[]) {
  const groups: { group: PaletteItem["group"]; from: number; rows: PaletteItem[] }[] = [];
  for (const [from, item] of items.entries()) {
    const last = groups.at(-1);
    if (last?.group === item.group) last.rows.push(item);
    else groups.push({ group: item.group, from, rows: [item] });
  }
  return groups;
}

interface OptionProps {
  readonly id: string;
  readonly item: PaletteItem;
  readonly isCurrent: boolean;
  readonly take: (item: PaletteItem) => void;
}

function Option({ id, item, isCurrent, take }: OptionProps) {
  return (
    <div
      id={id}
      className="menu-item"
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      data-highlighted={isCurrent ? "" : undefined}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => take(item)}
    >
      {item.into !== undefined && <ThingMark of={item.into} />}
      <span className={item.into === undefined ? "" : "mono"} translate={item.into === undefined ? undefined : "no"}>
        {item.of !== undefined && <bdi translate="no">{item.of}</bdi>}
        {item.text.slice(item.of?.length ?? 0)}
      </span>
      {item.hint !== undefined && <kbd>{item.hint}</kbd>}
      {item.into !== undefined && <ChevronRight size={14} aria-hidden />}
    </div>
  );
}

function ThingMark({ of }: { readonly of: Ref }) {
  const state = useStore(sceneStore, (scene) => scene.pods.get(of.uid)?.state);
  if (state !== undefined) return <Glyph state={state} size={12} />;
  return of.kind === "Node" ? <i className="palette-node" /> : <Letter uid={of.uid} small />;
}
