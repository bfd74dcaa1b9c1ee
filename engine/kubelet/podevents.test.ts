// What a kubelet tells of a pod, in which order and in which words.

import { describe, expect, it } from "vitest";
import type { LatencyProfile } from "../sim/latency.ts";
import { TestNode } from "../testing/kubeletnode.ts";

/** Each event when it is told, repetitions too. */
class Told extends TestNode {
  readonly events: string[] = [];
  /** What its container was said to wait for. */
  readonly waits: string[] = [];
  constructor(latency?: LatencyProfile) {
    super(latency);
    this.world.client.watch("Pod", ({ object }) => {
      const { reason, message } = object.status.containerStatuses?.[0]?.state.waiting ?? {};
      if (reason !== undefined) this.waits.push(`${reason} ${message}`);
    });
    this.world.client.watch("Event", ({ type, object }) => {
      if (object.involvedObject.kind !== "Pod" || type === "DELETED" || object.source?.component !== "kubelet") return;
      const path = object.involvedObject.fieldPath;
      const uid = object.involvedObject.uid ?? "";
      this.events.push(`${object.type} ${object.reason} ${path === undefined ? "" : `${path} `}${object.message?.replaceAll(uid, "UID")}`);
    });
  }

  /** Those that are not of the ordinary start of a container. */
  troubles(): string[] {
    return this.events.filter((text) => !/^Normal (Pulled|Created|Started) /.test(text));
  }
}

const busybox = { image: "busybox", imagePullPolicy: "IfNotPresent" as const };
const forever = { ...busybox, command: ["sleep", "1000"] };
const C = "spec.containers{c}";
const PRESENT = (image: string): string => `Container image "${image}" already present on machine and can be accessed by the pod`;

describe("events of a pod", () => {
  it("of a start with the image at hand: Pulled, Created, Started, init containers first (KL-54, KL-94, KL-95, KL-47)", () => {
    const node = new Told();
    node.pod({ initContainers: [{ name: "i", ...busybox, command: ["true"], resources: {} }], containers: [{ name: "c", ...forever }] });
    node.world.advance(5_000);
    const triple = (path: string): string[] => [
      `Normal Pulled ${path} ${PRESENT("busybox")}`,
      `Normal Created ${path} Container created`,
      `Normal Started ${path} Container started`,
    ];
    expect(node.events).toEqual([...triple("spec.initContainers{i}"), ...triple(C)]);
  });

  it("of a start whose image is pulled tell its size and how long it took (KL-55)", () => {
    const node = new Told();
    node.world.create("Image", {
      metadata: { name: "far" },
      spec: { names: ["far"], process: "server", pullSeconds: 2, sizeBytes: 1234 },
    });
    node.pod({ containers: [{ name: "c", image: "far", imagePullPolicy: "IfNotPresent" }] });
    node.world.advance(5_000);
    expect(node.events[0]).toBe(`Normal Pulling ${C} Pulling image "far"`);
    expect(node.events[1]).toMatch(
      /^Normal Pulled spec\.containers\{c\} Successfully pulled image "far" in (1\.\d+|2)s \((1\.\d+|2)s including waiting\)\. Image size: 1234 bytes\.$/,
    );
  });

  it("of an image that does not come, in this order (KL-56, KL-59, KL-102)", () => {
    const node = new Told();
    node.pod({ containers: [{ name: "c", image: "nowhere", imagePullPolicy: "IfNotPresent" }] });
    node.world.advance(5_000);
    const [pulling, failed, error, backOff, again] = node.events;
    expect(pulling).toBe(`Normal Pulling ${C} Pulling image "nowhere"`);
    expect(failed).toMatch(/^Warning Failed spec\.containers\{c\} Failed to pull image "nowhere": /);
    expect(error).toBe(`Warning Failed ${C} Error: ErrImagePull`);
    expect(backOff).toBe(`Normal BackOff ${C} Back-off pulling image "nowhere"`);
    expect(again).toBe(`Warning Failed ${C} Error: ImagePullBackOff`);
    node.world.advance(20_000);
    const waited = node.waits.find((text) => text.startsWith("ImagePullBackOff"));
    expect(waited).toMatch(/^ImagePullBackOff Back-off pulling image "nowhere": ErrImagePull: /);
  });

  it("of an image that does not come wait for the pulls before it (KL-61)", () => {
    for (const latency of ["none", "lifelike"] as const) {
      const node = new Told(latency);
      node.world.create("Image", { metadata: { name: "far" }, spec: { names: ["far"], process: "server", pullSeconds: 12 } });
      node.pod({ containers: [{ name: "c", image: "far", imagePullPolicy: "IfNotPresent" }] });
      node.world.advance(3_000);
      const spec = { nodeName: "node-1", containers: [{ name: "d", image: "nowhere", imagePullPolicy: "IfNotPresent" }] };
      node.world.create("Pod", { metadata: { name: "other" }, spec });
      node.world.advance(30_000);
      const order = node.events.flatMap((text) => /^\w+ (Pulling|Pulled|Failed) \S+ \w+ (?:to )?(?:pull|image)/.exec(text)?.[1] ?? []);
      expect(order.slice(0, 4)).toEqual(["Pulling", "Pulling", "Pulled", "Failed"]);
    }
  });

  it("of a name that is none, and of an image that must not be pulled (KL-52, KL-53)", () => {
    const node = new Told();
    node.pod({ containers: [{ name: "c", image: "Not A Name", imagePullPolicy: "IfNotPresent" }] });
    node.world.advance(3_000);
    expect(node.events[0]).toMatch(/^Warning InspectFailed spec\.containers\{c\} Failed to apply default image tag "Not A Name": /);
    expect(node.get().status.containerStatuses?.[0]?.state.waiting?.reason).toBe("InvalidImageName");
    const never = new Told();
    never.pod({ containers: [{ name: "c", image: "nowhere", imagePullPolicy: "Never" }] });
    never.world.advance(3_000);
    expect(never.events[0]).toBe(`Warning ErrImageNeverPull ${C} Container image "nowhere" is not present with pull policy of Never`);
    expect(never.get().status.containerStatuses?.[0]?.state.waiting?.reason).toBe("ErrImageNeverPull");
  });

  it("of a crash loop say nothing of the exit, and whom they wait for, after a clean exit as well (KL-88, KL-90, KL-99)", () => {
    const node = new Told();
    node.pod({ containers: [{ name: "c", ...busybox, command: ["true"] }] });
    node.world.advance(36_000);
    const told = new Set(node.troubles());
    expect([...told]).toEqual([`Warning BackOff ${C} Back-off restarting failed container c in pod pod_default(UID)`]);
    const about = `restarting failed container=c pod=pod_default(${node.get().metadata.uid})`;
    expect([...new Set(node.waits)].slice(1)).toEqual([`CrashLoopBackOff back-off 10s ${about}`, `CrashLoopBackOff back-off 20s ${about}`]);
  });

  it("of each probe that fails, then of the kill, which comes before the restart (KL-96, KL-98, KL-106, KL-131)", () => {
    for (const [kind, word] of [
      ["livenessProbe", "liveness"],
      ["startupProbe", "startup"],
    ] as const) {
      const node = new Told();
      const probe = { exec: { command: ["cat", "/no"] }, periodSeconds: 2, failureThreshold: 2 };
      node.pod({ containers: [{ name: "c", ...forever, [kind]: probe }], terminationGracePeriodSeconds: 1 });
      node.world.advance(8_000);
      const title = `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
      const failed = `Warning Unhealthy ${C} ${title} probe failed: cat: can't open '/no': No such file or directory\n`;
      expect(node.events.slice(3, 6)).toEqual([failed, failed, `Normal Killing ${C} Container c failed ${word} probe, will be restarted`]);
      expect(node.events[6]).toMatch(/^Normal Pulled/);
    }
  });

  it("of a sidecar that its probe ends have no suffix (KL-43)", () => {
    const node = new Told();
    const livenessProbe = { exec: { command: ["false"] }, periodSeconds: 1, failureThreshold: 1 };
    node.pod({
      initContainers: [{ name: "s", ...forever, restartPolicy: "Always" as const, livenessProbe, resources: {} }],
      containers: [{ name: "c", ...forever }],
      terminationGracePeriodSeconds: 1,
    });
    node.world.advance(3_000);
    expect(node.events).toContain("Normal Killing spec.initContainers{s} Init container s failed liveness probe");
  });

  it("of readiness tell failures only (KL-97)", () => {
    const node = new Told();
    const readinessProbe = { exec: { command: ["test", "-e", "/ok"] }, periodSeconds: 1 };
    node.pod({ containers: [{ name: "c", ...busybox, command: ["sh", "-c", "sleep 3; touch /ok; sleep 1000"], readinessProbe }] });
    node.world.advance(10_000);
    expect(new Set(node.troubles())).toEqual(new Set([`Warning Unhealthy ${C} Readiness probe failed: `]));
    expect(node.get().status.containerStatuses?.[0]?.ready).toBe(true);
  });

  it("of a deletion name each running container, and not the end of the object (KL-101)", () => {
    const node = new Told();
    node.pod({
      containers: [
        { name: "a", ...forever },
        { name: "b", ...forever },
      ],
    });
    node.world.advance(3_000);
    node.delete();
    node.world.advance(10_000);
    expect(node.troubles().sort()).toEqual(["a", "b"].map((name) => `Normal Killing spec.containers{${name}} Stopping container ${name}`));
    expect(node.world.list("Pod")).toEqual([]);
  });

  it("of a start that is refused give the runtime's words as Error (KL-48, KL-71)", () => {
    const node = new Told();
    node.pod({ containers: [{ name: "c", ...busybox, command: ["no-such-program"] }] });
    node.world.advance(2_000);
    const failed = node.events.find((text) => text.startsWith("Warning Failed"));
    expect(failed).toMatch(/^Warning Failed spec\.containers\{c\} Error: .*executable file not found in \$PATH/);
    const [status] = node.get().status.containerStatuses ?? [];
    expect(status?.lastState.terminated ?? status?.state.terminated).toMatchObject({ exitCode: 128, reason: "StartError" });
  });

  it("of a container that must not run as root tell by whose wish it would (KL-48, KL-49)", () => {
    for (const [wish, text] of [
      [{}, "container has runAsNonRoot and image will run as root"],
      [{ runAsUser: 0 }, "container's runAsUser breaks non-root policy"],
    ] as const) {
      const node = new Told();
      node.pod({ containers: [{ name: "c", ...forever, securityContext: wish }], securityContext: { runAsNonRoot: true } });
      node.world.advance(2_000);
      expect(node.events).toContain(`Warning Failed ${C} Error: ${text} (pod: "pod_default(UID)", container: c)`);
      node.world.advance(20_000);
      expect(node.get().status.containerStatuses?.[0]?.state.waiting?.reason).toBe("CreateContainerConfigError");
    }
  });

  it("of pull secrets that are not there, which keep nothing from starting (KL-35)", () => {
    const node = new Told();
    node.pod({ containers: [{ name: "c", ...forever }], imagePullSecrets: [{ name: "mine" }, { name: "yours" }] });
    node.world.advance(3_000);
    expect(node.events[0]).toBe(
      "Warning FailedToRetrieveImagePullSecret Unable to retrieve some image pull secrets (mine, yours); attempting to pull the image may not succeed.",
    );
    expect(node.get().status.phase).toBe("Running");
  });

  it("of pull secrets that are not there come with every sync, at least every 90 s (KL-25, KL-35)", () => {
    const node = new Told("lifelike");
    node.pod({ containers: [{ name: "c", ...forever }], imagePullSecrets: [{ name: "mine" }] });
    node.world.advance(10_000);
    const before = node.eventTimes("FailedToRetrieveImagePullSecret").length;
    node.world.advance(400_000);
    const later = node.eventTimes("FailedToRetrieveImagePullSecret").slice(before);
    expect(later.length).toBeGreaterThanOrEqual(4);
    expect(later.length).toBeLessThanOrEqual(6);
    node.world.create("Secret", { metadata: { name: "mine" } });
    node.world.advance(400_000);
    expect(node.eventTimes("FailedToRetrieveImagePullSecret").length).toBe(before + later.length);
  });

  it("of pull secrets come after those of the volumes (KL-31)", () => {
    const node = new Told();
    node.pod({
      containers: [{ name: "c", ...forever }],
      imagePullSecrets: [{ name: "mine" }],
      volumes: [{ name: "v", configMap: { name: "late" } }],
    });
    node.world.advance(1_000);
    expect(new Set(node.events)).toEqual(
      new Set(['Warning FailedMount MountVolume.SetUp failed for volume "v" : configmap "late" not found']),
    );
    node.world.create("ConfigMap", { metadata: { name: "late" } });
    node.world.advance(3_000);
    expect(node.events.find((text) => !text.includes("FailedMount"))).toMatch(/^Warning FailedToRetrieveImagePullSecret /);
  });

  it("of volumes that lack something name each of them, and all that a projected one lacks (KL-34)", () => {
    const node = new Told();
    const sources = [{ configMap: { name: "a" } }, { secret: { name: "b" } }, { configMap: { name: "a" } }];
    node.pod({
      containers: [{ name: "c", ...forever }],
      volumes: [
        { name: "v", configMap: { name: "none" } },
        { name: "w", secret: { secretName: "nones" } },
        { name: "x", projected: { sources } },
      ],
    });
    node.world.advance(8_000);
    const each = [
      'volume "v" : configmap "none" not found',
      'volume "w" : secret "nones" not found',
      'volume "x" : [configmap "a" not found, secret "b" not found]',
    ];
    const tries = 5; // at once, after 0.5, 1, 2 and 4 s
    expect(node.events).toEqual(
      Array.from({ length: tries }).flatMap(() => each.map((text) => `Warning FailedMount MountVolume.SetUp failed for ${text}`)),
    );
  });

  it("of a volume whose ConfigMap is missing come again and again, ever later (KL-34)", () => {
    const node = new Told();
    node.pod({ containers: [{ name: "c", ...forever }], volumes: [{ name: "v", configMap: { name: "none" } }] });
    node.world.advance(8_000);
    expect(node.events.length).toBe(5); // at once, after 0.5, 1, 2 and 4 s
    expect(new Set(node.events)).toEqual(
      new Set(['Warning FailedMount MountVolume.SetUp failed for volume "v" : configmap "none" not found']),
    );
    expect(node.get().status.containerStatuses?.[0]?.state.waiting?.reason).toBe("ContainerCreating");
  });

  it("of a failing postStart hook: the hook, the kill, and a new try (KL-50)", () => {
    const node = new Told();
    const lifecycle = { postStart: { exec: { command: ["false"] } } };
    node.pod({ containers: [{ name: "c", ...forever, lifecycle }], terminationGracePeriodSeconds: 1 });
    node.world.advance(2_000);
    expect(node.troubles().slice(0, 2)).toEqual([
      `Warning FailedPostStartHook ${C} PostStartHook failed`,
      `Normal Killing ${C} FailedPostStartHook`,
    ]);
  });
});
