// While something is held: where it can be dropped, then in one sentence what that does, then the command that does it.

import { Plus, Trash2, X } from "lucide-react";
import { type FormEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { type Translate, useT } from "../i18n/setup.ts";
import { keyProblem, valueProblem } from "../inspector/labelRules.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { type Scene, sceneStore } from "../store/scene.ts";
import type { Drop } from "./drop.ts";
import { dropSentence, podsWord } from "./dropWords.ts";
import { dragStore, dropOf, type Held, heldPods, holdOver, letGo, lineOf, type Target } from "./dragStore.ts";
import { focusYard } from "./stops.ts";
import { nodeTargets, podTargets, type TargetSet } from "./targets.ts";
import { dropCode, dropHere } from "./usePointerDrag.tsx";

export function Tray() {
  const held = useStore(dragStore, (drag) => drag.held);
  return held === undefined ? null : <OpenTray held={held} />;
}

function OpenTray({ held }: { readonly held: Held }) {
  const t = useT();
  const { by, asking } = useStore(dragStore);
  const tray = useRef<HTMLElement>(null);
  const sets = useTargetSets(held);
  const isThere = useStore(sceneStore, (scene) => isStillThere(held, scene));
  useReturn(held, by);
  useEffect(() => {
    if (by === "keyboard" && asking === undefined) tray.current?.querySelector<HTMLElement>("[data-drop]:not(.now)")?.focus();
  }, [by, asking, held]);
  useEffect(() => {
    if (!isThere) letGo();
  }, [isThere]);
  return (
    <section
      ref={tray}
      className={by === "keyboard" ? "tray with-cancel" : "tray"}
      aria-label={t("graph.tray.title")}
      data-testid="tray"
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          letGo();
        }
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (step === undefined || event.target instanceof HTMLInputElement) return;
        event.preventDefault();
        moveFocus(event.currentTarget, step);
      }}
    >
      {by === "keyboard" && (
        <IconButton className="tray-cancel" label={t("graph.tray.cancel")} hint="Esc" onClick={letGo}>
          <X size={16} strokeWidth={1.75} />
        </IconButton>
      )}
      {held.type === "chip" && by === "keyboard" && <NodeTargets held={held} />}
      {held.type !== "chip" &&
        (asking === undefined ? <Targets sets={sets} held={held} /> : <Ask key={asking.key} held={held} fixedKey={asking.key} />)}
      <Say held={held} />
    </section>
  );
}

/** Who came by keys goes back to where they were, whichever way the tray is left. */
function useReturn(held: Held, by: "pointer" | "keyboard"): void {
  const before = useRef<Element | null>(null);
  // Before a target or a field takes the focus.
  useLayoutEffect(() => {
    if (by === "keyboard") before.current = document.activeElement;
  }, [held, by]);
  useEffect(() => {
    if (by !== "keyboard") return undefined;
    return () => {
      const from = before.current;
      // The entry of the menu that it began with is gone by now.
      if (from instanceof HTMLElement && from.isConnected && from !== document.body) from.focus();
      else focusYard(held.type === "chip" ? held.from : held.uid);
    };
  }, [held, by]);
}

/** What a controller has deleted meanwhile, or undo has made never to have been, is held no more. */
function isStillThere(held: Held, { pods, nodes }: Scene): boolean {
  if (held.type === "pod") return [held.uid, ...held.others].some((uid) => pods.has(uid));
  return nodes.has(held.type === "chip" ? held.from : held.uid);
}

function useTargetSets(held: Held): readonly TargetSet[] {
  const rows = useStore(sceneStore);
  // Targets stand still while something is held, whatever happens in the cluster meanwhile.
  return useMemo(() => {
    const pods = heldPods(held);
    const node = held.type === "node" ? rows.nodes.get(held.uid) : undefined;
    if (pods.length > 0) return podTargets(pods, rows);
    return node === undefined ? [] : nodeTargets(node, rows);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [held]);
}

function Targets({ sets, held }: { readonly sets: readonly TargetSet[]; readonly held: Held }) {
  const t = useT();
  return (
    <div className="tray-row">
      {sets.map(({ key, now, values }) => (
        <div key={key} className="tray-set" role="group" aria-label={key}>
          <span className="tray-key" translate="no">
            {key}
          </span>
          {now !== undefined && (
            <span className="target-button now">
              <code>{now}</code>
              <small>{t("graph.tray.now")}</small>
            </span>
          )}
          {values.map((value) => (
            <TargetButton key={value} target={{ type: "label", key, value }}>
              <code>{value}</code>
            </TargetButton>
          ))}
          <TargetButton target={{ type: "ask", key }} word>
            {t("graph.tray.otherValue")}
          </TargetButton>
          {now !== undefined && (
            <TargetButton target={{ type: "label", key, value: undefined }} word>
              {t("graph.tray.removeLabel")}
            </TargetButton>
          )}
        </div>
      ))}
      <div className="tray-set">
        <TargetButton target={{ type: "ask", key: undefined }} word>
          <Plus size={14} strokeWidth={1.75} aria-hidden />
          {t("graph.tray.newLabel")}
        </TargetButton>
      </div>
      <span className="grow" />
      {held.type === "pod" && (
        <TargetButton target={{ type: "delete" }} word>
          <Trash2 size={15} strokeWidth={1.75} aria-hidden />
          <span>{held.others.length > 0 ? t("actions.group.delete", { count: held.others.length + 1 }) : t("graph.tray.delete")}</span>
        </TargetButton>
      )}
    </div>
  );
}

/** The nodes that a label can go to, for those who cannot point at them. */
function NodeTargets({ held }: { readonly held: Held }) {
  const t = useT();
  const nodes = useStore(sceneStore, (scene) => scene.nodes);
  const targets = [...nodes.values()].filter(({ uid }) => dropOf(held, { type: "node", uid }) !== undefined);
  return (
    <div className="tray-row">
      <div className="tray-set" role="group" aria-label={t("keyboard.trayNodes")}>
        <span className="tray-key">{t("keyboard.trayNodes")}</span>
        {targets.map(({ uid, name }) => (
          <TargetButton key={uid} target={{ type: "node", uid }}>
            <code>{name}</code>
          </TargetButton>
        ))}
      </div>
    </div>
  );
}

function TargetButton({
  target,
  word = false,
  children,
}: {
  readonly target: Target;
  readonly word?: boolean;
  readonly children: React.ReactNode;
}) {
  const code = dropCode(target);
  const isOver = useStore(dragStore, ({ over }) => over !== undefined && dropCode(over) === code);
  return (
    <button
      type="button"
      className={`target-button${word ? " word" : ""}${isOver ? " over" : ""}`}
      data-drop={code}
      onFocus={() => holdOver(target)}
      // A finger shows what it would do before it is lifted, a mouse before it is pressed.
      onPointerDown={() => holdOver(target)}
      onPointerMove={(event) => {
        if (!isOver && event.pointerType === "mouse") event.currentTarget.focus({ preventScroll: true });
      }}
      onClick={() => {
        holdOver(target);
        dropHere();
      }}
    >
      {children}
    </button>
  );
}

/** A key or a value that no target has. */
function Ask({ held, fixedKey }: { readonly held: Held; readonly fixedKey: string | undefined }) {
  const t = useT();
  const [key, setKey] = useState(fixedKey ?? "");
  const [value, setValue] = useState("");
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [isRefused, setRefused] = useState(false);
  const badKey = isRefused && keyProblem(key);
  const badValue = isRefused && valueProblem(value);
  const target: Target = { type: "label", key, value };
  const say = (nextKey: string, nextValue: string): void => {
    const isLabel = !keyProblem(nextKey) && !valueProblem(nextValue);
    setRefused(false);
    holdOver(isLabel ? { type: "label", key: nextKey, value: nextValue } : undefined);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setRefused(keyProblem(key) || valueProblem(value));
    if (keyProblem(key) || valueProblem(value)) return;
    holdOver(target);
    if (dropOf(held, target) !== undefined) dropHere();
  };
  return (
    <form className="tray-row" onSubmit={submit}>
      {fixedKey === undefined ? (
        <input
          ref={first}
          className="field"
          value={key}
          placeholder={t("graph.tray.key")}
          aria-label={t("graph.tray.key")}
          aria-invalid={badKey}
          spellCheck={false}
          onChange={(event) => {
            setKey(event.target.value);
            say(event.target.value, value);
          }}
        />
      ) : (
        <span className="tray-key" translate="no">
          {fixedKey}
        </span>
      )}
      <input
        ref={fixedKey === undefined ? undefined : first}
        className="field"
        value={value}
        placeholder={t("graph.tray.value")}
        aria-label={t("graph.tray.value")}
        aria-invalid={badValue}
        spellCheck={false}
        onChange={(event) => {
          setValue(event.target.value);
          say(key, event.target.value);
        }}
      />
      <button type="submit" className="button primary" disabled={key === ""}>
        {t("graph.tray.set")}
        <kbd>Enter</kbd>
      </button>
      {isRefused && (
        <p className="tray-problem" role="alert">
          {t(badKey ? "inspector.edit.keyBad" : "inspector.edit.valueBad")}
        </p>
      )}
    </form>
  );
}

function Say({ held }: { readonly held: Held }) {
  const t = useT();
  const { over, effects, asking } = useStore(dragStore);
  const drop: Drop | undefined = over && dropOf(held, over);
  if (drop === undefined) {
    return (
      <div className="tray-say">
        <p className="hint">{hintFor(t, held, asking)}</p>
      </div>
    );
  }
  return (
    <div className="tray-say">
      <p role="status">{dropSentence(t, drop, effects)}</p>
      <code>{lineOf(drop)}</code>
    </div>
  );
}

function hintFor(t: Translate, held: Held, asking: { readonly key: string | undefined } | undefined): string {
  const name = nameOf(t, held);
  if (asking !== undefined) return t("graph.tray.askHint", { name });
  return held.type === "pod" ? t("graph.tray.podHint", { name }) : t("graph.tray.hint", { name });
}

function nameOf(t: Translate, held: Held): string {
  if (held.type === "chip") return `${held.key}=${held.value}`;
  return held.type === "pod" ? podsWord(t, heldPods(held)) : (sceneStore.getState().nodes.get(held.uid)?.name ?? "");
}

function moveFocus(tray: HTMLElement, step: number): void {
  const targets = [...tray.querySelectorAll<HTMLElement>("[data-drop]")];
  const at = targets.findIndex((target) => target === document.activeElement);
  targets.at((at + step + targets.length) % targets.length)?.focus();
}
