// kubectl version, cluster-info, config, top and plugin: what the client knows about itself and the cluster as a whole.

import { CommandError, RawError } from "../errors.ts";
import { flag } from "../flags.ts";
import { indentedJson } from "../printers/json.ts";
import { toYaml } from "../printers/yaml.ts";
import type { Command } from "../session.ts";

/** The one context there is. */
export const CONTEXT = "podyard";
const SERVER = "https://127.0.0.1:6443";

const CLIENT_VERSION = {
  major: "1",
  minor: "35",
  gitVersion: "v1.35.2",
  gitCommit: "fdc9d74cbf2da6754ebf81d56f80ae2948cd6425",
  gitTreeState: "clean",
  buildDate: "2026-02-26T10:11:20Z",
  goVersion: "go1.25.7",
  compiler: "gc",
  platform: "linux/amd64",
};
const KUSTOMIZE_VERSION = "v5.7.1";

export const version: Command = {
  name: "version",
  short: "Print the client and server version information",
  usage: "[options]",
  flags: [flag("client", "bool"), flag("output", "string", { short: "o" })],
  run(session) {
    const output = session.flags.text("output") ?? "";
    if (!["", "yaml", "json"].includes(output)) throw new CommandError(`--output must be 'yaml' or 'json'`);
    const serverVersion = session.flags.bool("client") ? undefined : session.client.get("/version");
    const whole = { clientVersion: CLIENT_VERSION, kustomizeVersion: KUSTOMIZE_VERSION, ...(serverVersion ? { serverVersion } : {}) };
    if (output === "json") return session.out(`${indentedJson(whole, "  ", false)}\n`);
    if (output === "yaml") return session.out(`${toYaml(whole)}\n`);
    session.out(`Client Version: ${CLIENT_VERSION.gitVersion}\nKustomize Version: ${KUSTOMIZE_VERSION}\n`);
    if (serverVersion) session.out(`Server Version: ${String(serverVersion["gitVersion"])}\n`);
  },
};

export const clusterInfo: Command = {
  name: "cluster-info",
  short: "Display cluster information",
  usage: "[options]",
  run(session) {
    session.client.get("/api/v1/namespaces/kube-system/services", { labelSelector: "kubernetes.io/cluster-service=true" });
    session.out(
      `Kubernetes control plane is running at ${SERVER}\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`,
    );
  },
};

const currentContext: Command = {
  name: "current-context",
  short: "Display the current-context",
  usage: "[options]",
  run(session) {
    session.out(`${CONTEXT}\n`);
  },
};

const getContexts: Command = {
  name: "get-contexts",
  short: "Describe one or many contexts",
  usage: "[options]",
  run(session) {
    session.out(
      `CURRENT   NAME      CLUSTER   AUTHINFO   NAMESPACE\n*         ${CONTEXT}   ${CONTEXT}   admin      ${session.io.namespace === "default" ? "" : session.io.namespace}\n`,
    );
  },
};

const view: Command = {
  name: "view",
  short: "Display merged kubeconfig settings or a specified kubeconfig file",
  usage: "[flags] [options]",
  flags: [flag("output", "string", { short: "o" }), flag("minify", "bool"), flag("raw", "bool"), flag("flatten", "bool")],
  run(session) {
    const config = {
      apiVersion: "v1",
      clusters: [{ cluster: { server: SERVER }, name: CONTEXT }],
      contexts: [
        {
          context: { cluster: CONTEXT, user: "admin", ...(session.io.namespace === "default" ? {} : { namespace: session.io.namespace }) },
          name: CONTEXT,
        },
      ],
      "current-context": CONTEXT,
      kind: "Config",
      users: [{ name: "admin", user: {} }],
    };
    session.out(session.flags.text("output") === "json" ? `${indentedJson(config)}\n` : toYaml(config));
  },
};

export const config: Command = {
  name: "config",
  short: "Modify kubeconfig files",
  commands: [currentContext, getContexts, view],
};

const noMetrics = (name: string, aliases: readonly string[]): Command => ({
  name,
  aliases,
  short: `Display resource (CPU/memory) usage of ${name}s`,
  usage: "[NAME | -l label] [options]",
  flags: [
    flag("selector", "string", { short: "l" }),
    flag("all-namespaces", "bool", { short: "A" }),
    flag("containers", "bool"),
    flag("no-headers", "bool"),
    flag("sort-by"),
  ],
  run() {
    throw new RawError("error: Metrics API not available");
  },
});

export const top: Command = {
  name: "top",
  short: "Display resource (CPU/memory) usage",
  commands: [noMetrics("node", ["nodes", "no"]), noMetrics("pod", ["pods", "po"])],
};

export const plugin: Command = {
  name: "plugin",
  short: "Provides utilities for interacting with plugins",
  commands: [
    {
      name: "list",
      short: "List all visible plugin executables on a user's PATH",
      run() {
        throw new RawError("error: unable to find any kubectl plugins in your PATH");
      },
    },
  ],
};
