import { expect, it } from "vitest";
import { CauseLog, newCauseLogState } from "./cause.ts";

it("tells the last causes of an object, and always the one that began it", () => {
  const log = new CauseLog(newCauseLogState());
  const object = { kind: "Pod", namespace: "default", name: "kubia", uid: "u" };
  for (let at = 1; at <= 100; at++) {
    log.record(
      { rule: at === 1 ? "replicaset.create" : "kubelet.status" },
      { at, by: "x", verb: at === 1 ? "create" : "patch", object, revision: at },
      "u",
    );
    log.record({ rule: "node.heartbeat" }, { at, by: "y", verb: "patch", object: { ...object, uid: "other" }, revision: at }, "other");
  }
  const told = log.of("u");
  expect(told).toHaveLength(40);
  expect([told[0]?.rule, told[1]?.at, told.at(-1)?.at]).toEqual(["replicaset.create", 62, 100]);
});
