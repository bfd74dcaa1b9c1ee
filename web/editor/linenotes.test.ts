import { describe, expect, it } from "vitest";
import { exampleOf } from "../lessons/examples.ts";
import { byUid, newControllerRow, newNodeRow, newPodRow, owned } from "../graph/testRows.ts";
import type { EventRow } from "../worker/rows.ts";
import { lineNotes, type NotedScene } from "./linenotes.ts";

const text = (id: Parameters<typeof exampleOf>[0]): string => exampleOf(id).files.map((file) => file.text)[0] ?? "";
const scene = (more: Partial<NotedScene>): NotedScene => ({ pods: byUid(), nodes: byUid(), controllers: byUid(), events: [], ...more });
/** The line that a note stands at, and what it says. */
const told = (manifest: string, of: NotedScene): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    lineNotes(manifest, of).map(({ line, text: key, values }) => [(manifest.split("\n")[line - 1] ?? "").trim(), [key, values]]),
  );

const unhealthy = (objectUid: string, message: string): EventRow => ({
  uid: message,
  at: 0,
  warning: true,
  reason: "Unhealthy",
  message,
  count: 1,
  kind: "Pod",
  ns: "default",
  name: objectUid,
  objectUid,
  source: "kubelet",
  host: "node-1",
});

describe("the notes beside a manifest's lines", () => {
  it("say how many a controller owns and how many pods its selector selects, which need not be the same", () => {
    const rs = newControllerRow("ReplicaSet", "kubia");
    const pods = byUid(
      newPodRow("a", { labels: { app: "kubia" }, owner: owned(rs) }),
      newPodRow("b", { labels: { app: "kubia" } }),
      newPodRow("c"),
    );
    const notes = told(text("replicaset"), scene({ controllers: byUid(rs), pods }));
    expect(notes["replicas: 3"]).toEqual(["editor.note.replicas", { desired: 3, current: 3 }]);
    const lines = lineNotes(text("replicaset"), scene({ controllers: byUid(rs), pods }));
    expect(lines.map(({ text: key, values }) => [key, values])).toContainEqual(["editor.note.selects", { count: 2 }]);
    expect(lines.map(({ text: key }) => key)).toContain("editor.note.matches");
  });

  it("say of a file that is not in the cluster only what its selector would select", () => {
    expect(lineNotes(text("replicaset"), scene({})).map(({ text: key }) => key)).toEqual(["editor.note.selects", "editor.note.matches"]);
  });

  it("say how long a probe may fail, and what was answered", () => {
    const pod = newPodRow("liveness-pod", { status: "CrashLoopBackOff" });
    const events = [unhealthy("liveness-pod", "Liveness probe failed: HTTP probe failed with statuscode: 404")];
    const notes = told(text("liveness"), scene({ pods: byUid(pod), events }));
    expect(notes["periodSeconds: 10"]).toEqual(["editor.note.failures", { failures: 3, seconds: 30 }]);
    expect(notes["path: /health"]).toEqual(["editor.note.answers", { code: "404" }]);
    expect(notes["name: liveness-pod"]).toEqual(["editor.note.podOn", { status: "CrashLoopBackOff", node: "node-1" }]);
  });

  it("count the nodes that a DaemonSet asks for", () => {
    const nodes = byUid(newNodeRow("node-1", { disk: "ssd" }), newNodeRow("node-2"));
    expect(told(text("ssdMonitor"), scene({ nodes }))["disk: ssd"]).toEqual(["editor.note.nodes", { count: 1 }]);
  });

  it.each([
    ["a list that was just begun", "    matchExpressions:\n    -\n"],
    ["an expression without its operator", "    matchExpressions:\n    - key: app\n"],
    ["a word in the place of a list", "    matchExpressions: app\n"],
    ["a word in the place of a map", "    matchLabels: app\n"],
    ["values that are no list", "    matchExpressions:\n    - {key: app, operator: In, values: kubia}\n"],
  ])("say of half a selector only what can be said: %s", (_name, half) => {
    const pods = byUid(newPodRow("a", { labels: { app: "kubia" } }));
    const manifest = (selector: string): string => `apiVersion: apps/v1\nkind: ReplicaSet\nspec:\n  selector:\n${selector}`;
    expect(lineNotes(manifest(half), scene({ pods })).every(({ values }) => values["count"] === 0)).toBe(true);
    const [note] = lineNotes(
      manifest(`    matchLabels:\n      app: kubia\n${half.replace("matchLabels: app", "matchFields: app")}`),
      scene({ pods }),
    );
    expect(note).toMatchObject({ text: "editor.note.selects", line: 6 });
  });

  it("are none of a text that does not parse", () => expect(lineNotes("kind: [", scene({}))).toEqual([]));
});
