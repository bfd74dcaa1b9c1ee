// Quick fixes as Monaco's own: the light bulb beside the line, and Ctrl+. at it.

import type { Translate } from "../i18n/setup.ts";
import { monaco } from "./monaco.ts";
import type { Mendable } from "./useProblems.ts";

interface Offer {
  readonly problems: readonly Mendable[];
  readonly t: Translate;
}

const offers = new WeakMap<monaco.editor.ITextModel, Offer>();

export function offerFixes(model: monaco.editor.ITextModel, problems: readonly Mendable[], t: Translate): void {
  offers.set(model, { problems, t });
}

monaco.languages.registerCodeActionProvider("yaml", {
  provideCodeActions: (model, range) => {
    const offer = offers.get(model);
    const near = offer?.problems.filter(
      ({ line, of }) => line >= range.startLineNumber && line <= range.endLineNumber && of === model.getValue(),
    );
    return { actions: (near ?? []).flatMap((problem) => actionsOf(model, problem, offer?.t ?? String)), dispose: () => undefined };
  },
});

function actionsOf(model: monaco.editor.ITextModel, { fixes }: Mendable, t: Translate): readonly monaco.languages.CodeAction[] {
  return fixes.map(({ title, edits }, i) => ({
    title: t(title.key, title.values).replaceAll("`", ""),
    kind: "quickfix",
    isPreferred: i === 0,
    edit: {
      edits: edits.map(({ start, end, text }) => ({
        resource: model.uri,
        versionId: model.getVersionId(),
        textEdit: { range: monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)), text },
      })),
    },
  }));
}
