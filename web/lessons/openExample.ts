// Opens an example's files in the editor and shows its goal. The cluster stays as it is.

import { fileStore } from "../editor/files.ts";
import { uiStore } from "../store/ui.ts";
import { choose } from "./current.ts";
import { type ExampleId, exampleOf } from "./examples.ts";

export function openExample(id: ExampleId): void {
  const { files } = exampleOf(id);
  for (const file of files.toReversed()) fileStore.getState().open(file);
  choose(id);
  uiStore.setState({ leftCollapsed: false, narrowTab: "goal" });
}
