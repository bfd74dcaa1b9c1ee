// kubectl autoscale (API-238), for servers that have HorizontalPodAutoscalers.

import { FILE_FLAGS } from "../builder.ts";
import { throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import { ResultPrinter } from "../printers/output.ts";
import { pathFor } from "../resources.ts";
import type { Command } from "../session.ts";
import { dryRunOf, dryRunQuery } from "../session.ts";
import { GENERATOR_FLAGS } from "./generate.ts";
import { forEach, readObjects } from "./objects.ts";

const CPU_DEPRECATED = "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).";

export const autoscale: Command = {
  name: "autoscale",
  short: "Auto-scale a deployment, replica set, stateful set, or replication controller",
  usage: "(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU] [options]",
  flags: [
    ...FILE_FLAGS,
    ...GENERATOR_FLAGS,
    flag("max", "int", { required: true }),
    flag("min", "int"),
    flag("cpu-percent", "int", { deprecated: CPU_DEPRECATED }),
    flag("cpu"),
    flag("memory"),
    flag("name"),
  ],
  run(session) {
    const { flags } = session;
    const dryRun = dryRunOf(session);
    const result = new ResultPrinter(session, dryRun);
    const resource = session.resources.require("horizontalpodautoscalers");
    const errors: Error[] = [];
    forEach(readObjects(session, session.args, errors, { needsName: true }), errors, ({ object }) => {
      const percent = flags.number("cpu-percent") ?? Number((flags.text("cpu") ?? "80%").replace("%", ""));
      const min = flags.number("min");
      const hpa = {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata: { name: flags.text("name") ?? object.metadata?.name ?? "" },
        spec: {
          maxReplicas: flags.number("max"),
          metrics: [{ resource: { name: "cpu", target: { averageUtilization: percent, type: "Utilization" } }, type: "Resource" }],
          ...(min === undefined || min < 1 ? {} : { minReplicas: min }),
          scaleTargetRef: { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata?.name },
        },
        status: { currentMetrics: null, desiredReplicas: 0 },
      };
      if (dryRun === "client") return result.print(resource, hpa, "autoscaled");
      result.print(
        resource,
        session.client.send("POST", pathFor(resource, session.namespace), { body: hpa, query: dryRunQuery(dryRun) }),
        "autoscaled",
      );
    });
    throwAll(errors);
  },
};
