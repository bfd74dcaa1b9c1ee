// The editor's schema from the server's own OpenAPI documents, with hovers in the reader's language.

import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { type Translate, useT } from "../i18n/setup.ts";
import { statusStore } from "../store/status.ts";
import { uiStore } from "../store/ui.ts";
import { cluster } from "../worker/client.ts";
import { editorSchema, type JsonSchema, type OpenApi, type SchemaWords } from "./schema.ts";

interface Discovery {
  readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

type HelpFor = (owner: string, field: string, language: "en" | "ko") => string | undefined;

interface Served {
  readonly documents: readonly OpenApi[];
  readonly helpFor: HelpFor;
}

/** Every cluster of this page serves the same documents: asked for once. */
let served: Served | undefined;

export function useSchema(isWanted: boolean): JsonSchema | undefined {
  const t = useT();
  const language = useStore(uiStore, (ui) => ui.language);
  const isRunning = useStore(statusStore, (status) => status.phase === "running");
  const [known, setKnown] = useState(served);
  useEffect(() => {
    if (known !== undefined || !isRunning || !isWanted) return;
    fetchDocuments().then(
      (found) => {
        served = found;
        setKnown(found);
      },
      // The cluster was started again meanwhile: the next one answers.
      () => undefined,
    );
  }, [known, isRunning, isWanted]);
  // `t` is a new function at each change of language.
  return useMemo(
    () => (known === undefined ? undefined : editorSchema(known.documents, wordsIn(t, language, known.helpFor))),
    [known, t, language],
  );
}

async function fetchDocuments(): Promise<Served | undefined> {
  const discovery = await cluster.json<Discovery>("/openapi/v3");
  if (discovery === undefined) return undefined;
  const found = await Promise.all(Object.values(discovery.paths).map(({ serverRelativeURL }) => cluster.json<OpenApi>(serverRelativeURL)));
  const { helpFor } = await import("./fieldhelp.ts");
  return { documents: found.filter((document) => document !== undefined), helpFor };
}

function wordsIn(t: Translate, language: "en" | "ko", helpFor: HelpFor): SchemaWords {
  return {
    required: t("editor.hover.required"),
    default: (value) => t("editor.hover.default", { value }),
    listKey: (key) => t("editor.hover.listKey", { key }),
    oneOf: (values) => t("editor.hover.oneOf", { values }),
    help: (owner, field) => helpFor(owner, field, language),
  };
}
