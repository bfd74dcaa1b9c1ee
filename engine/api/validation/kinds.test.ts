import { describe, expect, test } from "vitest";
import { faults, linesOf, manifest } from "../../testing/faults.ts";
import type { KindName } from "../kinds.ts";
import { validateUpdate } from "./validation.ts";

describe("services, nodes and others", () => {
  test.each<[string, KindName, object, readonly string[]]>([
    ["no ports (API-168)", "Service", { spec: {} }, ["spec.ports: Required value"]],
    [
      "ports without names (API-168)",
      "Service",
      { spec: { ports: [{ port: 80 }, { port: 81 }] } },
      ["spec.ports[0].name: Required value", "spec.ports[1].name: Required value"],
    ],
    [
      "a port twice (API-168, API-30)",
      "Service",
      {
        spec: {
          ports: [
            { name: "a", port: 80 },
            { name: "b", port: 80 },
          ],
        },
      },
      ['spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}'],
    ],
    [
      "a node port of a ClusterIP (API-168)",
      "Service",
      { spec: { ports: [{ port: 80, nodePort: 30080 }] } },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      "an address with zeroes",
      "Service",
      { spec: { ports: [{ port: 80 }], externalIPs: ["01.2.3.4"] } },
      ['spec.externalIPs[0]: Invalid value: "01.2.3.4": must not have leading 0s'],
    ],
    [
      "a taint twice (API-173)",
      "Node",
      {
        spec: {
          taints: [
            { key: "k", value: "a", effect: "NoSchedule" },
            { key: "k", value: "v", effect: "NoSchedule" },
          ],
        },
      },
      [
        'metadata.taints[1]: Duplicate value: {"Key":"k","Value":"v","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
      ],
    ],
    [
      "a bad key (API-172)",
      "ConfigMap",
      { data: { "bad key": "1" } },
      [
        "data[bad key]: Invalid value: \"bad key\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ],
    ],
    [
      "a priority too high (API-174)",
      "PriorityClass",
      { value: 1_000_000_001 },
      ["value: Forbidden: maximum allowed value of a user defined priority is 1000000000"],
    ],
    ["an Image without a name", "Image", { spec: { names: [] } }, ["spec.names: Required value: an image stands for at least one name"]],
    [
      "a Fault of no known type",
      "Fault",
      { spec: { type: "Magic" } },
      [
        'spec.type: Unsupported value: "Magic": supported values: "Crash", "DiskPressure", "Hang", "HttpError", "ImagePullError", "MemoryLeak", "NetworkPartition", "NodePowerOff", "NodeSlow", "OutOfMemory", "Slow"',
      ],
    ],
  ])("refuses %s in a %s", (_what, kind, parts, expected) => {
    expect(faults(kind, parts)).toEqual(expected);
  });

  test("an address stays (API-170)", () => {
    const old = manifest("Service", { spec: { clusterIP: "10.96.0.2", clusterIPs: ["10.96.0.2"], ports: [{ port: 80 }] } });
    const next = manifest("Service", { spec: { clusterIP: "10.96.200.2", clusterIPs: ["10.96.200.2"], ports: [{ port: 80 }] } });
    expect(linesOf(validateUpdate("Service", next, old))).toEqual([
      'spec.clusterIPs[0]: Invalid value: ["10.96.200.2"]: may not change once set',
    ]);
  });

  test("an immutable ConfigMap stays (API-172)", () => {
    const old = manifest("ConfigMap", { immutable: true, data: { a: "1" } });
    const next = manifest("ConfigMap", { immutable: true, data: { a: "2" } });
    expect(linesOf(validateUpdate("ConfigMap", next, old))).toEqual(["data: Forbidden: field is immutable when `immutable` is set"]);
  });
});
