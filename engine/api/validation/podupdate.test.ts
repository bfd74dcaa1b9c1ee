import { describe, expect, test } from "vitest";
import { linesOf, manifest, podOf } from "../../testing/faults.ts";
import type { KindMap } from "../kinds.ts";
import { validateUpdate } from "./validation.ts";

describe("updates of pods", () => {
  const old = manifest("Pod", podOf({ command: ["sleep", "3600"] }));
  const changed = (spec: object): readonly string[] =>
    linesOf(validateUpdate("Pod", { ...old, spec: { ...old.spec, ...spec } } as KindMap["Pod"], old));

  test("the image may change (API-159)", () => {
    expect(changed({ containers: [{ ...old.spec.containers[0], image: "busybox" }] })).toEqual([]);
  });

  test("a toleration may come, but not go (API-159)", () => {
    const toleration = { key: "a", operator: "Exists" };
    expect(changed({ tolerations: [toleration] })).toEqual([]);
  });

  test("a deadline may shrink only (API-153)", () => {
    expect(changed({ activeDeadlineSeconds: 10 })).toEqual([]);
    const late = manifest("Pod", podOf({}, { activeDeadlineSeconds: 5 }));
    expect(linesOf(validateUpdate("Pod", { ...late, spec: { ...late.spec, activeDeadlineSeconds: 6 } }, late))).toEqual([
      "spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value",
    ]);
  });

  test("containers do not come (API-159)", () => {
    expect(changed({ containers: [...old.spec.containers, { ...old.spec.containers[0], name: "second" }] })).toEqual([
      "spec.containers: Forbidden: pod updates may not add or remove containers",
    ]);
  });

  test("a deletion cost that is none does not come (RS-20)", () => {
    const key = "controller.kubernetes.io/pod-deletion-cost";
    const annotated = { ...old, metadata: { ...old.metadata, annotations: { [key]: "abc" } } };
    const fault = `metadata.annotations[${key}]: Invalid value: "abc": must be a 32bit integer`;
    expect([linesOf(validateUpdate("Pod", annotated, old)), linesOf(validateUpdate("Pod", annotated, annotated))]).toEqual([[fault], []]);
  });

  test("a gate does not come", () => {
    expect(changed({ schedulingGates: [{ name: "a/b" }] })).toEqual([
      "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a/b'",
    ]);
  });

  test("anything else is refused with the difference in Go's words, as in the recording pod-image-update (API-159)", () => {
    expect(changed({ containers: [{ ...old.spec.containers[0], command: ["sleep", "1800"] }] })).toEqual([
      [
        "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
        "@@ -7,7 +7,7 @@",
        '    "Image": "nginx",',
        '    "Command": [',
        '     "sleep",',
        '-    "3600"',
        '+    "1800"',
        "    ],",
        '    "Args": null,',
        '    "WorkingDir": "",',
        "",
      ].join("\n"),
    ]);
  });
});
