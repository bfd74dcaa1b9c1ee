import { describe, expect, it } from "vitest";
import { DecodeError, decodeValue } from "./decode.ts";
import { encodeValue } from "./encode.ts";
import { JsonError, parseJson } from "./jsontext.ts";
import type { FaultSpec, ImageSpec } from "./kinds.ts";
import { KINDS } from "./kinds.ts";
import { hasDefinition } from "./schema.ts";

const REPLICA_SET = "io.k8s.api.apps.v1.ReplicaSet";
const CONFIG_MAP = "io.k8s.api.core.v1.ConfigMap";
const POD = "io.k8s.api.core.v1.Pod";

function decode(definition: string, text: string): ReturnType<typeof decodeValue> {
  const { value, duplicates } = parseJson(text);
  return decodeValue(definition, value, duplicates);
}

describe("decoding", () => {
  it("knows the structure of every kind that is stored", () => {
    expect(KINDS.filter(({ definition }) => !hasDefinition(definition) || !hasDefinition(`${definition}List`))).toEqual([]);
  });

  it.each([
    ['{"spec":{"replicas":"3"}}', "json: cannot unmarshal string into Go struct field ReplicaSetSpec.spec.replicas of type int32"],
    ['{"spec":{"replicas":3.5}}', "json: cannot unmarshal number 3.5 into Go struct field ReplicaSetSpec.spec.replicas of type int32"],
    [
      '{"spec":{"replicas":99999999999}}',
      "json: cannot unmarshal number 99999999999 into Go struct field ReplicaSetSpec.spec.replicas of type int32",
    ],
    [
      '{"spec":{"selector":{"matchLabels":{"a":true}}}}',
      "json: cannot unmarshal bool into Go struct field LabelSelector.spec.selector.matchLabels of type string",
    ],
    [
      '{"spec":{"template":{"spec":{"nodeSelector":["a"]}}}}',
      "json: cannot unmarshal array into Go struct field PodSpec.spec.template.spec.nodeSelector of type map[string]string",
    ],
    [
      '{"spec":{"template":{"spec":{"containers":[{"env":{}}]}}}}',
      "json: cannot unmarshal object into Go struct field Container.spec.template.spec.containers.env of type []v1.EnvVar",
    ],
    [
      '{"spec":{"template":{"spec":{"containers":[{"command":"sh"}]}}}}',
      "json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.command of type []string",
    ],
    [
      '{"spec":{"template":{"spec":{"containers":[{"resources":{"limits":{"cpu":"1Gib"}}}]}}}}',
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    // The first value of a wrong type is reported, not the last.
    [
      '{"metadata":{"name":1},"spec":{"replicas":"x"}}',
      "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string",
    ],
  ])("refuses %s in Go's words (API-33)", (text, message) => {
    expect(() => decode(REPLICA_SET, text)).toThrow(new DecodeError(message));
  });

  it("lists unknown fields in document order, case and all (API-177, API-179)", () => {
    const text = '{"spec":{"replcas":3,"template":{"spec":{"containers":[{"name":"a"},{"Image":"x"}]}}},"foo":1}';
    expect(decode(REPLICA_SET, text).strictErrors).toEqual([
      'unknown field "spec.replcas"',
      'unknown field "spec.template.spec.containers[1].Image"',
      'unknown field "foo"',
    ]);
  });

  it("lists duplicate fields and keeps what Go would keep (API-177)", () => {
    const { object, strictErrors } = decode(CONFIG_MAP, '{"data":{"a":"1","a":"2"},"data":{"b":"3"}}');
    expect(strictErrors).toEqual(['duplicate field "data.a"', 'duplicate field "data"']);
    expect(object["data"]).toEqual({ a: "2", b: "3" });
  });

  it("keeps Go's field order, fills in zero values and drops empty ones", () => {
    const text =
      '{"status":{},"spec":{"minReadySeconds":0,"template":{"spec":{"containers":[{"image":"nginx","name":"a","args":[],"env":null}]}},"replicas":0}}';
    const { object } = decode(REPLICA_SET, text);
    expect(JSON.stringify(object)).toBe(
      '{"metadata":{},"spec":{"replicas":0,"template":{"metadata":{},"spec":{"containers":[{"name":"a","image":"nginx","resources":{}}]}}},"status":{"replicas":0}}',
    );
  });

  it("writes times and quantities in their canonical form", () => {
    const text =
      '{"metadata":{"deletionTimestamp":"2026-01-01T02:00:00.5+02:00"},"spec":{"containers":[{"resources":{"limits":{"cpu":0.5,"memory":"1024Mi"}}}]}}';
    const { object } = decode(POD, text);
    expect(object).toMatchObject({
      metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" },
      spec: { containers: [{ resources: { limits: { cpu: "500m", memory: "1Gi" } } }] },
    });
  });

  it("encodes map keys sorted and nulls where Go writes them", () => {
    const pod = { metadata: { name: "p", labels: { b: "2", a: "1" } }, status: { conditions: [{ type: "Ready", status: "True" }] } };
    expect(encodeValue(POD, pod)).toBe(
      '{"metadata":{"name":"p","labels":{"a":"1","b":"2"}},"spec":{"containers":null},' +
        '"status":{"conditions":[{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null}]}}',
    );
  });

  it("knows every field of the simulation's own kinds", () => {
    const image: Required<ImageSpec> = {
      names: ["a"],
      process: "server",
      ports: [
        {
          port: 80,
          http: [{ path: "/", status: 200, delaySeconds: 1, body: "x", location: "/y", needsHeader: "A: b" }],
          otherStatus: 404,
          failAfterRequests: 5,
          tcpOnly: true,
          tls: true,
          grpc: "SERVING",
        },
      ],
      onSigterm: "ignore",
      exitCodeOnSigterm: 0,
      exitAfterSeconds: 1.5,
      exitCode: 0,
      startSeconds: 0.5,
      pullSeconds: 1,
      sizeBytes: 1,
      pullFailure: "x",
      preloaded: false,
      memory: { startBytes: 1, bytesPerSecond: 1 },
      log: ["x"],
      logEverySeconds: 1,
      programs: ["*"],
      entrypoint: ["curl"],
      bare: true,
    };
    const fault: Required<FaultSpec> = {
      type: "Crash",
      pods: { name: "p", selector: { matchLabels: { a: "b" } }, container: "c" },
      nodes: { name: "n", selector: {} },
      image: "i",
      code: 0,
      delaySeconds: 1,
      bytesPerSecond: 1,
      durationSeconds: 1,
    };
    for (const [kind, spec] of [["Image", image] as const, ["Fault", fault] as const]) {
      const { object, strictErrors } = decodeValue(`dev.podyard.sim.v1.${kind}`, { spec });
      expect(strictErrors).toEqual([]);
      expect(object["spec"]).toEqual(spec);
    }
  });
});

describe("the JSON reader", () => {
  it.each([
    ['{"a":', "unexpected end of JSON input"],
    ["hello", "invalid character 'h' looking for beginning of value"],
    ["{a:1}", "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ["[1 2]", "invalid character '2' after array element"],
    ["{} x", "invalid character 'x' after top-level value"],
  ])("refuses %s in Go's words", (text, message) => {
    expect(() => parseJson(text)).toThrow(new JsonError(message));
  });

  it("reads what the built-in one reads", () => {
    const text = ' {"a":[1,-2.5e3,true,null,"\\u00e9\\n\\"x\\""],"b":{"__proto__":{"c":[]}}} ';
    expect(JSON.stringify(parseJson(text).value)).toBe(JSON.stringify(JSON.parse(text)));
  });
});
