// All commands, by name.

import type { Command } from "../session.ts";
import { apply } from "./apply.ts";
import { create } from "./create.ts";
import { deleteCommand } from "./delete.ts";
import { describe } from "./describe.ts";
import { get } from "./get.ts";
import { annotate, label } from "./label.ts";
import { patch } from "./patch.ts";
import { replace } from "./replace.ts";
import { rollout } from "./rollout.ts";
import { scale } from "./scale.ts";
import { set } from "./set.ts";

export const COMMANDS: readonly Command[] = [annotate, apply, create, deleteCommand, describe, get, label, patch, replace, rollout, scale, set];
