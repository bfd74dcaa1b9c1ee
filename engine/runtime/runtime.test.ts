import { describe, expect, test } from "vitest";
import type { CreateRequest } from "./contract.ts";
import { byteLength } from "../api/utf8.ts";
import { copyState } from "../sim/copy.ts";
import { START, TestNode } from "../testing/runtimenode.ts";

const MiB = 1024 * 1024;
const http = (port: number, path = "/"): { port: number; path: string; timeoutMs: number } => ({ port, path, timeoutMs: 1000 });

describe("stopping a container (KL-109)", () => {
  const rows: readonly { name: string; request: Partial<CreateRequest>; code: number; afterSeconds: number }[] = [
    { name: "nginx ends with 0 on SIGTERM", request: { image: "nginx" }, code: 0, afterSeconds: 0 },
    { name: "a node application as process 1 does not hear SIGTERM", request: { image: "luksa/kubia" }, code: 137, afterSeconds: 30 },
    { name: "sleep as process 1 does not hear SIGTERM", request: { command: ["sleep", "3600"] }, code: 137, afterSeconds: 30 },
    {
      name: "sleep with a shared process namespace ends with 143",
      request: { command: ["sleep", "3600"], sharesPidNamespace: true },
      code: 143,
      afterSeconds: 0,
    },
    {
      name: "a shell without a trap does not hear SIGTERM",
      request: { command: ["sh", "-c", "while true; do sleep 1; done"] },
      code: 137,
      afterSeconds: 30,
    },
    {
      name: "a trap runs when the command waited for has ended",
      request: { command: ["sh", "-c", "trap 'echo got TERM; exit 0' TERM; while true; do sleep 1; done"] },
      code: 0,
      afterSeconds: 0.5,
    },
    {
      name: "a trap interrupts wait at once",
      request: { command: ["sh", "-c", "trap 'exit 9' TERM; sleep 100 & wait"] },
      code: 9,
      afterSeconds: 0,
    },
    {
      name: "a busy loop does not hang and is killed",
      request: { command: ["sh", "-c", "while true; do :; done"] },
      code: 137,
      afterSeconds: 30,
    },
    {
      name: "a busy loop with a trap hears it",
      request: { command: ["sh", "-c", "trap 'exit 3' TERM; while :; do :; done"] },
      code: 3,
      afterSeconds: 0,
    },
  ];
  test.each(rows)("$name", ({ request, code, afterSeconds }) => {
    const node = new TestNode();
    const id = node.start(request);
    node.advance(4.5);
    expect(node.info(id).state).toBe("running");
    const stoppedAt = node.clock.now;
    node.runtime.stop(id, 30_000);
    node.advance(60);
    expect(node.info(id)).toMatchObject({ state: "exited", exitCode: code });
    expect(((node.info(id).finishedAt ?? 0) - stoppedAt) / 1000).toBe(afterSeconds);
    expect(node.ended).toEqual([id]);
  });

  test("kill -TERM 1 from within does nothing to a process 1 without a handler, kill -9 neither", () => {
    const node = new TestNode();
    const id = node.script("while true; do sleep 1; done");
    expect(node.runtime.exec(id, ["kill", "1"], { timeoutMs: 1000 })).toMatchObject({ exitCode: 0 });
    expect(node.runtime.exec(id, ["kill", "-9", "1"], { timeoutMs: 1000 })).toMatchObject({ exitCode: 0 });
    node.advance(5);
    expect(node.info(id).state).toBe("running");
  });
  test("kill 1 within nginx ends it", () => {
    const node = new TestNode();
    const id = node.start({ image: "nginx" });
    node.runtime.exec(id, ["kill", "1"], { timeoutMs: 1000 });
    expect(node.info(id)).toMatchObject({ state: "exited", exitCode: 0, reason: "Completed" });
  });
  test("a shorter grace given later counts", () => {
    const node = new TestNode();
    const id = node.start({ command: ["sleep", "3600"] });
    node.runtime.stop(id, 30_000);
    node.advance(1);
    node.runtime.stop(id, 2_000);
    node.advance(60);
    expect(node.info(id).finishedAt).toBe(START + 3_000);
  });
});

describe("starting", () => {
  const rows: readonly { name: string; request: Partial<CreateRequest>; error: string }[] = [
    {
      name: "a program that is not in $PATH",
      request: { command: ["nosuch"] },
      error: 'exec: "nosuch": executable file not found in $PATH',
    },
    {
      name: "a path that is not there (KL-71)",
      request: { command: ["/no/such/program"] },
      error: 'exec: "/no/such/program": stat /no/such/program: no such file or directory',
    },
    {
      name: "a script with a program that is not simulated",
      request: { command: ["sh", "-c", "echo a\nps | awk '{print $1}'"] },
      error: "line 2 of the script cannot be run here: ps | awk '{print $1}': awk is not simulated",
    },
    {
      name: "a script in bash's own language",
      request: { command: ["sh", "-c", "[[ a == b ]]"] },
      error: "line 1 of the script cannot be run here: [[ a == b ]]: [[ is not part of sh",
    },
  ];
  test.each(rows)("refuses $name", ({ request, error }) => {
    const node = new TestNode();
    const id = node.create(request);
    const start = node.runtime.start(id);
    expect(start).toMatchObject({ exitCode: 128 });
    expect(node.info(id)).toMatchObject({ state: "exited", exitCode: 128, reason: "StartError", startedAt: 0 });
    expect(node.info(id).message).toBe(
      `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${error}`,
    );
  });

  test("busybox without a command is a shell without input, which ends at once", () => {
    const node = new TestNode();
    expect(node.info(node.start({}))).toMatchObject({ state: "exited", exitCode: 0 });
  });
  test("with stdin kept open that shell stays", () => {
    const node = new TestNode();
    const id = node.start({ stdin: true, tty: true });
    node.advance(3600);
    expect(node.info(id).state).toBe("running");
  });
  test("args alone follow the image's way", () => {
    const node = new TestNode();
    expect(node.output(node.start({ args: ["echo", "hi"] }))).toBe("hi\n");
    expect(node.info(node.start({ image: "nginx", args: ["sleep", "5"] })).state).toBe("running");
    expect(node.runtime.httpGet("uid-1", http(80))).toMatchObject({ error: "refused" });
  });
  test("a script mounted from a ConfigMap runs", () => {
    const node = new TestNode();
    const id = node.start({
      command: ["sh", "/scripts/run.sh"],
      mounts: [{ path: "/scripts", volume: "s", kind: "files", files: { "run.sh": "echo from file" } }],
    });
    expect(node.output(id)).toBe("from file\n");
  });
  test("in the open registry a program of one's own is a quiet server on the declared ports", () => {
    const node = new TestNode("open");
    const id = node.start({ image: "example.com/shop:1.2", command: ["/app/server"], ports: [9000] });
    expect(node.info(id).state).toBe("running");
    expect(node.runtime.httpGet("uid-1", http(9000, "/any"))).toMatchObject({ status: 200 });
    expect(node.clock.nextDueAt()).toBeUndefined();
  });
});

describe("ends", () => {
  test("a container that outgrows its memory limit is OOMKilled (pod-oomkilled)", () => {
    const node = new TestNode();
    const id = node.script("sleep 2; x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done", { memoryLimitBytes: 32 * MiB });
    node.advance(10);
    expect(node.info(id)).toMatchObject({ exitCode: 137, reason: "OOMKilled", finishedAt: START + 2000 });
  });
  test("without a limit the node's memory ends it", () => {
    const node = new TestNode();
    for (const script of [
      "tail /dev/zero",
      "x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done",
      "x=$(seq 1 20000); while true; do x=$x$x$x$x$x$x$x$x; done",
    ]) {
      const id = node.script(script);
      node.advance(10);
      expect(node.info(id)).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
    }
  });
  test("the termination message comes from its file, or from the log when the policy says so (KL-72)", () => {
    const node = new TestNode();
    expect(node.info(node.script("echo disk full > /dev/termination-log; exit 3")).message).toBe("disk full\n");
    expect(node.info(node.script("echo only logged; exit 5")).message).toBeUndefined();
    const policy = { terminationMessagePolicy: "FallbackToLogsOnError" } as const;
    expect(node.info(node.script("echo cannot reach database; exit 4", policy)).message).toBe("cannot reach database\n");
    expect(node.info(node.script("echo fine", policy)).message).toBeUndefined();
  });
  test("of a long termination message the last 4096 bytes are kept, of a log the last 80 lines (KL-72)", () => {
    const node = new TestNode();
    const write = "i=0; while [ $i -lt 400 ]; do echo äöüäöü$i; i=$((i+1)); done";
    const messageOf = (script: string, request: Partial<CreateRequest> = {}): string => {
      const id = node.script(script, request);
      node.advance(5);
      return node.info(id).message ?? "";
    };
    const written = messageOf(`(${write}) > /dev/termination-log; exit 3`);
    expect(byteLength(written)).toBe(4096);
    expect(written.endsWith("äöüäöü399\n")).toBe(true);
    const logged = messageOf(`${write}; exit 3`, { terminationMessagePolicy: "FallbackToLogsOnError" });
    expect(byteLength(logged)).toBe(80 * 16);
    expect(logged.endsWith("äöüäöü399\n")).toBe(true);
  });
  test("a counter in an emptyDir survives the container (pod-crashloop-reset)", () => {
    const node = new TestNode();
    const script =
      "echo x >> /d/runs; n=$(busybox wc -l < /d/runs); echo run $n; if [ $n -eq 2 ]; then sleep 630; else sleep 1; fi; exit 1";
    const mounts = [{ path: "/d", volume: "d", kind: "emptyDir" }] as const;
    const first = node.script(script, { mounts });
    node.advance(1);
    expect(node.info(first)).toMatchObject({ state: "exited", exitCode: 1 });
    const second = node.script(script, { mounts });
    node.advance(600);
    expect(node.output(second)).toBe("run 2\n");
    expect(node.info(second).state).toBe("running");
  });
  test("images end by themselves, and grow over their limit", () => {
    const node = new TestNode();
    const id = node.start({ image: "hello-world" });
    expect(node.info(id)).toMatchObject({ state: "exited", exitCode: 0 });
    expect(node.output(id)).toContain("Hello from Docker!");
  });
  test("faults: crash and memory", () => {
    const node = new TestNode();
    const [a, b] = [node.start({ image: "nginx" }), node.start({ image: "nginx" })];
    node.runtime.crash(a, 139);
    node.runtime.exhaustMemory(b);
    expect(node.info(a)).toMatchObject({ exitCode: 139, reason: "Error" });
    expect(node.info(b)).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
  });
});

describe("exec", () => {
  const run = (node: TestNode, id: string, argv: string[], timeoutMs = 1000) => node.runtime.exec(id, argv, { timeoutMs });
  test("runs against the container's files", () => {
    const node = new TestNode();
    const id = node.script("touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600");
    expect(run(node, id, ["cat", "/tmp/healthy"])).toMatchObject({ exitCode: 0, output: "", durationMs: 0 });
    node.advance(30);
    expect(run(node, id, ["cat", "/tmp/healthy"])).toMatchObject({
      exitCode: 1,
      stderr: "cat: can't open '/tmp/healthy': No such file or directory\n",
    });
  });
  test("tells how long a command takes, and lets it act in its own time", () => {
    const node = new TestNode();
    const id = node.start({ image: "nginx" });
    expect(run(node, id, ["sh", "-c", "sleep 4; touch /tmp/late; echo done"], 10_000)).toMatchObject({
      exitCode: 0,
      stdout: "done\n",
      durationMs: 4000,
    });
    expect(run(node, id, ["test", "-f", "/tmp/late"])).toMatchObject({ exitCode: 1 });
    node.advance(4);
    expect(run(node, id, ["test", "-f", "/tmp/late"])).toMatchObject({ exitCode: 0 });
  });
  test("a forecast sees what the main process does meanwhile", () => {
    const node = new TestNode();
    const id = node.script("sleep 3; touch /tmp/ready; sleep 600");
    expect(run(node, id, ["sh", "-c", "until [ -f /tmp/ready ]; do sleep 1; done"], 60_000)).toMatchObject({
      exitCode: 0,
      durationMs: 3000,
    });
  });
  test("is not held up by a busy loop", () => {
    const node = new TestNode();
    const id = node.script("touch /tmp/ok; while true; do :; done");
    node.advance(20);
    expect(run(node, id, ["cat", "/tmp/ok"])).toMatchObject({ exitCode: 0, durationMs: 0 });
  });
  test("does not wait longer than its time, and the command is killed then", () => {
    const node = new TestNode();
    const id = node.start({ image: "nginx" });
    expect(run(node, id, ["sleep", "5"])).toMatchObject({ timeout: true, durationMs: 1000 });
    node.advance(1);
    expect(run(node, id, ["pgrep", "sleep"])).toMatchObject({ exitCode: 1 });
  });
  test("names what it cannot find", () => {
    const node = new TestNode();
    const id = node.start({ image: "nginx" });
    const result = run(node, id, ["nosuchcmd"]);
    expect("error" in result ? result.error.replace(/[0-9a-f]{64}/, "<id>") : "").toBe(
      'failed to start exec "<id>": OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuchcmd": executable file not found in $PATH',
    );
    node.runtime.kill(id);
    expect(run(node, id, ["ls"])).toEqual({ error: `failed to load task: no running task found: task ${id} not found` });
  });
  test("passes input and codes through, and keeps the streams apart", () => {
    const node = new TestNode();
    const id = node.start({ command: ["sleep", "100"] });
    expect(node.runtime.exec(id, ["cat"], { timeoutMs: 1000, stdin: "from stdin\n" })).toMatchObject({ stdout: "from stdin\n" });
    expect(run(node, id, ["sh", "-c", "echo to-out; echo to-err >&2; exit 5"])).toMatchObject({
      exitCode: 5,
      stdout: "to-out\n",
      stderr: "to-err\n",
      output: "to-out\nto-err\n",
    });
    expect(run(node, id, ["env"])).toMatchObject({ stdout: "PATH=/bin\nHOSTNAME=pod-1\nHOME=/\n" });
  });
});

/** Not in the engine's own library; every platform has it. */
declare const structuredClone: <T>(value: T) => T;

describe("state", () => {
  const script =
    "trap 'echo term; exit 6' TERM; f() { echo in $1; sleep 2; }; for i in 1 2 3; do f $i | cat; x=$(sleep 1; echo sub$i); echo $x; done; cat /tmp/none; while :; do sleep 5; done";
  test.each([
    ["structuredClone", <T>(value: T): T => structuredClone(value)],
    ["copyState", copyState],
  ])("a copy by %s in the midst of a script runs on identically", (_, copy) => {
    for (const seconds of [0, 1, 2.5, 4, 8.7, 12]) {
      const straight = new TestNode();
      const copied = new TestNode();
      const id = straight.script(script);
      copied.script(script);
      straight.advance(seconds);
      copied.advance(seconds);
      copied.runtime.state = copy(copied.runtime.state);
      copied.clock.state = copy(copied.clock.state);
      for (const node of [straight, copied]) {
        node.advance(20);
        node.runtime.stop(id, 30_000);
        node.advance(60);
      }
      expect(copied.info(id)).toEqual(straight.info(id));
      expect(copied.runtime.log(id)).toEqual(straight.runtime.log(id));
      expect(straight.info(id)).toMatchObject({ exitCode: 6 });
    }
  });

  test("ten thousand quiet servers keep no timer and little memory", () => {
    const node = new TestNode("open");
    for (let i = 0; i < 10_000; i++) {
      const podUid = `uid-${i + 2}`;
      node.runtime.createSandbox(podUid, { ip: "10.0.0.1", hostname: `p-${i}` });
      node.start({ podUid, image: i % 2 === 0 ? "nginx" : "luksa/ssd-monitor" });
    }
    expect(node.clock.nextDueAt()).toBeUndefined();
    const [one] = node.runtime.containersOf("uid-3");
    node.advance(11);
    expect(node.output(one ?? "")).toBe("SSD OK\nSSD OK\nSSD OK\n");
  });

  test("a log keeps its newest lines", () => {
    const node = new TestNode();
    const id = node.script("i=0; while true; do i=$((i+1)); echo line $i; sleep 0.1; done");
    node.advance(3600);
    const lines = node.runtime.log(id);
    expect(lines.length).toBeLessThan(8_000);
    expect(lines.at(-1)).toEqual({ at: START + 3_600_000, stream: "stdout", text: "line 36001" });
  });
});

describe("images", () => {
  test("the same image by several names", () => {
    const { runtime } = new TestNode();
    runtime.addImage("nginx");
    expect(runtime.hasImage("docker.io/library/nginx:latest")).toBe(true);
    expect(runtime.hasImage("nginx:1.25")).toBe(false);
    expect(runtime.hasImage("registry.k8s.io/pause:3.9")).toBe(true);
  });
  test("unknown names fail in the registry catalogue and pull in the open one (pod-image-pull-backoff)", () => {
    const result = new TestNode("catalogue").runtime.pullDuration("ngnix-typo:1.0");
    expect(result).toEqual({
      error:
        'failed to pull and unpack image "docker.io/library/ngnix-typo:1.0": failed to resolve image: failed to do request: Head "https://registry-1.docker.io/v2/library/ngnix-typo/manifests/1.0": dial tcp: lookup registry-1.docker.io on 10.96.0.10:53: no such host',
    });
    expect(new TestNode("open").runtime.pullDuration("ngnix-typo:1.0")).toHaveProperty("sizeBytes");
  });
  test("says what is wrong with a name (pod-image-never-and-invalid)", () => {
    expect(new TestNode().runtime.invalidImageName("Bad::Image")).toBe(
      'couldn\'t parse image name "Bad::Image": invalid reference format: repository name (library/Bad) must be lowercase',
    );
    expect(new TestNode().runtime.invalidImageName("localhost:5000/a/b:v1")).toBeUndefined();
  });
});
