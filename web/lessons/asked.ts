// What a learner may be asked before something is done: the question, the kubectl line, the choices, and a measure over
// the cluster as it will be. Which choice is right stands nowhere: it is measured on a fork that has run ahead. Pure.

import type { TextKey } from "../i18n/setup.ts";
import type { Deed } from "../worker/protocol.ts";
import type { ControllerRow, PodRow } from "../worker/rows.ts";
import type { GoalView, Note } from "./goals.ts";

/** The rows as they are after a deed; of a fork or of the cluster itself. */
export interface Future {
  readonly pods: readonly PodRow[];
  readonly controllers: readonly ControllerRow[];
  readonly failed: boolean;
  readonly out: string;
}

export interface QuestionView extends GoalView {
  /** Texts of the files that are open. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Choice {
  readonly id: string;
  /** A word of the API or a figure. */
  readonly code: string | undefined;
  readonly words: Note | undefined;
}

export interface Asked {
  readonly text: Note;
  readonly deed: Deed;
  readonly choices: readonly Choice[];
  /** The id of the choice that is right in that future. */
  readonly measure: (future: Future) => string;
  /** Rules of the decisions that explain the outcome. */
  readonly tells: RegExp;
  /** Whose decisions may be read afterwards. */
  readonly about: { readonly kind: string; readonly name: string } | undefined;
}

/** Undefined while the cluster is not so that it could be asked. */
export type Question = (view: QuestionView) => Asked | undefined;

/** Rules of the decisions by which pods come, go and change hands. */
export const OWNERSHIP = /^(replicaset|daemonset)\.(create|delete|adopt|release)$|^gc\.delete$/;

/** One fewer, as many, one more. */
export function aroundNow(now: number): readonly Choice[] {
  return [now - 1, now, now + 1]
    .filter((count) => count >= 0)
    .map((count) => ({ id: String(count), code: String(count), words: comparedWith(now, count) }));
}

export function comparedWith(now: number, count: number): Note {
  if (count === now) return { text: "practice.choice.asNow", values: {} };
  return { text: count > now ? "practice.choice.more" : "practice.choice.fewer", values: { count: Math.abs(count - now) } };
}

export function coded(code: string, words?: TextKey): Choice {
  return { id: code, code, words: words && { text: words, values: {} } };
}

export function worded(id: string, text: TextKey, values: Note["values"] = {}): Choice {
  return { id, code: undefined, words: { text, values } };
}
