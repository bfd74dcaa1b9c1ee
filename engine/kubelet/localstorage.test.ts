import { describe, expect, it } from "vitest";
import { TestNode } from "../testing/kubeletnode.ts";

const writes = (bytes: number, path: string): string => `dd if=/dev/zero of=${path} bs=${bytes} count=1; sleep 1000`;

function evicted(node: TestNode): string[] {
  return node.world
    .list("Event")
    .filter(({ reason }) => reason === "Evicted")
    .map(({ type, message }) => `${type} ${message}`);
}

function podThat(container: object, spec: object = {}): TestNode {
  const node = new TestNode();
  node.pod({ containers: [{ name: "c", image: "busybox", imagePullPolicy: "IfNotPresent", ...container }], ...spec });
  node.world.advance(25_000);
  return node;
}

describe("limits of local storage (KL-180)", () => {
  const rows: readonly { says: string; container: object; spec?: object; message?: string }[] = [
    {
      says: "a volume over its sizeLimit",
      container: { command: ["sh", "-c", writes(2048, "/cache/x")], volumeMounts: [{ name: "cache", mountPath: "/cache" }] },
      spec: { volumes: [{ name: "cache", emptyDir: { sizeLimit: "1Ki" } }] },
      message: 'Usage of EmptyDir volume "cache" exceeds the limit "1Ki". ',
    },
    {
      says: "nobody whose volume is as full as it may be",
      container: { command: ["sh", "-c", writes(1024, "/cache/x")], volumeMounts: [{ name: "cache", mountPath: "/cache" }] },
      spec: { volumes: [{ name: "cache", emptyDir: { sizeLimit: "1Ki" } }] },
    },
    {
      says: "a pod whose volumes and containers together are over what its containers may",
      container: {
        command: ["sh", "-c", writes(2048, "/cache/x")],
        volumeMounts: [{ name: "cache", mountPath: "/cache" }],
        resources: { limits: { "ephemeral-storage": "1Ki" } },
      },
      spec: { volumes: [{ name: "cache", emptyDir: {} }] },
      message: "Pod ephemeral local storage usage exceeds the total limit of containers 1Ki. ",
    },
  ];
  it.each(rows)("evict $says", ({ container, spec, message }) => {
    const node = podThat(container, spec);
    expect(evicted(node)).toEqual(message === undefined ? [] : [`Warning ${message}`]);
    const { status } = node.get();
    if (message === undefined) expect(status.phase).toBe("Running");
    else {
      expect(status).toMatchObject({ phase: "Failed", reason: "Evicted", message });
      expect(status.conditions?.some(({ type }) => type === "DisruptionTarget")).toBe(false);
    }
  });

  it("evict one container's pod for what that container alone has written", () => {
    const node = new TestNode();
    const container = (name: string, command: string, limit: string): object => ({
      name,
      image: "busybox",
      imagePullPolicy: "IfNotPresent",
      command: ["sh", "-c", command],
      resources: { limits: { "ephemeral-storage": limit } },
    });
    node.pod({ containers: [container("greedy", writes(2048, "/x"), "1Ki"), container("modest", "sleep 1000", "10Ki")] });
    node.world.advance(25_000);
    expect(evicted(node)).toEqual(['Warning Container greedy exceeded its local ephemeral storage limit "1Ki". ']);
    expect(node.get().status.phase).toBe("Failed");
  });
});
