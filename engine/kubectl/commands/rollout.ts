// kubectl rollout: the group, and its commands that change one field: restart, pause, resume (API-243).

import { formatTime } from "../../api/time.ts";
import { FILE_FLAGS, SELECTOR_FLAG } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import { twoWayPatch } from "../lastapplied.ts";
import { OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import { pathFor, resourceGroup } from "../resources.ts";
import type { Command, Session } from "../session.ts";
import { forEach, readObjects } from "./objects.ts";
import { history, undo } from "./rollouthistory.ts";
import { status } from "./rolloutstatus.ts";

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
const FLAGS = [...FILE_FLAGS, ...OUTPUT_FLAGS, SELECTOR_FLAG, flag("field-manager")];

/** Changes each object, complaining about those that cannot be. */
function change(session: Session, operation: string, changed: (object: Obj, name: string) => Obj): void {
  if (session.args.length === 0 && !session.flags.has("filename")) throw new CommandError("required resource not specified");
  const errors: Error[] = [];
  const result = new ResultPrinter(session, "none");
  forEach(readObjects(session, session.args, errors), errors, ({ target, object }) => {
    const name = `${resourceGroup(target.resource)} "${object.metadata?.name ?? ""}"`;
    const patch = twoWayPatch(target.resource, object, changed(object, name));
    if (Object.keys(patch.body).length === 0) {
      throw new CommandError(
        `failed to create patch for ${object.metadata?.name ?? ""}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
      );
    }
    const path = pathFor(target.resource, object.metadata?.namespace, object.metadata?.name);
    const query = { fieldManager: session.flags.text("field-manager") ?? "kubectl-rollout" };
    result.print(target.resource, session.client.patch(path, patch.type, patch.body, query), operation);
  });
  throwAll(errors);
}

interface Workload extends Obj {
  readonly spec?: {
    readonly paused?: boolean;
    readonly template?: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } };
  };
}

const restart: Command = {
  name: "restart",
  short: "Restart a resource",
  usage: "RESOURCE [options]",
  flags: FLAGS,
  run(session) {
    change(session, "restarted", (object: Workload, name) => {
      if (!["Deployment", "DaemonSet", "StatefulSet"].includes(object.kind ?? ""))
        throw new CommandError(`${name} restarting is not supported`);
      if (object.kind === "Deployment" && object.spec?.paused)
        throw new CommandError(`${name} can't restart paused deployment (run rollout resume first)`);
      const template = object.spec?.template;
      const annotations = { ...template?.metadata?.annotations, [RESTARTED_AT]: formatTime(session.io.now()) };
      return { ...object, spec: { ...object.spec, template: { ...template, metadata: { ...template?.metadata, annotations } } } };
    });
  },
};

const pause: Command = {
  name: "pause",
  short: "Mark the provided resource as paused",
  usage: "RESOURCE [options]",
  flags: FLAGS,
  run(session) {
    change(session, "paused", (object: Workload, name) => {
      if (object.kind !== "Deployment") throw new CommandError(`${name} pausing is not supported`);
      if (object.spec?.paused) throw new CommandError(`${name} is already paused`);
      return { ...object, spec: { ...object.spec, paused: true } };
    });
  },
};

const resume: Command = {
  name: "resume",
  short: "Resume a paused resource",
  usage: "RESOURCE [options]",
  flags: FLAGS,
  run(session) {
    change(session, "resumed", (object: Workload, name) => {
      if (object.kind !== "Deployment") throw new CommandError(`${name} resuming is not supported`);
      if (!object.spec?.paused) throw new CommandError(`${name} is not paused`);
      const { paused: _, ...spec } = object.spec;
      return { ...object, spec };
    });
  },
};

export const rollout: Command = {
  name: "rollout",
  short: "Manage the rollout of a resource",
  helpText: `Manage the rollout of one or many resources.
        
 Valid resource types include:

  *  deployments
  *  daemonsets
  *  statefulsets
`,
  examples: [
    "# Rollback to the previous deployment",
    "kubectl rollout undo deployment/abc",
    "",
    "# Check the rollout status of a daemonset",
    "kubectl rollout status daemonset/foo",
    "",
    "# Restart a deployment",
    "kubectl rollout restart deployment/abc",
    "",
    "# Restart deployments with the 'app=nginx' label",
    "kubectl rollout restart deployment --selector=app=nginx",
  ],
  commands: [history, pause, restart, resume, status, undo],
};
