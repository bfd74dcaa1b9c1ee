// What Monaco proposes beside the schema's fields: beginnings of files and of probes, and what the cluster has.

import type { Translate } from "../i18n/setup.ts";
import { type Caret, caretAt } from "./caret.ts";
import { known, namesOf } from "./known.ts";
import { monaco } from "./monaco.ts";
import { KIND_SNIPPETS, PROBE_SNIPPETS, type Snippet } from "./snippets.ts";
import { suggestionsAt } from "./suggestions.ts";

let translate: Translate = String;

export function completeIn(t: Translate): void {
  translate = t;
}

monaco.languages.registerCompletionItemProvider("yaml", {
  triggerCharacters: [" ", "-"],
  provideCompletionItems: async (model, position) => {
    const caret = caretAt(model.getValue(), position.lineNumber, position.column);
    if (caret === undefined) return { suggestions: [] };
    const range = new monaco.Range(position.lineNumber, position.column - caret.typed.length, position.lineNumber, position.column);
    return { suggestions: [...snippets(caret, range), ...(await ofCluster(caret, range))] };
  },
});

type Item = monaco.languages.CompletionItem;

async function ofCluster(caret: Caret, range: monaco.IRange): Promise<readonly Item[]> {
  const found = suggestionsAt(caret, await known(translate));
  const suggestions =
    typeof found === "string"
      ? (await namesOf(found)).map(({ name, namespace }) => ({ label: name, insert: name, detail: namespace }))
      : found;
  return suggestions.map(({ label, insert, detail }, i) => ({
    label: detail === undefined ? label : { label, description: detail },
    kind: monaco.languages.CompletionItemKind.Reference,
    insertText: insert,
    filterText: insert,
    // Before what the schema says of every label.
    sortText: `0${String(i).padStart(4, "0")}`,
    range,
  }));
}

function snippets(caret: Caret, range: monaco.IRange): readonly Item[] {
  const { path, inValue, isAlone } = caret;
  if (inValue) return [];
  if (path.length === 0 && isAlone)
    return KIND_SNIPPETS.map((one) => item(one, translate("editor.snippet.kind", { name: one.name }), range));
  const inContainer = path.at(-1) === "containers" || path.at(-1) === "initContainers";
  return inContainer && caret.beside.size > 0
    ? PROBE_SNIPPETS.map((one) => item({ ...one, name: `probe ${one.name}` }, translate("editor.snippet.probe", { name: one.name }), range))
    : [];
}

function item({ name, body }: Snippet, detail: string, range: monaco.IRange): Item {
  return {
    label: { label: name, description: detail },
    kind: monaco.languages.CompletionItemKind.Snippet,
    insertText: body.trimEnd(),
    insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
    filterText: name,
    sortText: `1${name}`,
    range,
  };
}
