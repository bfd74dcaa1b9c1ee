import { describe, expect, test } from "vitest";
import type { EditorFile } from "./files.ts";
import type { Sameness } from "./sameness.ts";
import { standingOf } from "./standing.ts";

const file = (more: Partial<EditorFile>): EditorFile => ({ id: 1, name: "a.yaml", text: "a", base: "a", live: undefined, ...more });
const live = { kind: "Pod", namespace: "default", name: "a" };

describe("how a file stands to the cluster", () => {
  test.each<[string, EditorFile, Sameness, string, string]>([
    ["what both say", file({}), "same", "a", "same"],
    ["an object that is looked at", file({ live }), "same", "a", "sameLive"],
    ["a text that was changed to what the cluster has", file({ text: "b" }), "same", "b", "same"],
    ["a text that was changed since it was compared", file({ text: "b" }), "same", "a", "edited"],
    ["a text that is as it was opened, but was compared before that", file({}), "same", "b", "unknown"],
    ["a cluster that went on", file({}), "differs", "a", "differs"],
    ["what is only here", file({ base: undefined }), "absent", "a", "absent"],
    ["what is only here, and was changed", file({ text: "b" }), "absent", "b", "edited"],
  ])("%s", (_name, of, sameness, compared, told) => {
    expect(standingOf(of, { sameness, live: undefined, of: compared })).toBe(`editor.state.${told}`);
  });
});
