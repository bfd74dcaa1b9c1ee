// kubectl set image, resources, serviceaccount and selector (API-236); `set env` has a file of its own.

import { quantityError } from "../../api/quantity.ts";
import type { Container, PodSpec, ResourceRequirements } from "../../api/types.generated.ts";
import { CommandError } from "../errors.ts";
import { RECORD_FLAG } from "../record.ts";
import { flag } from "../flags.ts";
import type { Command, Session } from "../session.ts";
import { changeObjects, changePodSpec, SET_FLAGS } from "./change.ts";
import { splitChanges } from "./objects.ts";
import { setEnv } from "./setenv.ts";

const FLAGS = [...SET_FLAGS, RECORD_FLAG];

const image: Command = {
  name: "image",
  short: "Update the image of a pod template",
  usage: "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N [options]",
  flags: FLAGS,
  run(session) {
    const { resources, changes } = splitChanges(session.args, (arg) => arg.includes("="));
    if (resources.length === 0 && !session.flags.has("filename"))
      throw new CommandError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
    if (changes.length === 0) throw new CommandError("at least one image update is required");
    const images = changes.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const);
    changeObjects(session, resources, "image updated", "failed to patch image update to pod template: ", (object) =>
      changePodSpec(object, (spec) => images.reduce(setImage, spec)),
    );
  },
};

function setImage(spec: PodSpec, [name, newImage]: readonly [string, string]): PodSpec {
  let matched = false;
  const change = (container: Container): Container => {
    if (name !== "*" && container.name !== name) return container;
    matched = true;
    return { ...container, image: newImage };
  };
  const changed: PodSpec = {
    ...spec,
    containers: spec.containers.map(change),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(change) } : {}),
  };
  if (!matched) throw new CommandError(`unable to find container named "${name}"`);
  return changed;
}

const resources: Command = {
  name: "resources",
  short: "Update resource requests/limits on objects with pod templates",
  usage: "(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS] [options]",
  flags: [...FLAGS, flag("containers", "string", { short: "c" }), flag("limits"), flag("requests")],
  run(session) {
    const limits = quantities(session, "limits");
    const requests = quantities(session, "requests");
    if (!limits && !requests)
      throw new CommandError("you must specify an update to requests or limits (in the form of --requests/--limits)");
    const names = session.flags.text("containers") ?? "*";
    const update = (container: Container): Container => {
      if (names !== "*" && container.name !== names) return container;
      const before: ResourceRequirements = container.resources ?? {};
      return {
        ...container,
        resources: {
          ...before,
          ...(limits ? { limits: { ...before.limits, ...limits } } : {}),
          ...(requests ? { requests: { ...before.requests, ...requests } } : {}),
        },
      };
    };
    changeObjects(session, session.args, "resource requirements updated", "failed to patch resources update to pod template ", (object) =>
      changePodSpec(object, (spec) => {
        if (names !== "*" && !spec.containers.some((container) => container.name === names))
          throw new CommandError(`unable to find container named ${names}`);
        return { ...spec, containers: spec.containers.map(update) };
      }),
    );
  },
};

function quantities(session: Session, flagName: string): Readonly<Record<string, string>> | undefined {
  const text = session.flags.text(flagName);
  if (!text) return undefined;
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const [name = "", quantity = "", ...more] = pair.split("=");
      if (name === "" || more.length > 0) throw new CommandError(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
      const fault = quantityError(quantity);
      if (fault !== undefined) throw new CommandError(fault);
      return [name, quantity];
    }),
  );
}

const serviceaccount: Command = {
  name: "serviceaccount",
  aliases: ["sa"],
  short: "Update the service account of a resource",
  usage: "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT [options]",
  flags: FLAGS,
  run(session) {
    const account = session.args.at(-1);
    if (account === undefined) throw new CommandError("serviceaccount is required");
    changeObjects(session, session.args.slice(0, -1), "serviceaccount updated", "failed to patch ServiceAccountName ", (object) =>
      changePodSpec(object, (spec) => ({ ...spec, serviceAccountName: account, serviceAccount: account })),
    );
  },
};

const selector: Command = {
  name: "selector",
  short: "Set the selector on a resource",
  usage: "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version] [options]",
  flags: [...FLAGS, flag("resource-version")],
  run(session) {
    const { resources: names, changes } = splitChanges(session.args, (arg) => arg.includes("="));
    const pairs = changes.flatMap((expression) => expression.split(","));
    if (pairs.length === 0) throw new CommandError("one selector is required");
    const wanted = Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
    changeObjects(session, names, "selector updated", "failed to patch selector: ", (object) => {
      if (object.kind !== "Service") throw new CommandError("setting a selector is only supported for Services");
      return { ...object, spec: { ...(object["spec"] as object), selector: wanted } };
    });
  },
};

export const set: Command = {
  name: "set",
  short: "Set specific features on objects",
  commands: [setEnv, image, resources, selector, serviceaccount],
};
