// The editor's schema from the server's own OpenAPI documents, with hovers in the reader's language.

import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { type Translate, useT } from "../i18n/setup.ts";
import { statusStore } from "../store/status.ts";
import { uiStore } from "../store/ui.ts";
import { cluster } from "../worker/client.ts";
import { helpFor } from "./fieldhelp.ts";
import { editorSchema, type JsonSchema, type OpenApi, type SchemaWords } from "./schema.ts";

interface Discovery {
  readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

/** Every cluster of this page serves the same documents: asked for once. */
let documents: readonly OpenApi[] | undefined;

export function useSchema(isWanted: boolean): JsonSchema | undefined {
  const t = useT();
  const language = useStore(uiStore, (ui) => ui.language);
  const isRunning = useStore(statusStore, (status) => status.phase === "running");
  const [known, setKnown] = useState(documents);
  useEffect(() => {
    if (known !== undefined || !isRunning || !isWanted) return;
    fetchDocuments().then(
      (found) => {
        documents = found;
        setKnown(found);
      },
      // The cluster was started again meanwhile: the next one answers.
      () => undefined,
    );
  }, [known, isRunning, isWanted]);
  // `t` is a new function at each change of language.
  return useMemo(() => (known === undefined ? undefined : editorSchema(known, wordsIn(t, language))), [known, t, language]);
}

async function fetchDocuments(): Promise<readonly OpenApi[] | undefined> {
  const discovery = await cluster.json<Discovery>("/openapi/v3");
  if (discovery === undefined) return undefined;
  const found = await Promise.all(Object.values(discovery.paths).map(({ serverRelativeURL }) => cluster.json<OpenApi>(serverRelativeURL)));
  return found.filter((document) => document !== undefined);
}

function wordsIn(t: Translate, language: "en" | "ko"): SchemaWords {
  return {
    required: t("editor.hover.required"),
    default: (value) => t("editor.hover.default", { value }),
    listKey: (key) => t("editor.hover.listKey", { key }),
    oneOf: (values) => t("editor.hover.oneOf", { values }),
    help: (owner, field) => helpFor(owner, field, language),
  };
}
