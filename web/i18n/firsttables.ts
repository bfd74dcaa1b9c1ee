// The tables that the page begins with. An area has one file with both languages side by side, so that a sentence and its
// translation are read, changed and reviewed together.

import { actionsEn, actionsKo } from "./actions.ts";
import { appEn, appKo } from "./app.ts";
import { editorEn, editorKo } from "./editor.ts";
import { graphEn, graphKo } from "./graph.ts";
import { inspectorEn, inspectorKo } from "./inspector.ts";
import { keyboardEn, keyboardKo } from "./keyboard.ts";
import { lessonsEn, lessonsKo } from "./lessons.ts";
import { terminalEn, terminalKo } from "./terminal.ts";
import { timelineEn, timelineKo } from "./timeline.ts";

export const firstEn = {
  app: appEn,
  graph: graphEn,
  actions: actionsEn,
  inspector: inspectorEn,
  timeline: timelineEn,
  editor: editorEn,
  terminal: terminalEn,
  lessons: lessonsEn,
  keyboard: keyboardEn,
};

export const firstKo = {
  app: appKo,
  graph: graphKo,
  actions: actionsKo,
  inspector: inspectorKo,
  timeline: timelineKo,
  editor: editorKo,
  terminal: terminalKo,
  lessons: lessonsKo,
  keyboard: keyboardKo,
};
