// A cause in words: what was done, what was seen and wanted, by which rule. From the tables by the engine's rule; a rule
// without a sentence is told by the generic one, with its facts.

import type { Cause } from "../../engine/index.ts";
import { hasText, type Translate } from "../i18n/setup.ts";
import "../i18n/whytables.ts";
import { shortRef } from "../store/identity.ts";
import type { PodState } from "../worker/rows.ts";

export interface CauseWords {
  readonly did: string;
  readonly facts: readonly (readonly [name: "saw" | "wanted" | "rule" | "because", text: string])[];
  readonly glyph: PodState;
  readonly by: string;
}

export function causeWords(t: Translate, cause: Cause, triggerText: string | undefined): CauseWords {
  const object = cause.object.kind === "Pod" ? cause.object.name : shortRef(cause.object);
  const key = cause.rule.replaceAll(/[.-]/g, "_");
  const values = {
    object,
    verb: t(`why.verb.${cause.verb}`),
    ...prefixed("saw", cause.saw),
    ...prefixed("wanted", cause.wanted),
    steps: backoffSteps(cause),
  };
  const didKey = `why.did.${key}`;
  const lawKey = `why.law.${key}`;
  const facts: [CauseWords["facts"][number][0], string][] = [];
  const seenKey = `why.seen.${seenBy(key, cause)}`;
  const saw = hasText(seenKey) ? t(seenKey, values) : factText(t, cause.saw);
  const wanted = factText(t, cause.wanted);
  if (saw !== "") facts.push(["saw", saw]);
  if (wanted !== "") facts.push(["wanted", wanted]);
  if (hasText(lawKey)) facts.push(["rule", t(lawKey, values)]);
  if (triggerText !== undefined) facts.push(["because", triggerText]);
  return {
    did: hasText(didKey) ? t(didKey, values) : t(`why.generic.${cause.verb}`, { object }),
    facts,
    glyph: glyphOf(cause),
    by: byWords(t, cause),
  };
}

/** How it came to be, in one sentence: for the foot of the list, where its facts would be too much. */
export function bornWords(t: Translate, cause: Cause): string {
  const { rule, saw = {}, wanted = {} } = cause;
  const key = `why.born.${rule === "user.request" ? "you" : rule.replaceAll(".", "_")}`;
  const values = { by: byWords(t, cause), ...prefixed("saw", saw), ...prefixed("wanted", wanted) };
  return hasText(key) ? t(key, values) : t("why.born.other", values);
}

/** A restart that a probe led to names the probe; any other, how the run before ended. */
function seenBy(key: string, { saw = {} }: Cause): string {
  if (key !== "kubelet_restart") return key;
  if (saw["probe"] !== undefined) return "kubelet_probe_failed";
  return saw["exitCode"] === undefined ? key : "kubelet_restart_exit";
}

/** The steps of the back-off with the one that was reached in a box. */
function backoffSteps(cause: Cause): string {
  return [10, 20, 40, 80, 160, 300].map((step) => (step === cause.saw?.["delaySeconds"] ? `<mark>${step}</mark>` : String(step))).join(" ");
}

function prefixed(prefix: string, facts: Cause["saw"]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts ?? {}).map(([name, value]) => [`${prefix}_${name}`, value]));
}

function factText(t: Translate, facts: Cause["saw"]): string {
  return Object.entries(facts ?? {})
    .filter(([, value]) => value !== "")
    .map(([name, value]) => {
      const key = `why.fact.${name}`;
      return hasText(key) ? t(key, { value }) : t("why.fact.other", { name, value });
    })
    .join(", ");
}

function byWords(t: Translate, cause: Cause): string {
  if (cause.rule === "user.request") return t("why.by.you");
  return cause.by.replace(/^kubelet /, "kubelet · ");
}

const GLYPHS: readonly (readonly [RegExp, PodState])[] = [
  [/backoff|restart/, "crash"],
  [/probe/, "probe"],
  [/exited|refused|fail|evict|unschedulable|not-ready/, "error"],
  [/delete|kill|removed|stopped|gc\./, "leaving"],
  [/terminated/, "done"],
  [/create|admitted|bind/, "creating"],
  [/started/, "ready"],
];

function glyphOf(cause: Cause): PodState {
  if (cause.verb === "delete") return "leaving";
  return GLYPHS.find(([pattern]) => pattern.test(cause.rule))?.[1] ?? (cause.verb === "create" ? "creating" : "pending");
}
