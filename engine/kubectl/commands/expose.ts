// kubectl expose: a Service for the pods of an object (API-237).

import type { Container, LabelSelector, LabelSelectorRequirement } from "../../api/types.generated.ts";
import { FILE_FLAGS, SELECTOR_FLAG } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import { podSpecOf } from "../podtemplate.ts";
import { ResultPrinter } from "../printers/output.ts";
import { RECORD_FLAG, recorded } from "../record.ts";
import { pathFor } from "../resources.ts";
import type { Command, Session } from "../session.ts";
import { dryRunOf, dryRunQuery } from "../session.ts";
import { GENERATOR_FLAGS, parseLabels, parsePort } from "./generate.ts";
import type { Found } from "./objects.ts";
import { forEach, readObjects } from "./objects.ts";

const EXPOSABLE = ["Pod", "Service", "ReplicationController", "Deployment", "ReplicaSet"];

interface Port {
  readonly port: number;
  readonly protocol: string;
}

export const expose: Command = {
  name: "expose",
  short: "Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service",
  usage:
    "(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type] [options]",
  flags: [
    ...FILE_FLAGS,
    ...GENERATOR_FLAGS,
    { ...SELECTOR_FLAG, name: "selector", short: undefined },
    flag("port"),
    flag("target-port"),
    flag("protocol"),
    flag("name"),
    flag("type"),
    flag("labels", "string", { short: "l" }),
    flag("external-ip"),
    flag("load-balancer-ip"),
    flag("cluster-ip"),
    flag("session-affinity"),
    flag("overrides"),
    RECORD_FLAG,
  ],
  run(session) {
    const errors: Error[] = [];
    // The selector flag is about the Service, not about which objects to expose.
    const found = readObjects(session, session.args, errors, { needsName: true, selector: undefined });
    forEach(found, errors, (one) => exposeOne(session, one));
    throwAll(errors);
  },
};

function exposeOne(session: Session, { target, object }: Found): void {
  if (!EXPOSABLE.includes(object.kind ?? ""))
    throw new CommandError(`cannot expose a ${object.kind ?? ""}${target.resource.group ? `.${target.resource.group}` : ""}`);
  const { flags } = session;
  const selector = flags.has("selector") ? parseLabels(flags.text("selector") ?? "") : selectorOf(object);
  const ports = portsOf(session, object);
  const labels = flags.has("labels") ? parseLabels(flags.text("labels") ?? "") : object.metadata?.labels;
  const type = flags.text("type");
  const service = recorded(session, {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
      name: flags.text("name") ?? object.metadata?.name ?? "",
      ...(session.namespaceGiven ? { namespace: session.namespace } : {}),
    },
    spec: {
      ...(flags.has("cluster-ip") ? { clusterIP: flags.text("cluster-ip") } : {}),
      ...(flags.has("external-ip") ? { externalIPs: [flags.text("external-ip")] } : {}),
      ports,
      selector,
      ...(flags.has("session-affinity") ? { sessionAffinity: flags.text("session-affinity") } : {}),
      ...(type ? { type } : {}),
    },
    status: { loadBalancer: {} },
  });
  const dryRun = dryRunOf(session);
  const resource = session.resources.require("services");
  const result = new ResultPrinter(session, dryRun);
  if (dryRun === "client") return result.print(resource, service, "exposed");
  const query = { ...dryRunQuery(dryRun), fieldManager: flags.text("field-manager") ?? "kubectl-expose" };
  result.print(resource, session.client.send("POST", pathFor(resource, session.namespace), { body: service, query }), "exposed");
}

function selectorOf(object: Obj): Readonly<Record<string, string>> {
  const fail = (why: string): never => {
    throw new CommandError(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);
  };
  const spec = object["spec"] as { readonly selector?: unknown } | undefined;
  if (object.kind === "Pod") {
    const labels = object.metadata?.labels;
    return labels && Object.keys(labels).length > 0 ? labels : fail("the pod has no labels and cannot be exposed");
  }
  if (object.kind === "Service" || object.kind === "ReplicationController")
    return (spec?.selector ?? {}) as Readonly<Record<string, string>>;
  const { matchLabels, matchExpressions = [] } = (spec?.selector ?? {}) as LabelSelector;
  if (matchExpressions.length > 0)
    return fail(`couldn't convert expressions - "[${matchExpressions.map(goFields).join(" ")}]" to map-based selector format`);
  return matchLabels ?? {};
}

/** A requirement as Go's `%+v` shows it. */
function goFields({ key, operator, values = [] }: LabelSelectorRequirement): string {
  return `{Key:${key} Operator:${operator} Values:[${values.join(" ")}]}`;
}

function portsOf(session: Session, object: Obj): readonly unknown[] {
  const { flags } = session;
  const target = flags.text("target-port");
  const targetPort = (port: Port): string | number => (target === undefined ? port.port : /^\d+$/.test(target) ? Number(target) : target);
  const ports = givenPorts(session) ?? containerPorts(object);
  if (ports.length === 0) throw new CommandError("couldn't find port via --port flag or introspection");
  return ports.map((port, index) => ({
    ...(ports.length > 1 ? { name: `port-${index + 1}` } : {}),
    port: port.port,
    protocol: port.protocol,
    targetPort: targetPort(port),
  }));
}

function givenPorts(session: Session): readonly Port[] | undefined {
  const text = session.flags.text("port");
  if (!text) return undefined;
  return text.split(",").map((one) => ({ port: parsePort(one), protocol: session.flags.text("protocol") ?? "TCP" }));
}

function containerPorts(object: Obj): readonly Port[] {
  if (object.kind === "Service") {
    const spec = object["spec"] as { readonly ports?: readonly { readonly port: number; readonly protocol?: string }[] };
    return (spec.ports ?? []).map(({ port, protocol = "TCP" }) => ({ port, protocol }));
  }
  const containers: readonly Container[] = podSpecOf(object)?.containers ?? [];
  return containers.flatMap((container) =>
    (container.ports ?? []).map((port) => ({ port: port.containerPort, protocol: port.protocol ?? "TCP" })),
  );
}
