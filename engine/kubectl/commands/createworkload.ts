// kubectl create deployment, job and cronjob (API-224).

import type { Obj } from "../client.ts";
import { CommandError } from "../errors.ts";
import { flag } from "../flags.ts";
import { requireResource } from "../builder.ts";
import type { Command, Session } from "../session.ts";
import { commandArguments, generate, GENERATOR_FLAGS, nameArgument, requireFlag } from "./generate.ts";

export const deployment: Command = {
  name: "deployment",
  aliases: ["deploy", "dep"],
  short: "Create a deployment with the specified name",
  usage: "NAME --image=image -- [COMMAND] [args...] [options]",
  flags: [...GENERATOR_FLAGS, flag("image", "array", { required: true }), flag("replicas", "int", { short: "r" }), flag("port", "int")],
  run(session) {
    requireFlag(session, "image");
    const name = nameArgument(session);
    const images = session.flags.list("image");
    const command = commandArguments(session);
    if (images.length > 1 && command.length > 0) throw new CommandError("cannot specify multiple --image options and command");
    const port = session.flags.number("port");
    const containers = images.map((image, index) => ({
      ...(command.length > 0 ? { command } : {}),
      image,
      name: containerName(image),
      ...(port !== undefined && index === 0 ? { ports: [{ containerPort: port }] } : {}),
      resources: {},
    }));
    const labels = { app: name };
    generate(
      session,
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { labels, name },
        spec: {
          replicas: session.flags.number("replicas") ?? 1,
          selector: { matchLabels: labels },
          strategy: {},
          template: { metadata: { labels }, spec: { containers } },
        },
        status: {},
      },
      "failed to create deployment: ",
    );
  },
};

/** The last part of an image's path, without tag and digest. */
function containerName(image: string): string {
  const last = image.slice(image.lastIndexOf("/") + 1);
  return last.replace(/[@:].*$/, "").replace(/[._]/g, "-");
}

function podSpec(session: Session, name: string, restartPolicy: string): Obj {
  const command = commandArguments(session);
  return {
    containers: [{ ...(command.length > 0 ? { command } : {}), image: requireFlag(session, "image"), name, resources: {} }],
    restartPolicy: session.flags.text("restart") ?? restartPolicy,
  };
}

export const job: Command = {
  name: "job",
  short: "Create a job with the specified name",
  usage: "NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...] [options]",
  flags: [...GENERATOR_FLAGS, flag("image"), flag("from")],
  run(session) {
    const name = nameArgument(session);
    const from = session.flags.text("from");
    const image = session.flags.text("image");
    if ((from === undefined) === (image === undefined)) throw new CommandError("either --image or --from must be specified");
    const object = from === undefined ? imageJob(session, name) : jobFrom(session, name, from);
    generate(session, object, "failed to create job: ");
  },
};

function imageJob(session: Session, name: string): Obj {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { template: { metadata: {}, spec: podSpec(session, name, "Never") } },
    status: {},
  };
}

interface CronJob extends Obj {
  readonly spec?: {
    readonly jobTemplate?: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
      readonly spec?: unknown;
    };
  };
}

function jobFrom(session: Session, name: string, from: string): Obj {
  const [type = "", cronJobName = ""] = from.includes("/") ? from.split("/") : ["cronjob", from];
  const resource = requireResource(session, type);
  if (resource.kind !== "CronJob") throw new CommandError("from must be an existing cronjob");
  const cronJob: CronJob = session.read(resource, session.namespace, cronJobName);
  const template = cronJob.spec?.jobTemplate;
  const owner = { apiVersion: "batch/v1", kind: "CronJob", name: cronJobName, uid: cronJob.metadata?.uid ?? "", controller: true };
  const labels = template?.metadata?.labels;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      annotations: { "cronjob.kubernetes.io/instantiate": "manual", ...template?.metadata?.annotations },
      ...(labels ? { labels } : {}),
      name,
      ownerReferences: [owner],
    },
    spec: template?.spec,
    status: {},
  };
}

export const cronjob: Command = {
  name: "cronjob",
  aliases: ["cj"],
  short: "Create a cron job with the specified name",
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [options]",
  flags: [...GENERATOR_FLAGS, flag("image", "string", { required: true }), flag("schedule", "string", { required: true }), flag("restart")],
  run(session) {
    const name = nameArgument(session);
    const template = { metadata: {}, spec: podSpec(session, name, "OnFailure") };
    generate(
      session,
      {
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name },
        spec: { jobTemplate: { metadata: { name }, spec: { template } }, schedule: requireFlag(session, "schedule") },
        status: {},
      },
      "failed to create cronjob: ",
    );
  },
};
