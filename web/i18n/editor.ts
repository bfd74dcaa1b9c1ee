// Texts of web/editor.

import type { Translation } from "./table.ts";

export const editorEn = {
  title: "Editor",
} as const;

export const editorKo: Translation<typeof editorEn> = {
  title: "편집기",
};
