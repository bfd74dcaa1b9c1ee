import { describe, expect, test } from "vitest";
import { refOf } from "../api/object.ts";
import type { Pod } from "../api/types.generated.ts";
import { relabel, remove, runPod } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { EndpointController } from "./endpoints.ts";
import { EndpointSliceController } from "./endpointslice.ts";
import { planSlices } from "./slicepacking.ts";

function start(): World {
  const world = newWorld({ parts: (context) => [new EndpointSliceController(context), new EndpointController(context)] });
  world.create("Service", {
    metadata: { name: "web", labels: { tier: "front" } },
    spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: "http" }] },
  });
  world.advance(1000);
  return world;
}

/** A pod with an address; ready unless said otherwise. */
function addPod(world: World, name: string, ip: string, isReady = true): Pod {
  const pod = world.create("Pod", {
    metadata: { name, labels: { app: "web" } },
    spec: { containers: [{ name: "c", image: "nginx", ports: [{ name: "http", containerPort: 8080 }] }] },
  });
  runPod(world, pod, "node-1");
  const status = (stored: Pod): Pod["status"] => ({
    ...stored.status,
    podIP: ip,
    conditions: (stored.status.conditions ?? []).map((condition) =>
      condition.type === "Ready" ? { ...condition, status: isReady ? "True" : "False" } : condition,
    ),
  });
  world.client.modify("Pod", refOf(pod), (stored) => ({ ...stored, status: status(stored) }), { rule: "test" }, "status");
  world.advance(1000);
  return pod;
}

const slice = (world: World): string[] => {
  const own = world.list("EndpointSlice").filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === "web");
  return own.flatMap(({ endpoints }) =>
    (endpoints ?? []).map(
      ({ addresses, conditions }) =>
        `${addresses[0]} ${conditions.ready ? "ready" : "unready"}${conditions.terminating ? " terminating" : ""}`,
    ),
  );
};

test("EPS-1: a Service without pods has one empty slice, labelled as its own", () => {
  const [own] = start()
    .list("EndpointSlice")
    .filter(({ metadata }) => metadata.generateName === "web-");
  expect(own).toMatchObject({
    addressType: "IPv4",
    endpoints: null,
    ports: null,
    metadata: {
      labels: {
        tier: "front",
        "kubernetes.io/service-name": "web",
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
      },
    },
  });
});

test("EPS-2: pods come in with their address, ready or not, and with the port that the Service names", () => {
  const world = start();
  addPod(world, "a", "10.0.0.1");
  addPod(world, "b", "10.0.0.2", false);
  expect(slice(world)).toEqual(["10.0.0.1 ready", "10.0.0.2 unready"]);
  expect(world.list("EndpointSlice").find(({ metadata }) => metadata.generateName === "web-")?.ports).toEqual([
    { name: "", protocol: "TCP", port: 8080 },
  ]);
  expect(world.get("Endpoints", "web").subsets).toEqual([
    {
      addresses: [expect.objectContaining({ ip: "10.0.0.1" })],
      notReadyAddresses: [expect.objectContaining({ ip: "10.0.0.2" })],
      ports: [{ port: 8080, protocol: "TCP" }],
    },
  ]);
});

test("EPS-2: a pod on its way out stays as terminating until it has ended; a relabelled one goes at once", () => {
  const world = start();
  const a = addPod(world, "a", "10.0.0.1");
  addPod(world, "b", "10.0.0.2");
  remove(world, "Pod", "b");
  world.advance(1000);
  expect(slice(world)).toEqual(["10.0.0.1 ready", "10.0.0.2 unready terminating"]);
  relabel(world, a, { app: "other" });
  world.advance(1000);
  expect(slice(world)).toEqual(["10.0.0.2 unready terminating"]);
});

test("EP-1: Endpoints go with their Service", () => {
  const world = start();
  addPod(world, "a", "10.0.0.1");
  remove(world, "Service", "web");
  world.advance(1000);
  expect(world.list("Endpoints").map(({ metadata }) => metadata.name)).toEqual(["kubernetes"]);
});

describe("EPS-5: slices", () => {
  const group = (count: number): Parameters<typeof planSlices>[0][number] => ({
    ports: [{ name: "", port: 80 }],
    endpoints: Array.from({ length: count }, (_, i) => ({
      addresses: [`10.0.0.${i}`],
      conditions: { ready: true },
      targetRef: { uid: `u${i}` },
    })),
  });
  test("hold a hundred endpoints each", () => {
    expect(planSlices([group(250)], []).create.map(({ endpoints }) => endpoints.length)).toEqual([100, 100, 50]);
  });
  test("are left alone when nothing changed", () => {
    const slices = [{ ports: group(1).ports, endpoints: group(3).endpoints }] as unknown as Parameters<typeof planSlices>[1]; // no more of them is read
    expect(planSlices([group(3)], slices)).toEqual({ create: [], update: [], remove: [] });
  });
  test("are used again rather than deleted and made anew", () => {
    const slices = [{ ports: [], endpoints: [] }] as unknown as Parameters<typeof planSlices>[1]; // as above
    const plan = planSlices([group(1)], slices);
    expect([plan.create.length, plan.update.length, plan.remove.length]).toEqual([0, 1, 0]);
  });
});
