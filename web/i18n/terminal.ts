// Texts of web/terminal.

import type { Translation } from "./table.ts";

export const terminalEn = {
  title: "kubectl",
} as const;

export const terminalKo: Translation<typeof terminalEn> = {
  title: "kubectl",
};
