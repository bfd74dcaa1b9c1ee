import { beforeAll, describe, expect, it } from "vitest";
import { setUpLanguages, translate } from "../i18n/setup.ts";
import type { Preview } from "../worker/protocol.ts";
import { previewSentences } from "./previewWords.ts";
import { newPodRow } from "./testRows.ts";

const KUBIA = { kind: "ReplicaSet", name: "kubia", uid: "rs" };
const MONITOR = { kind: "DaemonSet", name: "ssd-monitor", uid: "ds" };

function say(preview: Partial<Preview>): readonly string[] {
  const present = [
    newPodRow("kubia-aaaaa", { owner: KUBIA, node: "node-1" }),
    newPodRow("kubia-bbbbb", { owner: KUBIA, node: "node-2" }),
    newPodRow("ssd-monitor-ccccc", { owner: MONITOR, node: "node-1" }),
    newPodRow("waits", { node: undefined }),
  ];
  const pods = new Map(present.map((pod) => [pod.uid, pod]));
  return previewSentences({ born: [], placed: [], leaving: [], ...preview }, pods, translate);
}

describe("previewSentences", () => {
  beforeAll(() => setUpLanguages("en"));

  it("names one pod and where it is, and counts several", () => {
    expect(say({ leaving: ["kubia-aaaaa"] })).toEqual(["rs/kubia deletes kubia-aaaaa on node-1."]);
    expect(say({ leaving: ["kubia-aaaaa", "kubia-bbbbb"] })).toEqual(["rs/kubia deletes 2 pods."]);
    expect(say({ leaving: ["waits"] })).toEqual(["The file deletes waits."]);
  });

  it("says the node of new pods when it is one", () => {
    const at = (name: string, node: string) => newPodRow(name, { owner: MONITOR, node });
    expect(say({ born: [at("a", "node-3")] })).toEqual(["ds/ssd-monitor creates 1 pod on node-3."]);
    expect(say({ born: [at("a", "node-3"), at("b", "node-3")] })).toEqual(["ds/ssd-monitor creates 2 pods on node-3."]);
    expect(say({ born: [at("a", "node-2"), at("b", "node-3")] })).toEqual(["ds/ssd-monitor creates 2 pods."]);
  });

  it("has a sentence for each controller, and the time last, where it is foreseen", () => {
    const born = [newPodRow("new", { owner: MONITOR, node: "node-3" })];
    const leaving = ["ssd-monitor-ccccc", "kubia-aaaaa"];
    const both = "ds/ssd-monitor deletes ssd-monitor-ccccc on node-1 and creates 1 pod on node-3.";
    const other = "rs/kubia deletes kubia-aaaaa on node-1.";
    expect(say({ born, leaving })).toEqual([both, other]);
    expect(say({ born, leaving, settlesMs: 31_240 })).toEqual([both, other, "Settles in 31.2 s."]);
    expect(say({ settlesMs: 31_240 })).toEqual(["No pod would come or go."]);
  });
});
