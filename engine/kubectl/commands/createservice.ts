// kubectl create service clusterip, nodeport, loadbalancer and externalname.

import { CommandError } from "../errors.ts";
import type { FlagSpec } from "../flags.ts";
import { flag } from "../flags.ts";
import type { Command, Session } from "../session.ts";
import { generate, GENERATOR_FLAGS, nameArgument, requireFlag } from "./generate.ts";

interface Flavour {
  readonly command: string;
  readonly type: string;
  readonly flags: readonly FlagSpec[];
  readonly spec: (session: Session) => Readonly<Record<string, unknown>>;
}

const FLAVOURS: readonly Flavour[] = [
  {
    command: "clusterip",
    type: "ClusterIP",
    flags: [flag("clusterip")],
    spec: (session) => {
      const ip = session.flags.text("clusterip");
      if (ip !== "None" && !session.flags.has("tcp")) throw new CommandError("at least one tcp port specifier must be provided");
      return ip === undefined ? {} : { clusterIP: ip };
    },
  },
  { command: "nodeport", type: "NodePort", flags: [flag("node-port", "int")], spec: () => ({}) },
  { command: "loadbalancer", type: "LoadBalancer", flags: [], spec: () => ({}) },
  {
    command: "externalname",
    type: "ExternalName",
    flags: [flag("external-name")],
    spec: (session) => ({ externalName: requireFlag(session, "external-name") }),
  },
];

export const service: Command = {
  name: "service",
  aliases: ["svc"],
  short: "Create a service using a specified subcommand",
  usage: "(clusterip | externalname | loadbalancer | nodeport) [options]",
  commands: FLAVOURS.map((flavour) => ({
    name: flavour.command,
    short: `Create a ${flavour.type} service`,
    usage: "NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none] [options]",
    flags: [...GENERATOR_FLAGS, flag("tcp", "list"), ...flavour.flags],
    run(session: Session) {
      const name = nameArgument(session);
      const labels = { app: name };
      const nodePort = session.flags.number("node-port");
      const ports = session.flags.list("tcp").map((pair) => servicePort(pair, nodePort));
      const spec = { ...flavour.spec(session), ...(ports.length > 0 ? { ports } : {}), selector: labels, type: flavour.type };
      generate(
        session,
        { apiVersion: "v1", kind: "Service", metadata: { labels, name }, spec, status: { loadBalancer: {} } },
        `failed to create ${flavour.type} service: `,
      );
    },
  })),
};

/** `80:8080`, `80`, `80:http`. */
function servicePort(pair: string, nodePort: number | undefined): Readonly<Record<string, unknown>> {
  const [port = "", target = port] = pair.split(":");
  const bad = (text: string): boolean => /^\d+$/.test(text) && (Number(text) < 1 || Number(text) > 65535);
  if (!/^\d+$/.test(port)) throw new CommandError(`strconv.Atoi: parsing "${port}": invalid syntax`);
  if (bad(port) || bad(target)) throw new CommandError(`must be between 1 and 65535, inclusive`);
  return {
    name: pair.replace(":", "-"),
    ...(nodePort === undefined ? {} : { nodePort }),
    port: Number(port),
    protocol: "TCP",
    targetPort: /^\d+$/.test(target) ? Number(target) : target,
  };
}
