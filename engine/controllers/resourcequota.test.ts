import { expect, test } from "vitest";
import { refOf } from "../api/object.ts";
import { newWorld } from "../testing/world.ts";
import { ResourceQuotaController } from "./resourcequota.ts";

test("RQ-1: what is used is counted as pods and other objects come, end and go", () => {
  const world = newWorld({ parts: (context) => [new ResourceQuotaController(context)] });
  world.create("ResourceQuota", {
    metadata: { name: "q" },
    spec: { hard: { pods: "5", "requests.cpu": "2", configmaps: "3", "count/deployments.apps": "1" } },
  });
  const used = (): unknown => world.get("ResourceQuota", "q").status.used;
  world.advance(1000);
  expect(used()).toEqual({ pods: "0", "requests.cpu": "0", configmaps: "0", "count/deployments.apps": "0" });
  const pod = (name: string): object => ({
    metadata: { name },
    spec: { containers: [{ name: "c", image: "nginx", resources: { requests: { cpu: "250m" } } }] },
  });
  const a = world.create("Pod", pod("a"));
  world.create("Pod", pod("b"));
  world.create("ConfigMap", { metadata: { name: "c" } });
  world.advance(1000);
  expect(used()).toEqual({ pods: "2", "requests.cpu": "500m", configmaps: "1", "count/deployments.apps": "0" });
  world.client.modify(
    "Pod",
    refOf(a),
    (stored) => ({ ...stored, status: { ...stored.status, phase: "Succeeded" } }),
    { rule: "test" },
    "status",
  );
  world.client.delete("ConfigMap", "default", "c", {}, { rule: "user.request" });
  world.advance(1000);
  expect(used()).toEqual({ pods: "1", "requests.cpu": "250m", configmaps: "0", "count/deployments.apps": "0" });
});
