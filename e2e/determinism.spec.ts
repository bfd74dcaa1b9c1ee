// The same seed and inputs give the same history in the browser and in Node: the page and the engine's own command play one
// session, and print the same objects to the letter.

import { spawnSync } from "node:child_process";
import { KUBIA_RS, LIVENESS, parsed, SSD_MONITOR } from "./manifests.ts";
import { sessionOf } from "./page.ts";
import { expect, test } from "./test.ts";

test("a session ends alike in the browser and in Node", async ({ sandbox }) => {
  const opening = {
    seed: 11,
    objects: [KUBIA_RS, LIVENESS, SSD_MONITOR].map(parsed),
    later: [
      { seconds: 30, method: "PATCH", path: "/api/v1/nodes/node-2", body: { metadata: { labels: { disk: "ssd" } } } },
      { seconds: 95, method: "PATCH", path: "/apis/apps/v1/namespaces/default/replicasets/kubia/scale", body: { spec: { replicas: 5 } } },
    ],
    seconds: 240,
  };
  await sandbox.open(opening);
  await sandbox.showTerminal();
  for (const line of ["kubectl get pods -o yaml", "kubectl get events", "kubectl describe nodes"]) {
    const inNode = spawnSync(process.execPath, ["engine/testing/replay.mjs", "-", ...line.split(" ")], {
      input: JSON.stringify(sessionOf(opening)),
      encoding: "utf8",
    });
    expect(inNode.stderr).toBe("");
    expect(await sandbox.kubectl(line)).toBe(inNode.stdout);
  }
});
