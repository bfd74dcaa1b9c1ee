// What is wrong with the open file, from all who have something to say of it, each with the quick fixes that there are.

import { useEffect, useMemo, useState } from "react";
import { type Translate, useT } from "../i18n/setup.ts";
import type { EditorFile } from "./files.ts";
import { findings } from "./findings.ts";
import { type Fix, fixesFor } from "./fixes.ts";
import { problemOfMarker, type RawMarker, withoutEchoes } from "./markers.ts";
import type { Problem } from "./problems.ts";
import { tooHeavy } from "./reveal.ts";
import type { JsonSchema } from "./schema.ts";

/** A problem with what would mend it, and the text that this was found out for. */
export interface Mendable extends Problem {
  readonly fixes: readonly Fix[];
  readonly of: string;
}

/** To find a fix means to try it: for the first problems, which are mended first. */
const MOST_MENDED = 12;
/** Trying takes its time: typing goes first. */
const RESTS_MS = 250;

export function useProblems(
  file: EditorFile | undefined,
  markers: readonly RawMarker[],
  refused: readonly Problem[],
  schema: JsonSchema | undefined,
): readonly Mendable[] {
  const t = useT();
  const told = useMemo(
    () => {
      const text = file?.text ?? "";
      const marked = markers.map((marker) => problemOfMarker(marker, text, schema, t));
      return merged(withoutEchoes(marked, text, t), refused);
    },
    // Marks are of the text that they were found in: they are told anew when they come anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [markers, refused, schema, t],
  );
  const text = file?.text ?? "";
  // Marks come anew after each key: those that say the same keep their fixes.
  const said = useMemo(() => `${file?.id} ${JSON.stringify(told)}`, [file?.id, told]);
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    const timer = setTimeout(() => setFound({ said, text, told, problems: mendable(told, text, schema, t) }), RESTS_MS);
    return () => clearTimeout(timer);
  }, [said, told, text, schema, t]);
  return useMemo(
    () => (found?.said === said ? found.problems : meanwhile(told, found?.text === text ? found : undefined)),
    [found, said, told, text],
  );
}

interface Found {
  readonly said: string;
  readonly text: string;
  readonly told: readonly Problem[];
  readonly problems: readonly Mendable[];
}

/** Until fixes have been tried anew: problems that were there before in the same text keep theirs, and are not taken out of one's hands. */
function meanwhile(told: readonly Problem[], before: Found | undefined): readonly Mendable[] {
  const known = new Map(before?.problems.map((problem) => [placeAndWords(problem), problem]));
  const now = told.map((problem) => known.get(placeAndWords(problem)) ?? { ...problem, fixes: [], of: "" });
  const toldBefore = new Set(before?.told.map(placeAndWords));
  const ownFindings = [...known].filter(([key, { line }]) => !toldBefore.has(key) && !told.some((one) => one.line === line));
  return [...now, ...ownFindings.map(([, problem]) => problem)].sort((a, b) => a.line - b.line || a.column - b.column);
}

function placeAndWords({ line, column, message }: Problem): string {
  return `${line}:${column} ${message}`;
}

function mendable(told: readonly Problem[], text: string, schema: JsonSchema | undefined, t: Translate): readonly Mendable[] {
  if (tooHeavy(text)) return told.map((problem) => ({ ...problem, fixes: [], of: text }));
  const { kept, fresh } = withFindings(told, findings(text, schema, t));
  const all = [...kept, ...fresh].sort((a, b) => a.line - b.line || a.column - b.column);
  // One mistake of syntax makes others look like mistakes: the first is mended first.
  const firstOfSyntax = all.find(({ layer }) => layer === "syntax");
  const isTried = (problem: Problem, i: number): boolean => i < MOST_MENDED && (problem.layer !== "syntax" || problem === firstOfSyntax);
  const offered = new Set<string>();
  return all.map((problem, i) => {
    const fixes = isTried(problem, i) ? fixesFor(problem, text, schema) : [];
    return { ...problem, fixes: fixes.filter(({ edits }) => isNew(offered, JSON.stringify(edits))), of: text };
  });
}

/** One line is told of once: by kubectl, else by what was found; that a version is none of all that there are says less. */
function withFindings(
  told: readonly Problem[],
  found: readonly Problem[],
): { readonly kept: readonly Problem[]; readonly fresh: readonly Problem[] } {
  const kept = told.filter(
    ({ layer, line, isVersion }) => layer !== "schema" || isVersion !== true || !found.some((one) => one.line === line),
  );
  return { kept, fresh: found.filter(({ line }) => !kept.some((one) => one.line === line)) };
}

/** What mends two problems is offered with the first. */
function isNew(known: Set<string>, one: string): boolean {
  const before = known.size;
  return known.add(one).size > before;
}

/** What kubectl found again of what the text check says already is told once. */
function merged(found: readonly Problem[], refused: readonly Problem[]): readonly Problem[] {
  const isSyntax = found.some(({ layer }) => layer === "syntax");
  const seen = found.filter(({ layer }) => !isSyntax || layer === "syntax");
  const fresh = refused.filter(
    ({ layer, line }) => layer === "refused" || !seen.some((one) => one.layer === layer && (layer === "syntax" || one.line === line)),
  );
  return [...seen, ...fresh].sort((a, b) => a.line - b.line || a.column - b.column);
}
