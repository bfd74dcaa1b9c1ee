// Texts of web/lessons.

import type { Translation } from "./table.ts";

export const lessonsEn = {
  title: "Lessons",
} as const;

export const lessonsKo: Translation<typeof lessonsEn> = {
  title: "레슨",
};
