import { expect, test } from "vitest";
import { activeFile, fileStore } from "./files.ts";

test("a file that is begun takes no other's place, not even of one that is as it was applied", () => {
  const { create, write, applied } = fileStore.getState();
  create({ name: "pod.yaml", text: "kind: Pod\n" });
  const first = activeFile(fileStore.getState())?.id ?? 0;
  write(first, "kind: Pod # mine\n");
  applied(first, "kind: Pod # mine\n");
  create({ name: "pod.yaml", text: "kind: Pod\n" });
  const { files, activeId } = fileStore.getState();
  expect(files.find(({ id }) => id === first)).toMatchObject({ name: "pod.yaml", text: "kind: Pod # mine\n" });
  expect(files.find(({ id }) => id === activeId)).toMatchObject({ name: "pod-2.yaml", text: "kind: Pod\n", base: undefined });
});
