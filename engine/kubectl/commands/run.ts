// kubectl run: one pod from an image, and a Service for it if asked (API-225).

import { applyMergePatch } from "../../api/mergepatch.ts";
import type { Pod } from "../../api/types.generated.ts";
import type { Obj } from "../client.ts";
import { CommandError, RawError, UsageError } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Waiting } from "../io.ts";
import { ResultPrinter } from "../printers/output.ts";
import { RECORD_FLAG, recorded } from "../record.ts";
import { yamlToJson } from "../manifest.ts";
import { pathFor } from "../resources.ts";
import type { Command, Session } from "../session.ts";
import { dryRunOf, dryRunQuery } from "../session.ts";
import { watchObject } from "../watching.ts";
import { waitUntilGone } from "./delete.ts";
import { GENERATOR_FLAGS, pairs, parseLabels, parsePort } from "./generate.ts";

const POLICIES = ["Always", "OnFailure", "Never"];

export const run: Command = {
  name: "run",
  short: "Run a particular image on the cluster",
  usage:
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...] [options]',
  flags: [
    ...GENERATOR_FLAGS,
    flag("image", "string", { required: true }),
    flag("labels", "string", { short: "l" }),
    flag("annotations", "array"),
    flag("env", "array"),
    flag("port"),
    flag("expose", "bool"),
    flag("restart"),
    RECORD_FLAG,
    flag("image-pull-policy"),
    flag("overrides"),
    flag("override-type"),
    flag("command", "bool"),
    flag("rm", "bool"),
    flag("stdin", "bool", { short: "i" }),
    flag("tty", "bool", { short: "t" }),
    flag("attach", "bool"),
    flag("quiet", "bool", { short: "q" }),
    flag("privileged", "bool"),
    flag("wait", "bool"),
    flag("pod-running-timeout", "duration"),
    flag("timeout", "duration"),
  ],
  *run(session) {
    const [name] = session.dashAt === 0 ? [] : session.args;
    if (name === undefined) throw new UsageError("NAME is required for run");
    const image = session.flags.text("image") ?? "";
    if (image === "") throw new CommandError("--image is required");
    const restart = session.flags.text("restart") ?? "Always";
    if (!POLICIES.includes(restart)) throw new UsageError(`invalid restart policy: ${restart}`);
    const attach = session.flags.bool("attach") || session.flags.bool("stdin");
    if (session.flags.bool("rm") && !attach) throw new CommandError("--rm should only be used for attached containers");
    if (session.flags.bool("expose")) exposePod(session, name);
    const pod = createPod(session, podOf(session, name, image, restart), attach);
    if (attach && pod) return yield* attachTo(session, name, pod);
  },
};

function podOf(session: Session, name: string, image: string, restartPolicy: string): Obj {
  const { flags } = session;
  const command = session.args.slice(1);
  const env = flags.list("env").map(envVar);
  const port = portOf(session);
  const policy = flags.text("image-pull-policy");
  const container = {
    ...(command.length > 0 ? { [flags.bool("command") ? "command" : "args"]: command } : {}),
    ...(env.length > 0 ? { env } : {}),
    image,
    ...(policy ? { imagePullPolicy: policy } : {}),
    name,
    ...(port === undefined ? {} : { ports: [{ containerPort: port }] }),
    resources: {},
    ...(flags.bool("privileged") ? { securityContext: { privileged: true } } : {}),
    ...(flags.bool("stdin") ? { stdin: true, stdinOnce: true } : {}),
    ...(flags.bool("tty") ? { tty: true } : {}),
  };
  const labels = flags.text("labels") ? parseLabels(flags.text("labels") ?? "") : { run: name };
  const annotations = flags.list("annotations");
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...(annotations.length > 0 ? { annotations: pairs(annotations, "annotation") } : {}), labels, name },
    spec: { containers: [container], dnsPolicy: "ClusterFirst", restartPolicy },
    status: {},
  };
}

const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

function envVar(pair: string): { readonly name: string; readonly value: string } {
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(equals, 0));
  if (!ENV_NAME.test(name)) throw new CommandError(`invalid env: ${pair}`);
  return { name, value: pair.slice(equals + 1) };
}

function portOf(session: Session): number | undefined {
  const text = session.flags.text("port");
  return text ? parsePort(text) : undefined;
}

function createPod(session: Session, generated: Obj, quiet: boolean): Obj | undefined {
  const dryRun = dryRunOf(session);
  const overrides = session.flags.text("overrides");
  const object = recorded(session, overrides ? (applyMergePatch(generated, yamlToJson(overrides)) as Obj) : generated); // a patched object
  const resource = session.resources.require("pods");
  const result = new ResultPrinter(session, dryRun);
  const scoped: Obj = session.namespaceGiven ? { ...object, metadata: { ...object.metadata, namespace: session.namespace } } : object;
  if (dryRun === "client") {
    result.print(resource, scoped, "created");
    return undefined;
  }
  const query = { ...dryRunQuery(dryRun), fieldManager: session.flags.text("field-manager") ?? "kubectl-run" };
  const created = session.client.send("POST", pathFor(resource, session.namespace), { body: scoped, query });
  if (!quiet || dryRun === "server") result.print(resource, created, "created");
  return dryRun === "server" ? undefined : created;
}

function exposePod(session: Session, name: string): void {
  const port = portOf(session);
  if (port === undefined) throw new CommandError("--port must be set when exposing a service");
  const dryRun = dryRunOf(session);
  const resource = session.resources.require("services");
  const object: Obj = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { ports: [{ port, protocol: "TCP", targetPort: port }], selector: { run: name } },
    status: { loadBalancer: {} },
  };
  const result = new ResultPrinter(session, dryRun);
  if (dryRun === "client") return result.print(resource, object, "created");
  const query = { ...dryRunQuery(dryRun), fieldManager: "kubectl-run" };
  result.print(resource, session.client.send("POST", pathFor(resource, session.namespace), { body: object, query }), "created");
}

/** Shows the container's output until it ends; its exit code is the command's. */
function* attachTo(session: Session, name: string, created: Obj): Waiting<number> {
  const resource = session.resources.require("pods");
  const { namespace = "", uid } = created.metadata ?? {};
  if (!session.flags.bool("quiet")) {
    session.io.stderr(
      "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n",
    );
  }
  const ended = yield* watchObject(session, resource, namespace, name, undefined, (object) => {
    const status = (object as unknown as Pod | undefined)?.status; // watches pods
    const terminated = status?.containerStatuses?.find((one) => one.name === name)?.state?.terminated;
    if (!object || terminated || status?.phase === "Failed" || status?.phase === "Succeeded")
      return terminated ?? { exitCode: 0, reason: "" };
    return undefined;
  });
  session.out(session.client.text("GET", `${pathFor(resource, namespace, name)}/log`, { query: { container: name } }));
  const code = ended?.exitCode ?? 0;
  if (session.flags.bool("rm")) {
    session.client.send("DELETE", pathFor(resource, namespace, name), { body: { propagationPolicy: "Background" } });
    session.out(`pod "${name}" deleted from ${namespace} namespace\n`);
    yield* waitUntilGone(session, { resource, namespace, name, uid }, undefined);
  }
  if (code !== 0) throw new RawError(`pod ${namespace}/${name} terminated (${ended?.reason ?? "Error"})`, code);
  return 0;
}
