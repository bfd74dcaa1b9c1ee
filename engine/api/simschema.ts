// The structures of sim.podyard.dev/v1, Image and Fault, in the form of schema/types.json. They mirror `kinds.ts`. Their
// descriptions are what `kubectl explain` prints.

import type { Field, RawDefinition } from "./schema.ts";

const V1 = "dev.podyard.sim.v1";
const META = "io.k8s.apimachinery.pkg.apis.meta.v1";

const text = (description: string): Field => ({ type: "string", description });
const choice = (values: readonly string[], description: string): Field => ({ type: "string", enum: values, description });
const whole = (description: string): Field => ({ type: "integer", format: "int64", pointer: true, description });
const small = (description: string): Field => ({ type: "integer", format: "int32", description });
const decimal = (description: string): Field => ({ type: "number", format: "double", pointer: true, description });
const flag = (description: string): Field => ({ type: "boolean", pointer: true, description });
const texts = (description: string): Field => ({ items: { type: "string" }, listType: "atomic", description });
const part = (kind: string, description: string): Field => ({ ref: `${V1}.${kind}`, description });
const keyed = (kind: string, key: string, description: string): Field => ({
  items: { ref: `${V1}.${kind}` },
  listType: "map",
  listMapKeys: [key],
  patchStrategy: "merge",
  patchMergeKey: key,
  description,
});

const head = {
  kind: text("The kind of this object."),
  apiVersion: text("The version of the API that this object is written in."),
  metadata: { ref: `${META}.ObjectMeta`, zero: {}, description: "Name, labels and the like, as of every object." },
} as const;

function listOf(kind: string): RawDefinition {
  const items = { items: { ref: `${V1}.${kind}` }, required: true, zero: null };
  return {
    gvk: ["sim.podyard.dev", "v1", `${kind}List`],
    description: `A list of ${kind} objects.`,
    fields: { ...head, metadata: { ref: `${META}.ListMeta`, zero: {} }, items },
  };
}

function kind(name: string, description: string, spec: string): RawDefinition {
  return {
    gvk: ["sim.podyard.dev", "v1", name],
    description,
    fields: { ...head, spec: { ref: `${V1}.${name}Spec`, zero: {}, description: spec } },
  };
}

export const SIM_TYPES: Readonly<Record<string, RawDefinition>> = {
  [`${V1}.Image`]: kind(
    "Image",
    "Image says how containers of a container image behave in the simulation. It goes before what the simulation itself knows of an image " +
      "of that name; containers that run already keep their behaviour.",
    "What the image holds, and what its main process does.",
  ),
  [`${V1}.ImageList`]: listOf("Image"),
  [`${V1}.ImageSpec`]: {
    description: "Durations are simulated seconds.",
    fields: {
      names: { ...texts("Image names that this is about, without tag: nginx, example.com/team/app."), required: true },
      process: choice(
        ["none", "server", "sleep"],
        "The main process of a container that is given no command: server listens on ports, sleep only waits, none has no process of its " +
          "own, so that a command is needed.",
      ),
      ports: keyed(
        "ImagePort",
        "port",
        "Where its server listens. Without any it answers 200 to everything on the ports that the container declares.",
      ),
      onSigterm: choice(
        ["default", "exit", "ignore"],
        "What the main process does on SIGTERM: exit ends in an orderly way, ignore goes on until SIGKILL, default has no handler, so as " +
          "process 1 it hears nothing.",
      ),
      exitCodeOnSigterm: whole("The exit code after SIGTERM; by default 0 for a server and 143 for sleep."),
      exitAfterSeconds: decimal("The main process ends by itself after that long."),
      exitCode: whole("The exit code when it ends by itself; by default 0."),
      startSeconds: decimal("For so long after its start the main process does not listen yet."),
      pullSeconds: decimal("How long a pull takes; by default it follows from the size."),
      sizeBytes: whole("The size that is told after a pull, and from which its time is worked out."),
      pullFailure: text("Every pull fails, with this text from the registry."),
      preloaded: flag("The image is on every node from the beginning."),
      memory: part("ImageMemory", "The memory of the main process."),
      log: texts("Lines that the main process writes when it starts."),
      logEverySeconds: decimal("It writes these lines again and again, so long apart."),
      programs: texts("Commands that start this same main process: nginx, node. * stands for every command that is no simulated program."),
      entrypoint: texts("What the args of a container without a command are handed to, when it is not the main process: curl."),
      bare: flag("There is nothing in the image but its main process: no shell, nothing for kubectl exec."),
    },
  },
  [`${V1}.ImageMemory`]: {
    description: "ImageMemory says how much memory a process takes.",
    fields: {
      startBytes: whole("What it takes at its start."),
      bytesPerSecond: decimal("What it takes more every second. It is OOMKilled when it outgrows the limit of its container."),
    },
  },
  [`${V1}.ImagePort`]: {
    description: "ImagePort is a port on which the server of an image listens, and what it answers there.",
    fields: {
      port: { ...small("The port's number."), required: true, zero: 0 },
      http: keyed("ImagePath", "path", "What it answers on which path. Without any, everything is answered with otherStatus, or 200."),
      otherStatus: small("The status for paths that are not in http; by default 404."),
      failAfterRequests: whole("After that many requests it answers all with 500."),
      tcpOnly: flag("It accepts connections and says nothing, as a database does."),
      tls: flag("It speaks HTTPS. Plain HTTP is answered with 400."),
      grpc: choice(
        ["NOT_SERVING", "SERVICE_UNKNOWN", "SERVING", "UNIMPLEMENTED", "UNKNOWN"],
        "It speaks gRPC, and its health service answers this for every service name; UNIMPLEMENTED stands for a server without health service.",
      ),
    },
  },
  [`${V1}.ImagePath`]: {
    description: "ImagePath is what a server answers on a path.",
    fields: {
      path: { ...text("The path without query; * stands for all that are not named."), required: true, zero: "" },
      status: { ...small("The HTTP status."), required: true, zero: 0 },
      delaySeconds: decimal("How long the answer takes."),
      body: text("The body. {hostname} in it becomes the pod's name."),
      location: text("The Location header of a redirect: a path, or a URL such as http://other:8080/."),
      needsHeader: text("A header that the request must have, as `Name: value`; without it the answer is 401."),
    },
  },
  [`${V1}.Fault`]: kind(
    "Fault",
    "Fault is a trouble that is brought about on purpose. It lasts until it is deleted or its time is over, and strikes pods and nodes that " +
      "come meanwhile too.",
    "What happens, to whom, and for how long.",
  ),
  [`${V1}.FaultList`]: listOf("Fault"),
  [`${V1}.FaultSpec`]: {
    description: "Durations are simulated seconds.",
    fields: {
      type: {
        ...choice(
          [
            "Crash",
            "DiskPressure",
            "Hang",
            "HttpError",
            "ImagePullError",
            "MemoryLeak",
            "NetworkPartition",
            "NodePowerOff",
            "NodeSlow",
            "OutOfMemory",
            "Slow",
          ],
          "Crash ends containers with code. OutOfMemory has them killed for want of memory at once; MemoryLeak lets them take more and more. " +
            "Hang: no HTTP or gRPC request is answered any more. Slow: every answer takes delaySeconds longer. HttpError: every request is " +
            "answered with code. These strike pods. ImagePullError fails all pulls of image. On nodes: NodePowerOff stops the machine, which " +
            "boots again at the end of the Fault; NetworkPartition cuts it off from the API server while its containers run on; NodeSlow has " +
            "its kubelet do everything delaySeconds later; DiskPressure fills its disk.",
        ),
        required: true,
        zero: "",
      },
      pods: part("FaultPods", "The pods that it strikes, in the Fault's namespace."),
      nodes: part("FaultNodes", "The nodes that it strikes."),
      image: text("ImagePullError: the image; without it all images."),
      code: whole("HttpError: the status, by default 500. Crash: the exit code, by default 1."),
      delaySeconds: decimal(
        "Slow, NodeSlow: how much later, by default 5. Crash, OutOfMemory: how long after its start a container is struck again, by default 1.",
      ),
      bytesPerSecond: decimal("MemoryLeak: how fast, by default 16 MiB a second."),
      durationSeconds: decimal("How long it lasts; without it until the Fault is deleted."),
    },
  },
  [`${V1}.FaultPods`]: {
    description: "FaultPods names pods, all that a selector matches or one.",
    fields: {
      name: text("The name of a pod."),
      selector: { ref: `${META}.LabelSelector`, description: "Labels that the pods have." },
      container: text("One container of these pods; without it all of them."),
    },
  },
  [`${V1}.FaultNodes`]: {
    description: "FaultNodes names nodes, all that a selector matches or one.",
    fields: {
      name: text("The name of a node."),
      selector: { ref: `${META}.LabelSelector`, description: "Labels that the nodes have." },
    },
  },
};
