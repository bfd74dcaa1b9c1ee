// All commands, by name.

import type { Command } from "../session.ts";
import { apiResources, apiVersions } from "./apiresources.ts";
import { apply } from "./apply.ts";
import { auth } from "./auth.ts";
import { autoscale } from "./autoscale.ts";
import { cordon, uncordon } from "./cordon.ts";
import { create } from "./create.ts";
import { deleteCommand } from "./delete.ts";
import { describe } from "./describe.ts";
import { diff } from "./diff.ts";
import { drain } from "./drain.ts";
import { events } from "./events.ts";
import { exec } from "./exec.ts";
import { explain } from "./explain.ts";
import { expose } from "./expose.ts";
import { get } from "./get.ts";
import { annotate, label } from "./label.ts";
import { logs } from "./logs.ts";
import { patch } from "./patch.ts";
import { replace } from "./replace.ts";
import { rollout } from "./rollout.ts";
import { run } from "./run.ts";
import { scale } from "./scale.ts";
import { set } from "./set.ts";
import { taint } from "./taint.ts";
import { clusterInfo, config, plugin, top, version } from "./version.ts";
import { wait } from "./wait.ts";

export const COMMANDS: readonly Command[] = [
  annotate,
  apiResources,
  apiVersions,
  apply,
  auth,
  autoscale,
  clusterInfo,
  config,
  cordon,
  create,
  deleteCommand,
  describe,
  diff,
  drain,
  events,
  exec,
  explain,
  expose,
  get,
  label,
  logs,
  patch,
  plugin,
  replace,
  rollout,
  run,
  scale,
  set,
  taint,
  top,
  uncordon,
  version,
  wait,
];
