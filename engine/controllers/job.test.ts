import { describe, expect, test } from "vitest";
import { refOf } from "../api/object.ts";
import { formatTime, parseTime } from "../api/time.ts";
import type { CronJob, Job, Pod } from "../api/types.generated.ts";
import { eventsOf, runPods, endPods, relabel } from "../testing/workloads.ts";
import type { World } from "../testing/world.ts";
import { newWorld } from "../testing/world.ts";
import { CronJobController } from "./cronjob.ts";
import { GarbageCollector } from "./garbagecollector.ts";
import { formatIndexes, parseIndexes } from "./indexes.ts";
import { JobController } from "./job.ts";
import { TtlAfterFinishedController } from "./ttlafterfinished.ts";

const start = (): World =>
  newWorld({
    parts: (context) => [JobController, CronJobController, TtlAfterFinishedController, GarbageCollector].map((Part) => new Part(context)),
  });
const podSpec = { containers: [{ name: "c", image: "busybox" }], restartPolicy: "Never", terminationGracePeriodSeconds: 1 };
const job = (spec: object = {}): object => ({ metadata: { name: "work" }, spec: { template: { metadata: {}, spec: podSpec }, ...spec } });

function running(spec: object = {}): World {
  const world = start();
  world.create("Job", job(spec));
  world.advance(1000);
  runPods(world);
  world.advance(2000);
  return world;
}

/** All active pods end in that phase now. */
function finish(world: World, phase: "Succeeded" | "Failed", pods: readonly Pod[] = active(world), failure = 1): void {
  const terminated = { exitCode: phase === "Failed" ? failure : 0, finishedAt: formatTime(world.clock.now) };
  const status = { name: "c", image: "busybox", imageID: "", ready: false, restartCount: 0, state: { terminated }, lastState: {} };
  for (const pod of pods)
    world.client.modify(
      "Pod",
      refOf(pod),
      (stored) => ({ ...stored, status: { ...stored.status, phase, containerStatuses: [status] } }),
      { rule: "test" },
      "status",
    );
}
const active = (world: World): Pod[] =>
  world
    .list("Pod")
    .filter(
      ({ status, metadata }) => (status.phase === "Running" || status.phase === "Pending") && metadata.deletionTimestamp === undefined,
    );
const conditions = (world: World): string[] =>
  (world.get("Job", "work").status.conditions ?? []).map(({ type, status, reason }) => `${type} ${status} ${reason}`);
const suspend = (world: World, value: boolean): void =>
  void world.client.modify(
    "Job",
    { kind: "Job", namespace: "default", name: "work" },
    (stored: Job) => ({ ...stored, spec: { ...stored.spec, suspend: value } }),
    { rule: "user.request" },
  );

describe("a Job", () => {
  test("JOB-12, JOB-22, JOB-23: runs its completions, no more than the parallelism at a time, and is Complete", () => {
    const world = running({ completions: 5, parallelism: 2 });
    const seen: number[] = [];
    for (let i = 0; i < 3; i++) {
      seen.push(active(world).length);
      finish(world, "Succeeded");
      world.advance(3000);
      runPods(world);
    }
    expect(seen).toEqual([2, 2, 1]);
    expect(conditions(world)).toEqual(["SuccessCriteriaMet True CompletionsReached", "Complete True CompletionsReached"]);
    expect(world.get("Job", "work").status).toMatchObject({ succeeded: 5, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
    expect(eventsOf(world, "work").at(-1)).toBe("Normal Completed Job completed ×1");
  });

  test("JOB-10: counts a pod once and frees it of the finalizer", () => {
    const world = running();
    expect(active(world)[0]?.metadata.finalizers).toEqual(["batch.kubernetes.io/job-tracking"]);
    finish(world, "Succeeded");
    world.advance(3000);
    expect(world.list("Pod").map(({ metadata }) => metadata.finalizers)).toEqual([undefined]);
    expect(world.get("Job", "work").status.succeeded).toBe(1);
  });

  test("JOB-16, JOB-21: waits 10 s, then 20 s after failures, and fails when the limit is passed", () => {
    const world = running({ backoffLimit: 2 });
    const waits: number[] = [];
    for (let i = 0; i < 2; i++) {
      finish(world, "Failed");
      const from = world.clock.now;
      world.advance(2000);
      expect(active(world)).toHaveLength(0);
      while (active(world).length === 0 && world.clock.now < from + 60_000) world.advance(1000);
      waits.push(Math.round((world.clock.now - from) / 1000));
      runPods(world);
      world.advance(2000);
    }
    expect(waits).toEqual([10, 20]);
    finish(world, "Failed");
    world.advance(3000);
    expect(conditions(world)).toEqual(["FailureTarget True BackoffLimitExceeded", "Failed True BackoffLimitExceeded"]);
    expect(world.get("Job", "work").status.failed).toBe(3);
  });

  test.each([
    ["that was ready for long", 15_000],
    ["that had just become ready", 1000],
  ])("JOB-16, JOB-18: waits 10 s from the deletion of a pod %s", (_, readyMs) => {
    const world = running();
    world.advance(readyMs);
    const [pod] = active(world);
    const from = world.clock.now;
    world.client.delete("Pod", "default", pod?.metadata.name ?? "", {}, { rule: "user.request" });
    world.advance(9000);
    expect(active(world)).toHaveLength(0);
    while (active(world).length === 0 && world.clock.now < from + 60_000) world.advance(100);
    expect(Math.round((world.clock.now - from) / 1000)).toBe(10);
  });

  test("JOB-20: is ended by its deadline, and Failed only when its pods are gone", () => {
    const world = running({ activeDeadlineSeconds: 10 });
    world.advance(10_000);
    expect(conditions(world)).toEqual(["FailureTarget True DeadlineExceeded"]);
    expect(active(world)).toHaveLength(0);
    endPods(world);
    world.advance(3000);
    expect(conditions(world)).toEqual(["FailureTarget True DeadlineExceeded", "Failed True DeadlineExceeded"]);
  });

  test("JOB-25: that is suspended gives its pods back without counting them, and starts anew when resumed", () => {
    const world = running({ parallelism: 2, completions: 2 });
    suspend(world, true);
    world.advance(1000);
    endPods(world);
    world.advance(3000);
    expect([world.list("Pod").length, conditions(world), world.get("Job", "work").status.failed]).toEqual([
      0,
      ["Suspended True JobSuspended"],
      undefined,
    ]);
    expect(world.get("Job", "work").status.startTime).toBeUndefined();
    suspend(world, false);
    world.advance(1000);
    expect([active(world).length, conditions(world)]).toEqual([2, ["Suspended False JobResumed"]]);
  });

  test("JOB-11, JOB-15: that is Indexed works on the lowest indexes that are left", () => {
    const world = running({ completionMode: "Indexed", completions: 3, parallelism: 2 });
    expect(
      active(world).map(({ metadata, spec }) => `${metadata.annotations?.["batch.kubernetes.io/job-completion-index"]} ${spec.hostname}`),
    ).toEqual(["0 work-0", "1 work-1"]);
    finish(world, "Succeeded", active(world).slice(1));
    world.advance(3000);
    expect(world.get("Job", "work").status).toMatchObject({ succeeded: 1, completedIndexes: "1" });
    expect(active(world).map(({ metadata }) => metadata.annotations?.["batch.kubernetes.io/job-completion-index"])).toEqual(["0", "2"]);
  });

  const selecting = {
    manualSelector: true,
    selector: { matchLabels: { app: "work" } },
    template: { metadata: { labels: { app: "work" } }, spec: podSpec },
  };
  const stray = { metadata: { name: "stray", labels: { app: "work" } }, spec: podSpec };

  test("REF-6, REF-7: counts a pod that it adopts, and lets go of one that it releases", () => {
    const world = start();
    world.create("Pod", stray);
    world.create("Job", job({ ...selecting, completions: 2, parallelism: 2 }));
    world.advance(2000);
    expect(world.get("Pod", "stray").metadata.finalizers).toEqual(["batch.kubernetes.io/job-tracking"]);
    relabel(world, world.get("Pod", "stray"), { app: "other" });
    world.advance(2000);
    expect(world.get("Pod", "stray").metadata.finalizers).toBeUndefined();
    relabel(world, world.get("Pod", "stray"), { app: "work" });
    world.advance(2000);
    runPods(world);
    finish(world, "Succeeded", [world.get("Pod", "stray")]);
    world.advance(3000);
    expect(world.get("Job", "work").status).toMatchObject({ active: 1, succeeded: 1 });
  });

  test("JOB-27: tells that more pods have succeeded than it needed", () => {
    const world = start();
    world.create("Pod", stray);
    runPods(world);
    finish(world, "Succeeded");
    world.create("Pod", { ...stray, metadata: { ...stray.metadata, name: "stray-2" } });
    runPods(world);
    finish(world, "Succeeded");
    world.create("Job", job(selecting));
    world.advance(5000);
    expect(world.get("Job", "work").status.succeeded).toBe(2);
    expect(eventsOf(world, "work")).toEqual([
      "Warning TooManySucceededPods Too many succeeded pods running after completion count reached ×1",
      "Normal Completed Job completed ×1",
    ]);
  });

  test("TTLF-1: is deleted some seconds after its end", () => {
    const world = running({ ttlSecondsAfterFinished: 5 });
    finish(world, "Succeeded");
    world.advance(4000);
    expect(world.list("Job")).toHaveLength(1);
    world.advance(5000);
    expect([world.list("Job").length, world.list("Pod").length]).toEqual([0, 0]);
  });

  test("JOB-10: that is deleted takes its pods along, finalizers and all", () => {
    const world = running({ parallelism: 2, completions: 2 });
    world.client.delete("Job", "default", "work", { propagationPolicy: "Background" }, { rule: "user.request" });
    world.advance(2000);
    endPods(world);
    world.advance(2000);
    expect(world.list("Pod")).toHaveLength(0);
  });
});

describe("a Job with rules for its failures", () => {
  const rules = (...list: object[]): object => ({ podFailurePolicy: { rules: list } });
  const onExit = (action: string, ...values: number[]): object => ({ action, onExitCodes: { operator: "In", values } });

  test("JOB-20, JOB-21: fails at once after a failure that is said to be final", () => {
    const world = running(rules(onExit("Ignore", 1), onExit("FailJob", 42)));
    const [pod] = active(world);
    finish(world, "Failed", active(world), 42);
    world.advance(3000);
    const message = `Container c for pod default/${pod?.metadata.name} failed with exit code 42 matching FailJob rule at index 1`;
    expect(conditions(world)).toEqual(["FailureTarget True PodFailurePolicy", "Failed True PodFailurePolicy"]);
    expect(eventsOf(world, "work").at(-1)).toBe(`Warning PodFailurePolicy ${message} ×1`);
    expect(world.get("Job", "work").status.failed).toBe(1);
  });

  test("JOB-20: does not count failures that are to be ignored, but waits after them", () => {
    const world = running({ backoffLimit: 0, ...rules({ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget" }] }) });
    const [pod] = active(world);
    const disrupted = { type: "DisruptionTarget", status: "True", lastTransitionTime: formatTime(world.clock.now) } as const;
    if (pod !== undefined)
      world.client.modify(
        "Pod",
        refOf(pod),
        (stored) => ({ ...stored, status: { ...stored.status, phase: "Failed", conditions: [disrupted] } }),
        { rule: "test" },
        "status",
      );
    world.advance(5000);
    expect(active(world)).toHaveLength(0);
    world.advance(8000);
    expect([active(world).length, conditions(world), world.get("Job", "work").status.failed]).toEqual([1, [], undefined]);
  });

  const perIndex = { completionMode: "Indexed", completions: 3, parallelism: 3, backoffLimitPerIndex: 1 };
  const ofIndex = (world: World, index: number): Pod[] => active(world).filter(({ spec }) => spec.hostname === `work-${index}`);
  const failuresOf = (pod: Pod | undefined): string | undefined =>
    pod?.metadata.annotations?.["batch.kubernetes.io/job-index-failure-count"];

  test("JOB-17: tries each index again after its own pause, and ends when all are decided", () => {
    const world = running(perIndex);
    expect(active(world).map(failuresOf)).toEqual(["0", "0", "0"]);
    finish(world, "Failed", ofIndex(world, 0));
    world.advance(5000);
    finish(world, "Failed", ofIndex(world, 1));
    world.advance(6000);
    expect([ofIndex(world, 0), ofIndex(world, 1)].map((pods) => pods.map(failuresOf))).toEqual([["1"], []]);
    world.advance(5000);
    expect(ofIndex(world, 1).map(failuresOf)).toEqual(["1"]);
    finish(world, "Failed", [...ofIndex(world, 0), ...ofIndex(world, 1)]);
    world.advance(30_000);
    expect(world.get("Job", "work").status).toMatchObject({ failedIndexes: "0,1", failed: 4 });
    expect(active(world)).toEqual(ofIndex(world, 2));
    finish(world, "Succeeded");
    world.advance(3000);
    expect(conditions(world)).toEqual(["FailureTarget True FailedIndexes", "Failed True FailedIndexes"]);
    expect(world.get("Job", "work").status).toMatchObject({ failedIndexes: "0,1", completedIndexes: "2", succeeded: 1 });
  });

  test("JOB-20: ends when more indexes have failed than may", () => {
    const world = running({ ...perIndex, backoffLimitPerIndex: 0, maxFailedIndexes: 0 });
    finish(world, "Failed", ofIndex(world, 1));
    world.advance(2000);
    endPods(world);
    world.advance(2000);
    expect(conditions(world)).toEqual(["FailureTarget True MaxFailedIndexesExceeded", "Failed True MaxFailedIndexesExceeded"]);
  });

  test("JOB-17: gives an index up after a failure that is final for it", () => {
    const world = running({ ...perIndex, ...rules(onExit("FailIndex", 42)) });
    finish(world, "Failed", ofIndex(world, 1), 42);
    world.advance(30_000);
    expect([ofIndex(world, 1).length, world.get("Job", "work").status.failedIndexes]).toEqual([0, "1"]);
  });

  test("JOB-28: is deleted in the foreground though an index pauses", () => {
    const world = running(perIndex);
    finish(world, "Failed", ofIndex(world, 1));
    world.advance(2000);
    world.client.delete("Job", "default", "work", { propagationPolicy: "Foreground" }, { rule: "user.request" });
    for (let i = 0; i < 3; i++) {
      world.advance(2000);
      endPods(world);
    }
    expect([world.list("Job").length, world.list("Pod").length]).toEqual([0, 0]);
  });

  test("JOB-20, JOB-23: is complete when a rule for success is fulfilled, and ends the other pods", () => {
    const rule = { succeededIndexes: "1-2", succeededCount: 1 };
    const world = running({ completionMode: "Indexed", completions: 3, parallelism: 3, successPolicy: { rules: [rule] } });
    finish(world, "Succeeded", ofIndex(world, 0));
    world.advance(2000);
    expect(conditions(world)).toEqual([]);
    finish(world, "Succeeded", ofIndex(world, 2));
    world.advance(2000);
    expect([conditions(world), active(world).length]).toEqual([["SuccessCriteriaMet True SuccessPolicy"], 0]);
    endPods(world);
    world.advance(3000);
    expect(conditions(world)).toEqual(["SuccessCriteriaMet True SuccessPolicy", "Complete True SuccessPolicy"]);
    expect(world.get("Job", "work").status).toMatchObject({ succeeded: 2, completedIndexes: "0,2" });
    expect(world.get("Job", "work").status.failed).toBeUndefined();
  });
});

describe("a CronJob", () => {
  const cron = (spec: object = {}): object => ({
    metadata: { name: "tick" },
    spec: { schedule: "* * * * *", jobTemplate: { metadata: {}, spec: { template: { metadata: {}, spec: podSpec } } }, ...spec },
  });

  test("CJ-1, CJ-2: starts a Job at each time of its schedule, named after it", () => {
    const world = start();
    world.create("CronJob", cron());
    world.advance(125_000);
    const minute = Date.UTC(2026, 0, 1) / 60_000;
    expect(world.list("Job").map(({ metadata }) => metadata.name)).toEqual([`tick-${minute + 1}`, `tick-${minute + 2}`]);
    expect(world.get("CronJob", "tick").status).toMatchObject({
      lastScheduleTime: "2026-01-01T00:02:00Z",
      active: [{ kind: "Job" }, { kind: "Job" }],
    });
  });
  test("CJ-2: starts Jobs by the clocks of its time zone, and notes their time in it", () => {
    const world = start();
    world.create("CronJob", cron({ schedule: "1 9 * * *", timeZone: "Asia/Tokyo" }));
    world.advance(65_000);
    const [started] = world.list("Job");
    expect(started?.metadata.annotations).toEqual({ "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-01-01T09:01:00+09:00" });
    expect(world.get("CronJob", "tick").status.lastScheduleTime).toBe("2026-01-01T00:01:00Z");
  });
  test("CJ-6: with Forbid leaves a time out while a Job is active", () => {
    const world = start();
    world.create("CronJob", cron({ concurrencyPolicy: "Forbid" }));
    world.advance(125_000);
    expect(world.list("Job")).toHaveLength(1);
    expect(eventsOf(world, "tick").at(-1)).toContain(
      "Normal JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid",
    );
  });
  test("CJ-6: with Replace ends the active Job first", () => {
    const world = start();
    world.create("CronJob", cron({ concurrencyPolicy: "Replace" }));
    world.advance(125_000);
    expect(world.list("Job")).toHaveLength(1);
    expect(world.get("CronJob", "tick").status.active).toHaveLength(1);
  });
  const change = (world: World, spec: object): void =>
    void world.client.modify(
      "CronJob",
      { kind: "CronJob", namespace: "default", name: "tick" },
      (stored: CronJob) => ({ ...stored, spec: { ...stored.spec, ...spec } }),
      { rule: "user.request" },
    );
  const startedAt = (world: World): number[] =>
    world.list("Job").map(({ metadata }) => (parseTime(metadata.creationTimestamp) - Date.UTC(2026, 0, 1)) / 1000);

  test("CJ-1: whose schedule changes waits for its next time", () => {
    const world = start();
    world.create("CronJob", cron({ schedule: "0 0 1 1 *" }));
    world.advance(200_000);
    change(world, { schedule: "* * * * *" });
    world.advance(39_000);
    expect(world.list("Job")).toHaveLength(0);
    world.advance(2000);
    expect(startedAt(world)).toEqual([240]);
  });
  test("CJ-1: with @every starts at even distances", () => {
    const world = start();
    world.advance(2000);
    world.create("CronJob", cron({ schedule: "@every 90s" }));
    world.advance(100_000);
    finish(world, "Succeeded"); // which makes the controller look again in between
    world.advance(180_000);
    expect(startedAt(world)).toEqual([92, 182, 272]);
  });

  test("CJ-7, CJ-8: removes old Jobs before it tells of those that ended", () => {
    const world = start();
    world.create("CronJob", cron({ successfulJobsHistoryLimit: 1 }));
    for (let i = 0; i < 2; i++) {
      world.advance(61_000);
      finish(world, "Succeeded");
      world.advance(5000);
    }
    const minute = Date.UTC(2026, 0, 1) / 60_000;
    expect(eventsOf(world, "tick").slice(-2)).toEqual([
      `Normal SuccessfulDelete Deleted job tick-${minute + 1} ×1`,
      `Normal SawCompletedJob Saw completed job: tick-${minute + 2}, condition: Complete ×1`,
    ]);
  });
  test("CJ-7: leaves a Job of the right name to its owner", () => {
    const world = start();
    const name = `tick-${Date.UTC(2026, 0, 1) / 60_000 + 1}`;
    world.create("Job", { ...job(), metadata: { name } });
    world.create("CronJob", cron());
    world.advance(100_000);
    expect([world.list("Job").length, eventsOf(world, "tick"), world.get("CronJob", "tick").status]).toEqual([1, [], {}]);
  });
  test("CJ-10: that is suspended starts nothing, and rests", () => {
    const world = start();
    world.create("CronJob", cron({ suspend: true }));
    world.advance(125_000);
    expect([world.list("Job").length, world.clock.nextDueAt()]).toEqual([0, undefined]);
  });
});

test("JOB-26: indexes are written with ranges, neighbours with a comma", () => {
  expect(formatIndexes([7, 1, 3, 4, 5])).toBe("1,3-5,7");
  expect(formatIndexes([1, 2])).toBe("1,2");
  expect(parseIndexes("1,3-5,7", 5)).toEqual([1, 3, 4]);
});
