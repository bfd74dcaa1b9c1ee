// A label of a node: dragged to another node, or changed in place by a double click or Enter.

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { perform } from "../actions/perform.ts";
import { useT } from "../i18n/setup.ts";
import { keyProblem, valueProblem } from "../inspector/labelRules.ts";
import { selectionStore } from "../store/selection.ts";
import type { NodeRow } from "../worker/rows.ts";
import { nodeRef } from "./dragStore.ts";
import { usePointerDrag } from "./usePointerDrag.tsx";

interface LabelChipProps {
  readonly node: NodeRow;
  readonly label: readonly [key: string, value: string];
}

export function LabelChip({ node, label }: LabelChipProps) {
  const [isEdited, setEdited] = useState(false);
  const chip = useRef<HTMLButtonElement>(null);
  const endedByKey = useRef(false);
  useEffect(() => {
    // Who has gone elsewhere with the pointer is not fetched back.
    if (endedByKey.current && !isEdited) chip.current?.focus();
    endedByKey.current = false;
  }, [isEdited]);
  const done = (byKey: boolean): void => {
    endedByKey.current ||= byKey;
    setEdited(false);
  };
  if (isEdited) return <ChipField node={node} label={label} done={done} />;
  return <Chip node={node} label={label} chip={chip} edit={() => setEdited(true)} />;
}

interface ChipProps extends LabelChipProps {
  readonly chip: React.RefObject<HTMLButtonElement | null>;
  readonly edit: () => void;
}

function Chip({ node, label: [key, value], chip, edit }: ChipProps) {
  const t = useT();
  const drag = usePointerDrag(() => ({ type: "chip", key, value, from: node.uid }));
  const click = useClickOrDouble(() => selectionStore.getState().select(nodeRef(node), "labels"), edit);
  const text = `${key}=${value}`;
  return (
    <button
      ref={chip}
      type="button"
      className="chip large nodrag nopan"
      translate="no"
      aria-label={t("keyboard.chip.name", { label: text })}
      data-hint={text}
      data-stop="inner"
      data-label={text}
      tabIndex={-1}
      onPointerDown={drag.onPointerDown}
      onPointerMove={drag.onPointerMove}
      onPointerUp={drag.onPointerUp}
      onPointerCancel={drag.onPointerCancel}
      onDoubleClick={click.double}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "F2") return;
        event.preventDefault();
        edit();
      }}
      onClick={(event) => {
        if (!drag.wasDragged()) click.single(event.detail);
      }}
    >
      {text}
    </button>
  );
}

/** Within so long a second click makes a double one of it. */
const DOUBLE_MS = 350;

/** A click waits whether it is the first of two: what it opens may push the chip from under the pointer. */
function useClickOrDouble(act: () => void, twice: () => void) {
  const due = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(due.current), []);
  return {
    /** `clicks` is 0 for a key. */
    single: (clicks: number): void => {
      clearTimeout(due.current);
      if (clicks === 0) act();
      else if (clicks === 1) due.current = setTimeout(act, DOUBLE_MS);
    },
    double: (): void => {
      clearTimeout(due.current);
      twice();
    },
  };
}

interface ChipFieldProps extends LabelChipProps {
  readonly done: (byKey: boolean) => void;
}

/** The whole label is one text; under another key it is another label, and the old one goes. */
function ChipField({ node, label: [key, value], done }: ChipFieldProps) {
  const t = useT();
  const [typed, setTyped] = useState(`${key}=${value}`);
  const [refused, setRefused] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const accept = (): void => {
    const change = changeOf(typed);
    setRefused(change === undefined);
    if (change === undefined) return;
    done(true);
    void changeLabel(node, [key, value], change);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") done(true);
    else if (event.key === "Enter") accept();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={field}
        className="field chip-field nodrag nopan"
        aria-label={t("keyboard.chip.edit", { node: node.name })}
        aria-invalid={refused}
        value={typed}
        size={Math.max(8, typed.length)}
        spellCheck={false}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the chip that had the focus
        autoFocus
        onChange={(event) => {
          setTyped(event.target.value);
          setRefused(false);
        }}
        onBlur={() => done(false)}
        onKeyDown={onKeyDown}
      />
      {refused && <ChipProblem under={field.current} />}
    </>
  );
}

/** Over the picture: in a node's head there is no room for a sentence. */
function ChipProblem({ under }: { readonly under: HTMLElement | null }) {
  const t = useT();
  const box = under?.getBoundingClientRect();
  return createPortal(
    <p className="chip-problem" role="alert" style={{ left: box?.left, top: box?.bottom }}>
      {t("keyboard.chip.bad")}
    </p>,
    document.body,
  );
}

function changeOf(typed: string): readonly [key: string, value: string] | undefined {
  const [key = "", value, ...rest] = typed.trim().split("=");
  const isLabel = value !== undefined && rest.length === 0 && key !== "" && !keyProblem(key) && !valueProblem(value);
  return isLabel ? [key, value] : undefined;
}

async function changeLabel(
  node: NodeRow,
  [oldKey, oldValue]: readonly [string, string],
  [key, value]: readonly [string, string],
): Promise<void> {
  if (key === oldKey && value === oldValue) return;
  const target = nodeRef(node);
  await perform({ type: "label", target, key, value, overwrite: Object.hasOwn(node.allLabels, key) });
  if (key !== oldKey) await perform({ type: "label", target, key: oldKey, value: undefined, overwrite: true }, true);
}
