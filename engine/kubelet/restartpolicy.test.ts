import { describe, expect, it } from "vitest";
import type { Container, ContainerRestartRule, PodSpec } from "../api/types.generated.ts";
import { TestNode } from "../testing/kubeletnode.ts";

const script = (text: string, more: Partial<Container> = {}): object => ({
  name: "c",
  image: "busybox",
  imagePullPolicy: "IfNotPresent",
  command: ["sh", "-c", text],
  ...more,
});
const on = (values: readonly number[], action = "Restart", operator = "In"): ContainerRestartRule => ({
  action,
  exitCodes: { operator, values },
});

/** Runs a container that ends with `code` after a second, beside one that goes on. */
function endsWith(
  code: number,
  container: Partial<Container>,
  restartPolicy: PodSpec["restartPolicy"],
): { restarts: number; phase: string } {
  const node = new TestNode();
  const spec = restartPolicy === undefined ? {} : { restartPolicy };
  node.pod({ containers: [script(`sleep 1; exit ${code}`, container)], ...spec });
  node.world.advance(5_000);
  const { status } = node.get();
  return { restarts: status.containerStatuses?.[0]?.restartCount ?? 0, phase: status.phase ?? "" };
}

describe("whether a container is started again (KL-73)", () => {
  const rows: readonly [
    says: string,
    code: number,
    container: Partial<Container>,
    policy: "Always" | "Never" | "OnFailure" | undefined,
    again: boolean,
    phase: string,
  ][] = [
    ["an empty pod policy means Always", 0, {}, undefined, true, "Running"],
    ["Always after 0", 0, {}, "Always", true, "Running"],
    ["OnFailure after 0", 0, {}, "OnFailure", false, "Succeeded"],
    ["OnFailure after 3", 3, {}, "OnFailure", true, "Running"],
    ["Never after 0", 0, {}, "Never", false, "Succeeded"],
    ["Never after 3", 3, {}, "Never", false, "Failed"],
    ["the container's Always goes before the pod's Never", 3, { restartPolicy: "Always" }, "Never", true, "Running"],
    ["the container's Never goes before the pod's Always", 3, { restartPolicy: "Never" }, "Always", false, "Failed"],
    ["the container's OnFailure after 0", 0, { restartPolicy: "OnFailure" }, "Always", false, "Succeeded"],
    ["a rule that names the exit code", 42, { restartPolicy: "Never", restartPolicyRules: [on([41, 42])] }, "Never", true, "Running"],
    ["a rule that names others", 42, { restartPolicy: "Never", restartPolicyRules: [on([1])] }, "Never", false, "Failed"],
    [
      "a rule for all exit codes but some",
      42,
      { restartPolicy: "Never", restartPolicyRules: [on([0, 1], "Restart", "NotIn")] },
      "Never",
      true,
      "Running",
    ],
    [
      "a rule for all but this one",
      1,
      { restartPolicy: "Never", restartPolicyRules: [on([0, 1], "Restart", "NotIn")] },
      "Never",
      false,
      "Failed",
    ],
    ["no rule meets, then the policy decides", 7, { restartPolicy: "OnFailure", restartPolicyRules: [on([8])] }, "Never", true, "Running"],
  ];
  it.each(rows)("%s", (_says, code, container, policy, again, phase) => {
    expect(endsWith(code, container, policy)).toEqual({ restarts: again ? 1 : 0, phase });
  });

  it("keeps the others running, and the pod Running, when one may not be restarted", () => {
    const node = new TestNode();
    node.pod({
      containers: [script("sleep 1; exit 3", { name: "once", restartPolicy: "Never" }), script("sleep 600", { name: "stays" })],
    });
    node.world.advance(10_000);
    expect(node.states().at(-1)).toBe("Running Error 3, running");
  });
});

describe("RestartAllContainers (KL-74)", () => {
  it("stops all containers and begins again from the first init container", () => {
    const node = new TestNode();
    node.pod({
      initContainers: [script("exit 0", { name: "init" }) as never],
      containers: [
        script("sleep 3; exit 88", { name: "main", restartPolicy: "Never", restartPolicyRules: [on([88], "RestartAllContainers")] }),
        script("trap 'exit 0' TERM; while :; do sleep 1; done", { name: "other" }),
      ],
      restartPolicy: "Never",
    });
    const restarting: string[] = [];
    node.world.client.watch("Pod", ({ object: { status } }) => {
      const condition = status.conditions?.at(-1);
      const text = `${condition?.type} ${condition?.status} ${condition?.reason ?? ""}`.trim();
      if (restarting.at(-1) !== text) restarting.push(text);
    });
    node.world.advance(7_000);
    expect(restarting).toEqual([
      "AllContainersRestarting False",
      "AllContainersRestarting True RestartAllContainersStarted",
      "AllContainersRestarting False",
    ]);
    expect(node.states()).toContain("Running RestartingAllContainers x1, RestartingAllContainers x1, RestartingAllContainers x1");
    const { status } = node.get();
    expect(status.phase).toBe("Running");
    expect(status.containerStatuses?.map(({ restartCount, state }) => [restartCount, state.running !== undefined])).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(status.containerStatuses?.[0]?.lastState.terminated).toMatchObject({
      exitCode: 137,
      reason: "RestartingAllContainers",
      message: "The container is removed because RestartAllContainers in place",
    });
  });
});

describe("a pod in which all containers begin again (KL-74)", () => {
  it("is Pending while its init container runs again, which is not ready meanwhile (KL-80, KL-141)", () => {
    const node = new TestNode();
    const rules = { restartPolicy: "Never", restartPolicyRules: [on([88], "RestartAllContainers")] };
    node.pod({
      initContainers: [script("sleep 2", { name: "init" }) as never],
      containers: [script("sleep 3; exit 88", { name: "main", ...rules })],
      restartPolicy: "Never",
    });
    const ready: string[] = [];
    node.world.client.watch("Pod", ({ object: { status } }) => {
      const [init] = status.initContainerStatuses ?? [];
      const text = `${init?.state.waiting?.reason ?? (init?.state.running === undefined ? "ended" : "running")} ${init?.ready}`;
      if (ready.at(-1) !== text) ready.push(text);
    });
    node.world.advance(10_000);
    expect(ready.slice(1)).toEqual(["running false", "ended true", "RestartingAllContainers false", "running false", "ended true"]);
    const states = node.states();
    const from = states.findIndex((text) => text.includes("RestartingAllContainers"));
    expect(states.slice(from)).toEqual([
      "Running RestartingAllContainers x1, RestartingAllContainers x1",
      "Pending running x1, RestartingAllContainers x1",
      "Running Completed 0 x1, RestartingAllContainers x1",
      "Running ready Completed 0 x1, running x1",
    ]);
  });
});

describe("readiness gates (KL-155)", () => {
  it("keep a pod unready until somebody sets their conditions, and are heeded at once", () => {
    const node = new TestNode();
    node.pod({ containers: [{ name: "c", image: "stubborn" }], readinessGates: [{ conditionType: "shop/open" }] });
    const ready = (): object | undefined => node.get().status.conditions?.find(({ type }) => type === "Ready");
    const set = (status: "True" | "False"): void => {
      node.world.client.modify(
        "Pod",
        { kind: "Pod", namespace: "default", name: "pod" },
        (pod) => ({
          ...pod,
          status: {
            ...pod.status,
            conditions: [{ type: "shop/open", status }, ...(pod.status.conditions ?? []).filter(({ type }) => type !== "shop/open")],
          },
        }),
        { rule: "test" },
        "status",
      );
      node.world.advance(1_000); // the kubelet does not wait for its next comparison of all statuses
    };
    node.world.advance(13_000);
    expect(ready()).toMatchObject({
      status: "False",
      reason: "ReadinessGatesNotReady",
      message: 'corresponding condition of pod readiness gate "shop/open" does not exist.',
    });
    set("False");
    expect(ready()).toMatchObject({ message: 'the status of pod readiness gate "shop/open" is not "True", but False' });
    set("True");
    expect(ready()).toMatchObject({ status: "True" });
    expect(node.get().status.conditions?.[0]).toMatchObject({ type: "shop/open", status: "True" });
  });
});
