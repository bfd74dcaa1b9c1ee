import { describe, expect, it } from "vitest";
import type { PodSpec } from "../api/types.generated.ts";
import { newNode, newPod } from "../testing/builders.ts";
import { TestNode } from "../testing/kubeletnode.ts";
import { admit, requestsOf } from "./admission.ts";

const sysctls = (...names: string[]): Partial<PodSpec> => ({ securityContext: { sysctls: names.map((name) => ({ name, value: "1" })) } });
const tooMuch: Partial<PodSpec> = { containers: [{ name: "c", image: "busybox", resources: { requests: { cpu: "100" } } }] };
const FOREIGN = "PodOSNotSupported Failed to admit pod as the OS field doesn't match node OS";

describe("a pod that its node cannot run (KL-182, KL-186)", () => {
  it.each<[string, Partial<PodSpec>, string]>([
    ["a safe sysctl", sysctls("net.ipv4.tcp_syncookies", "kernel.shm_rmid_forced"), ""],
    ["a safe one, with slashes", sysctls("net/ipv4/tcp_syncookies"), ""],
    ["an unsafe one", sysctls("kernel.msgmax"), 'SysctlForbidden forbidden sysctl: "kernel.msgmax" not allowlisted'],
    [
      "an unsafe one after a safe one, with slashes",
      sysctls("net.ipv4.tcp_rmem", "net/ipv4/conf/eth0.100/rp_filter"),
      'SysctlForbidden forbidden sysctl: "net.ipv4.conf.eth0/100.rp_filter" not allowlisted',
    ],
    [
      "one of the node's own network",
      { ...sysctls("net.ipv4.tcp_rmem"), hostNetwork: true },
      'SysctlForbidden forbidden sysctl: "net.ipv4.tcp_rmem" not allowed with host Net enabled',
    ],
    ["Linux", { os: { name: "linux" } }, ""],
    ["Windows", { os: { name: "windows" } }, FOREIGN],
    ["Windows, where there is no room either", { os: { name: "windows" }, ...tooMuch }, FOREIGN],
  ])("asks for %s", (_says, spec, refused) => {
    const pod = newPod({ spec });
    const refusal = admit({ pod, requests: requestsOf(pod) }, newNode("n"), 0, () => []);
    expect(refusal === undefined ? "" : `${refusal.reason} ${refusal.message}`).toBe(refused);
  });

  it("is Failed, and told so (KL-183)", () => {
    const node = new TestNode();
    node.pod({ containers: [{ name: "c", image: "stubborn" }], os: { name: "windows" } });
    node.world.advance(3_000);
    const { phase, reason, message } = node.get().status;
    expect([phase, reason, message]).toEqual([
      "Failed",
      "PodOSNotSupported",
      "Pod was rejected: Failed to admit pod as the OS field doesn't match node OS",
    ]);
    expect(node.eventTimes("PodOSNotSupported")).toEqual([0]);
  });
});
