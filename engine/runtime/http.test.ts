import { describe, expect, test } from "vitest";
import { TestNode } from "../testing/runtimenode.ts";

const http = (port: number, path = "/"): { port: number; path: string; timeoutMs: number } => ({ port, path, timeoutMs: 1000 });

describe("ports", () => {
  test("nginx answers / with 200 and the rest with 404", () => {
    const node = new TestNode();
    node.start({ image: "docker.io/library/nginx:latest" });
    expect(node.runtime.httpGet("uid-1", http(80))).toMatchObject({ status: 200 });
    expect(node.runtime.httpGet("uid-1", http(80, "/health"))).toMatchObject({ status: 404 });
    expect(node.runtime.httpGet("uid-1", http(8081))).toEqual({ error: "refused", delayMs: 0 });
    expect(node.runtime.tcpConnect("uid-1", 80)).toBe("ok");
    expect(node.runtime.tcpConnect("uid-1", 3306)).toBe("refused");
  });
  test("kubia says whom it has hit; the unhealthy one is well for five requests", () => {
    const node = new TestNode();
    const id = node.start({ image: "luksa/kubia-unhealthy" });
    const seen = Array.from({ length: 7 }, () => node.runtime.httpGet("uid-1", http(8080)));
    expect(seen.map((result) => ("status" in result ? result.status : 0))).toEqual([200, 200, 200, 200, 200, 500, 500]);
    expect(seen[0]).toMatchObject({ body: "You've hit pod-1\n" });
    node.runtime.kill(id);
    node.start({ image: "luksa/kubia-unhealthy" });
    expect(node.runtime.httpGet("uid-1", http(8080))).toMatchObject({ status: 200 });
  });
  test("httpd serves files as they come and go", () => {
    const node = new TestNode();
    const id = node.script("mkdir /www; echo home > /www/index.html; httpd -f -p 8080 -h /www");
    expect(node.runtime.httpGet("uid-1", http(8080))).toMatchObject({ status: 200, body: "home\n" });
    expect(node.runtime.httpGet("uid-1", http(8080, "/ready"))).toMatchObject({ status: 404 });
    node.runtime.exec(id, ["touch", "/www/ready"], { timeoutMs: 1000 });
    expect(node.runtime.httpGet("uid-1", http(8080, "/ready"))).toMatchObject({ status: 200 });
    expect(node.runtime.exec(id, ["wget", "-qO-", "http://localhost:8080"], { timeoutMs: 1000 })).toMatchObject({ stdout: "home\n" });
  });
  test("nc takes one connection after another from a loop", () => {
    const node = new TestNode();
    node.script("while true; do printf 'HTTP/1.1 200 OK\\r\\n\\r\\nhi' | nc -l -p 7000; done");
    for (let i = 0; i < 3; i++) {
      expect(node.runtime.httpGet("uid-1", http(7000))).toMatchObject({ status: 200, body: "hi" });
      node.advance(0);
    }
  });
  test("faults change, slow down and swallow answers until they are taken back", () => {
    const node = new TestNode();
    node.start({ image: "nginx" });
    node.runtime.setHttpFault("uid-1", "c", { code: 503 });
    expect(node.runtime.httpGet("uid-1", http(80))).toMatchObject({ status: 503 });
    node.runtime.setHttpFault("uid-1", "c", { delayMs: 400 });
    expect(node.runtime.httpGet("uid-1", http(80))).toMatchObject({ status: 200, delayMs: 400 });
    node.runtime.setHttpFault("uid-1", "c", { hang: true });
    expect(node.runtime.httpGet("uid-1", http(80))).toEqual({ error: "timeout", delayMs: 1000 });
    node.runtime.setHttpFault("uid-1", "c", undefined);
    expect(node.runtime.httpGet("uid-1", http(80))).toMatchObject({ status: 200, delayMs: 0 });
  });
});

describe("memory", () => {
  const Mi = 1024 * 1024;

  test("of all containers is summed, and its growth foreseen", () => {
    const node = new TestNode("open");
    node.start({ image: "redis" });
    const before = node.runtime.usedBytes();
    expect(node.runtime.fullAt()).toBeUndefined();
    const id = node.start({ image: "nginx" });
    expect(node.runtime.usedBytes()).toBe(before + 8 * Mi);
    node.runtime.leak(id, 10 * Mi);
    node.advance(3);
    expect(node.runtime.memoryBytes(id)).toBe(38 * Mi);
    expect(((node.runtime.fullAt() ?? 0) - node.clock.now) / 1000).toBeCloseTo((256 - 2 - 38) / 10, 1);
  });

  test("of a script counts what its programs hold, up to the node's: the largest is killed", () => {
    const node = new TestNode();
    const small = node.script("stress --vm 1 --vm-bytes 100M");
    const big = node.script("sleep 1; stress --vm 1 --vm-bytes 150M");
    const out: string[] = [];
    node.runtime.onSystemOom = (victim) => out.push(victim);
    node.advance(0.5);
    expect(node.info(small).state).toBe("running");
    const third = node.script("sleep 1; stress --vm 1 --vm-bytes 50M");
    node.advance(3);
    expect(out).toEqual(["sh"]);
    expect(node.info(big)).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
    expect([node.info(small).state, node.info(third).state]).toEqual(["running", "running"]);
  });

  test("that the kubelet would rather spare goes last (KL-208)", () => {
    const node = new TestNode();
    const precious = node.script("stress --vm 1 --vm-bytes 150M", { oomScoreAdj: -997 });
    const cheap = node.script("sleep 1; stress --vm 1 --vm-bytes 110M", { oomScoreAdj: 1000 });
    node.advance(3);
    expect(node.info(cheap).reason).toBe("OOMKilled");
    expect(node.info(precious).state).toBe("running");
  });
});
