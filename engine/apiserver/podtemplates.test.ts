import { expect, test } from "vitest";
import type { NewObject } from "../client/client.ts";
import { newWorld } from "../testing/world.ts";

const spec = { containers: [{ name: "main", image: "nginx:1" }] };
const labels = { app: "web" };
/** As a controller makes pods: from one template, which they share. */
const made = (): NewObject & { spec: typeof spec } => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { generateName: "web-", namespace: "default", labels },
  spec,
});
const because = { rule: "test" };

test("the next pods of a template differ from the first in their names only", () => {
  const { client } = newWorld({});
  const [first, second] = [client.create("Pod", made(), because), client.create("Pod", made(), because)];
  const token = second.spec.volumes?.at(-1)?.name ?? "";
  expect(token).not.toBe(first.spec.volumes?.at(-1)?.name);
  expect(second.spec.containers[0]?.volumeMounts?.[0]?.name).toBe(token);
  const bare = (text: string): string => text.replaceAll(/kube-api-access-\w{5}/g, "token");
  expect(JSON.parse(bare(JSON.stringify(second.spec)))).toEqual(JSON.parse(bare(JSON.stringify(first.spec))));
  expect(second.status).toEqual(first.status);
  expect({ ...second.metadata, name: "", uid: "", resourceVersion: "" }).toEqual({
    ...first.metadata,
    name: "",
    uid: "",
    resourceVersion: "",
  });
});

test("API-198: limits that come later hold for the next pod of a known template", () => {
  const world = newWorld({});
  world.client.create("Pod", made(), because);
  world.create("LimitRange", { metadata: { name: "limits" }, spec: { limits: [{ type: "Container", defaultRequest: { cpu: "100m" } }] } });
  expect(world.client.create("Pod", made(), because).spec.containers[0]?.resources.requests).toEqual({ cpu: "100m" });
});

test("API-199: a quota is asked for each pod of a known template", () => {
  const world = newWorld({});
  world.client.create("Pod", made(), because);
  world.client.create("Pod", made(), because);
  world.create("ResourceQuota", { metadata: { name: "few" }, spec: { hard: { pods: "2" } } });
  expect(() => world.client.create("Pod", made(), because)).toThrow("exceeded quota: few");
});
