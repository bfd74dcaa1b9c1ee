// The structures of sim.podyard.dev/v1, Image and Fault, in the form of schema/types.json. They mirror `kinds.ts`.

import type { RawDefinition } from "./schema.ts";

const V1 = "dev.podyard.sim.v1";
const META = "io.k8s.apimachinery.pkg.apis.meta.v1";
const text = { type: "string" } as const;
const whole = { type: "integer", format: "int64" } as const;
const decimal = { type: "number", format: "double" } as const;
const flag = { type: "boolean" } as const;
const texts = { items: text, listType: "atomic" } as const;

const head = { kind: text, apiVersion: text, metadata: { ref: `${META}.ObjectMeta`, zero: {} } } as const;

function listOf(kind: string): RawDefinition {
  const items = { items: { ref: `${V1}.${kind}` }, required: true, zero: null };
  return {
    gvk: ["sim.podyard.dev", "v1", `${kind}List`],
    fields: { kind: text, apiVersion: text, metadata: { ref: `${META}.ListMeta`, zero: {} }, items },
  };
}

export const SIM_TYPES: Readonly<Record<string, RawDefinition>> = {
  [`${V1}.Image`]: { gvk: ["sim.podyard.dev", "v1", "Image"], fields: { ...head, spec: { ref: `${V1}.ImageSpec`, zero: {} } } },
  [`${V1}.ImageList`]: listOf("Image"),
  [`${V1}.ImageSpec`]: {
    fields: {
      names: { ...texts, required: true },
      process: { ...text, enum: ["none", "server", "sleep"] },
      ports: { items: { ref: `${V1}.ImagePort` }, listType: "map", listMapKeys: ["port"], patchStrategy: "merge", patchMergeKey: "port" },
      onSigterm: { ...text, enum: ["default", "exit", "ignore"] },
      exitCodeOnSigterm: { ...whole, pointer: true },
      exitAfterSeconds: { ...decimal, pointer: true },
      exitCode: { ...whole, pointer: true },
      startSeconds: { ...decimal, pointer: true },
      pullSeconds: { ...decimal, pointer: true },
      sizeBytes: { ...whole, pointer: true },
      pullFailure: text,
      preloaded: { ...flag, pointer: true },
      memory: { ref: `${V1}.ImageMemory` },
      log: texts,
      logEverySeconds: { ...decimal, pointer: true },
      programs: texts,
      entrypoint: texts,
      bare: { ...flag, pointer: true },
    },
  },
  [`${V1}.ImageMemory`]: { fields: { startBytes: { ...whole, pointer: true }, bytesPerSecond: { ...decimal, pointer: true } } },
  [`${V1}.ImagePort`]: {
    fields: {
      port: { type: "integer", format: "int32", required: true, zero: 0 },
      http: { items: { ref: `${V1}.ImagePath` }, listType: "map", listMapKeys: ["path"], patchStrategy: "merge", patchMergeKey: "path" },
      otherStatus: { type: "integer", format: "int32" },
      failAfterRequests: { ...whole, pointer: true },
      tcpOnly: { ...flag, pointer: true },
    },
  },
  [`${V1}.ImagePath`]: {
    fields: {
      path: { ...text, required: true, zero: "" },
      status: { type: "integer", format: "int32", required: true, zero: 0 },
      delaySeconds: { ...decimal, pointer: true },
      body: text,
    },
  },
  [`${V1}.Fault`]: { gvk: ["sim.podyard.dev", "v1", "Fault"], fields: { ...head, spec: { ref: `${V1}.FaultSpec`, zero: {} } } },
  [`${V1}.FaultList`]: listOf("Fault"),
  [`${V1}.FaultSpec`]: {
    fields: {
      type: {
        ...text,
        required: true,
        zero: "",
        enum: ["Crash", "DiskPressure", "Hang", "HttpError", "ImagePullError", "NetworkPartition", "NodePowerOff", "OutOfMemory", "Slow"],
      },
      pods: { ref: `${V1}.FaultPods` },
      nodes: { ref: `${V1}.FaultNodes` },
      image: text,
      code: { ...whole, pointer: true },
      delaySeconds: { ...decimal, pointer: true },
      durationSeconds: { ...decimal, pointer: true },
    },
  },
  [`${V1}.FaultPods`]: { fields: { name: text, selector: { ref: `${META}.LabelSelector` }, container: text } },
  [`${V1}.FaultNodes`]: { fields: { name: text, selector: { ref: `${META}.LabelSelector` } } },
};
