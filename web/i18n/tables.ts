// All tables together. An area has one file with both languages side by side, so that a sentence and its translation
// are read, changed and reviewed together.

import { actionsEn, actionsKo } from "./actions.ts";
import { appEn, appKo } from "./app.ts";
import { editorEn, editorKo } from "./editor.ts";
import { graphEn, graphKo } from "./graph.ts";
import { inspectorEn, inspectorKo } from "./inspector.ts";
import { keyboardEn, keyboardKo } from "./keyboard.ts";
import { lessonsEn, lessonsKo } from "./lessons.ts";
import { practiceEn, practiceKo } from "./practice.ts";
import { terminalEn, terminalKo } from "./terminal.ts";
import { timelineEn, timelineKo } from "./timeline.ts";
import { whyEn } from "./why.ts";
import { whyKo } from "./whyko.ts";

export const en = {
  app: appEn,
  graph: graphEn,
  actions: actionsEn,
  inspector: inspectorEn,
  why: whyEn,
  timeline: timelineEn,
  editor: editorEn,
  terminal: terminalEn,
  lessons: lessonsEn,
  practice: practiceEn,
  keyboard: keyboardEn,
};

export const ko = {
  app: appKo,
  graph: graphKo,
  actions: actionsKo,
  inspector: inspectorKo,
  why: whyKo,
  timeline: timelineKo,
  editor: editorKo,
  terminal: terminalKo,
  lessons: lessonsKo,
  practice: practiceKo,
  keyboard: keyboardKo,
};
