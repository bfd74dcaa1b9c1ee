// What the command palette lists, and what of it a typed text keeps. Pure but for the entries that it is handed.

import type { TOptions } from "i18next";
import type { Action } from "../actions/action.ts";
import { perform } from "../actions/perform.ts";
import { openLiveOrSay } from "../editor/live.ts";
import { type Entry, entriesOf, SCALABLE } from "../graph/menuEntries.ts";
import type { TextKey, Translate } from "../i18n/setup.ts";
import { openExample } from "../lessons/openExample.ts";
import { EXAMPLES } from "../lessons/examples.ts";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";
import { commands } from "./commands.ts";

export interface PaletteItem {
  readonly id: string;
  readonly group: "thing" | "page" | "examples" | "things";
  readonly text: string;
  /** The name that the text begins with: of whom it is an action. */
  readonly of?: string;
  /** What else it is found by: its English name when the page speaks another language. */
  readonly words: string;
  readonly hint: string | undefined;
  /** Opens the list of what this thing offers, instead of doing something. */
  readonly into: Ref | undefined;
  readonly act: () => void;
}

/** Things of the cluster in the list at most: the others are found by their name. */
const MOST_THINGS = 40;
/** Rows that the palette shows. */
const MOST_SHOWN = 60;
/** While a thing is named beside an action, that many things are asked for what they offer. */
const MOST_NAMED = 6;

/** Everything when nothing is typed; else what has each typed word, best first within its group. */
export function itemsFor(t: Translate, typed: string, of: Ref | undefined, selected: Ref | undefined): readonly PaletteItem[] {
  const query = typed.trim().toLowerCase();
  if (of !== undefined) return kept([...typedItems(t, typed.trim(), of), ...thingItems(t, of)], query);
  const own = selected === undefined ? [] : [...typedItems(t, typed.trim(), selected), ...thingItems(t, selected, shortRef(selected))];
  const found = query === "" ? refs().slice(0, MOST_THINGS) : named(query);
  const theirs = query.includes(" ") ? found.slice(0, MOST_NAMED).flatMap((ref) => thingItems(t, ref, shortRef(ref))) : [];
  const all = [...own, ...theirs, ...liveItems(t, typed.trim()), ...pageItems(t), ...exampleItems(t), ...found.map(intoItem)];
  const items = kept(all, query);
  // A verb alone: whatever it can be done to.
  return items.length > 0
    ? items
    : kept(
        refs()
          .slice(0, MOST_THINGS)
          .flatMap((ref) => thingItems(t, ref, shortRef(ref))),
        query,
      );
}

/** `configmap/settings`, `secret/x -n team-a`: the YAML of anything that kubectl can get. */
function liveItems(t: Translate, typed: string): readonly PaletteItem[] {
  const [, kind, name, namespace] = /^([a-z][a-z.]*)\/([a-z0-9][\w.-]*)(?:\s+-n\s+(\S+))?$/i.exec(typed) ?? [];
  if (kind === undefined || name === undefined) return [];
  const text = t("editor.live.open", { name: `${kind}/${name}` });
  const act = (): void => void openLiveOrSay({ kind, name, namespace });
  return [
    { id: "live-yaml", group: "page", text, words: `${typed} ${namespace ?? ""}`.toLowerCase(), hint: undefined, into: undefined, act },
  ];
}

/** A label or a number that is typed is meant for the thing at hand. */
function typedItems(t: Translate, typed: string, ref: Ref): readonly PaletteItem[] {
  const label = /^([A-Za-z0-9][\w./-]*)(?:=([\w.-]*)|-)$/.exec(typed);
  const labels = labelsOf(ref);
  if (label?.[1] !== undefined && labels !== undefined) {
    const [, key, value] = label;
    if (value === undefined && !Object.hasOwn(labels, key)) return [];
    const text = value === undefined ? t("actions.menu.removeLabel", { key }) : t("actions.menu.setLabel", { label: `${key}=${value}` });
    return [doing(ref, "typed-label", text, { type: "label", target: ref, key, value, overwrite: Object.hasOwn(labels, key) }, typed)];
  }
  if (/^\d{1,4}$/.test(typed) && SCALABLE.has(ref.kind)) {
    const text = t("actions.menu.scaleTo", { replicas: Number(typed) });
    return [doing(ref, "typed-scale", text, { type: "scale", target: ref, replicas: Number(typed) }, typed)];
  }
  return [];
}

function labelsOf({ uid }: Ref): Readonly<Record<string, string>> | undefined {
  const { pods, nodes } = sceneStore.getState();
  return pods.get(uid)?.labels ?? nodes.get(uid)?.allLabels;
}

function doing(ref: Ref, id: string, text: string, action: Action, words: string): PaletteItem {
  const act = (): void => void perform(action);
  const of = shortRef(ref);
  return { id, group: "thing", text: `${of}: ${text}`, of, words, hint: undefined, into: undefined, act };
}

/** `of`: the name, where it does not stand over the list already. */
function thingItems(t: Translate, ref: Ref, of?: string): readonly PaletteItem[] {
  const english = flat(entriesOf(inEnglish(t), ref), "");
  return flat(entriesOf(t, ref), "").map(({ entry, text }, i) => ({
    id: `${ref.uid}-${entry.id}`,
    group: "thing",
    text: of === undefined ? text : `${of}: ${text}`,
    ...(of === undefined ? {} : { of }),
    words: `${english[i]?.text ?? ""} ${ref.name}`,
    hint: entry.key,
    into: undefined,
    act: entry.act,
  }));
}

type ItemEntry = Extract<Entry, { type: "item" }>;

function flat(entries: readonly Entry[], before: string): readonly { readonly entry: ItemEntry; readonly text: string }[] {
  return entries.flatMap((entry) => {
    if (entry.type === "item") return [{ entry, text: before + entry.text }];
    return entry.type === "sub" ? flat(entry.entries, `${entry.text}: `) : [];
  });
}

function pageItems(t: Translate): readonly PaletteItem[] {
  return commands().map(({ id, text, hint, act }) => item(t, "page", id, text, hint, act));
}

function exampleItems(t: Translate): readonly PaletteItem[] {
  return EXAMPLES.map(({ id }) => {
    const [name, english] = [t(`lessons.${id}.name`), inEnglish(t)(`lessons.${id}.name`)];
    const text = t("app.command.openExample", { name });
    return { id: `example-${id}`, group: "examples", text, words: english, hint: undefined, into: undefined, act: () => openExample(id) };
  });
}

function item(
  t: Translate,
  group: PaletteItem["group"],
  id: string,
  text: TextKey,
  hint: string | undefined,
  act: () => void,
): PaletteItem {
  return { id, group, text: t(text), words: `${inEnglish(t)(text)} ${id}`, hint, into: undefined, act };
}

function intoItem(ref: Ref): PaletteItem {
  return { id: `into-${ref.uid}`, group: "things", text: shortRef(ref), words: ref.kind, hint: undefined, into: ref, act: () => undefined };
}

function inEnglish(t: Translate): Translate {
  return (key, values?: TOptions) => t(key, { ...values, lng: "en" });
}

/** Controllers, nodes, pods. */
function refs(): readonly Ref[] {
  const { controllers, nodes, pods } = sceneStore.getState();
  return [
    ...[...controllers.values()].map(({ kind, uid, ns, name }): Ref => ({ kind, uid, namespace: ns, name })),
    ...[...nodes.values()].map(({ uid, name }): Ref => ({ kind: "Node", uid, namespace: undefined, name })),
    ...[...pods.values()].map(({ uid, ns, name }): Ref => ({ kind: "Pod", uid, namespace: ns, name })),
  ];
}

function named(query: string): readonly Ref[] {
  const words = query.split(/\s+/);
  const has = (ref: Ref, word: string): boolean => shortRef(ref).includes(word);
  const all = refs().filter((ref) => words.some((word) => word.length > 1 && has(ref, word)));
  const score = (ref: Ref): number => words.filter((word) => has(ref, word)).length;
  return all.sort((a, b) => score(b) - score(a)).slice(0, MOST_THINGS);
}

function kept(items: readonly PaletteItem[], query: string): readonly PaletteItem[] {
  // Commands to be copied are for those who look for them.
  if (query === "") return items.filter(({ id }) => !id.includes("kubectl ")).slice(0, MOST_SHOWN);
  const words = query.split(/\s+/);
  const scored = items.flatMap((one) => {
    const score = scoreOf(`${one.text} ${one.words}`.toLowerCase(), words);
    return score === undefined ? [] : [{ one, score }];
  });
  scored.sort((a, b) => b.score - a.score);
  const ranks = [...new Set(scored.map(({ one }) => one.group))];
  return ranks.flatMap((group) => scored.filter(({ one }) => one.group === group).map(({ one }) => one)).slice(0, MOST_SHOWN);
}

/** Undefined when a word is missing; the beginning of a word counts more than its inside. */
export function scoreOf(text: string, words: readonly string[]): number | undefined {
  let score = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return undefined;
    const begins = at === 0 || /[^\p{L}\p{N}]/u.test(text.charAt(at - 1));
    score += (begins ? 2 : 1) - Math.min(at, 90) / 100;
  }
  return score;
}
