// kubectl create namespace, serviceaccount, quota, poddisruptionbudget and priorityclass.

import { CommandError } from "../errors.ts";
import { flag } from "../flags.ts";
import { parseSelector } from "../../api/selector.ts";
import type { Command } from "../session.ts";
import { generate, GENERATOR_FLAGS, nameArgument, pairs, requireFlag } from "./generate.ts";

export const namespace: Command = {
  name: "namespace",
  aliases: ["ns"],
  short: "Create a namespace with the specified name",
  usage: "NAME [--dry-run=server|client|none] [options]",
  flags: GENERATOR_FLAGS,
  run(session) {
    generate(session, { apiVersion: "v1", kind: "Namespace", metadata: { name: nameArgument(session) }, spec: {}, status: {} }, undefined);
  },
};

export const serviceaccount: Command = {
  name: "serviceaccount",
  aliases: ["sa"],
  short: "Create a service account with the specified name",
  usage: "NAME [--dry-run=server|client|none] [options]",
  flags: GENERATOR_FLAGS,
  run(session) {
    generate(
      session,
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: nameArgument(session) } },
      "failed to create serviceaccount: ",
    );
  },
};

export const quota: Command = {
  name: "quota",
  aliases: ["resourcequota"],
  short: "Create a quota with the specified name",
  usage: "NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none] [options]",
  flags: [...GENERATOR_FLAGS, flag("hard", "list"), flag("scopes", "list")],
  run(session) {
    const name = nameArgument(session);
    const scopes = session.flags.list("scopes");
    const hard = pairs(session.flags.list("hard"), "hard");
    generate(
      session,
      {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name },
        spec: { ...(session.flags.has("hard") ? { hard } : {}), ...(scopes.length > 0 ? { scopes } : {}) },
        status: {},
      },
      "failed to create quota: ",
    );
  },
};

export const poddisruptionbudget: Command = {
  name: "poddisruptionbudget",
  aliases: ["pdb"],
  short: "Create a pod disruption budget with the specified name",
  usage: "NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none] [options]",
  flags: [...GENERATOR_FLAGS, flag("selector"), flag("min-available"), flag("max-unavailable")],
  run(session) {
    const name = nameArgument(session);
    const { flags } = session;
    const selector = flags.text("selector");
    if (!selector) throw new CommandError("a selector must be specified");
    const min = flags.text("min-available");
    const max = flags.text("max-unavailable");
    if (min === undefined && max === undefined) throw new CommandError("one of min-available or max-unavailable must be specified");
    if (min !== undefined && max !== undefined) throw new CommandError("min-available and max-unavailable cannot be both specified");
    const bound = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);
    const spec = {
      ...(min === undefined ? {} : { minAvailable: bound(min) }),
      ...(max === undefined ? {} : { maxUnavailable: bound(max) }),
      selector: labelSelector(selector),
    };
    generate(
      session,
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name },
        spec,
        status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
      },
      "failed to create poddisruptionbudgets: ",
    );
  },
};

/** `a=b,c in (d)` as the structure that manifests hold. */
function labelSelector(text: string): Record<string, unknown> {
  const labels: Record<string, string> = {};
  const expressions: unknown[] = [];
  for (const requirement of parseSelector(text)) {
    const values = [...requirement.values];
    if (requirement.operator === "=" || requirement.operator === "==") labels[requirement.key] = values[0] ?? "";
    else
      expressions.push({
        key: requirement.key,
        operator: OPERATORS[requirement.operator] ?? requirement.operator,
        ...(values.length > 0 ? { values } : {}),
      });
  }
  return {
    ...(expressions.length > 0 ? { matchExpressions: expressions } : {}),
    ...(Object.keys(labels).length > 0 ? { matchLabels: labels } : {}),
  };
}

const OPERATORS: Readonly<Record<string, string>> = { in: "In", notin: "NotIn", "!=": "NotIn", exists: "Exists", "!": "DoesNotExist" };

export const priorityclass: Command = {
  name: "priorityclass",
  aliases: ["pc"],
  short: "Create a priority class with the specified name",
  usage: "NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none] [options]",
  flags: [...GENERATOR_FLAGS, flag("value", "int"), flag("global-default", "bool"), flag("description"), flag("preemption-policy")],
  run(session) {
    const name = nameArgument(session);
    const description = session.flags.text("description");
    const isDefault = session.flags.bool("global-default");
    generate(
      session,
      {
        apiVersion: "scheduling.k8s.io/v1",
        ...(description ? { description } : {}),
        ...(isDefault ? { globalDefault: true } : {}),
        kind: "PriorityClass",
        metadata: { name },
        preemptionPolicy: session.flags.text("preemption-policy") ?? "PreemptLowerPriority",
        value: Number(requireFlag(session, "value")),
      },
      "failed to create priorityclass: ",
    );
  },
};
