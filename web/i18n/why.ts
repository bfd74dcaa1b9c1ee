// Sentences of causes, by the rule that the engine wrote down. Facts of a cause fill the blanks; a rule without a
// sentence is told by the generic one.

import type { Translation } from "./table.ts";

export const whyEn = {
  saw: "saw",
  wanted: "wanted",
  rule: "rule",
  because: "because",
  generic: {
    create: "Created {{object}}",
    update: "Changed {{object}}",
    patch: "Changed {{object}}",
    delete: "Deleted {{object}}",
  },
  by: {
    you: "you",
    clock: "the clock",
  },
  did: {},
} as const;

export const whyKo: Translation<typeof whyEn> = {
  saw: "본 것",
  wanted: "원한 것",
  rule: "규칙",
  because: "계기",
  generic: {
    create: "{{object}} 생성",
    update: "{{object}} 변경",
    patch: "{{object}} 변경",
    delete: "{{object}} 삭제",
  },
  by: {
    you: "나",
    clock: "시계",
  },
  did: {},
};
