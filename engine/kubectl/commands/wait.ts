// kubectl wait: until a condition, a JSONPath value, creation or deletion (API-248).

import { FILE_FLAGS, fileObjects, hasFiles, SELECTOR_FLAG, ALL_FLAG, ALL_NAMESPACES_FLAG, targetsOf } from "../builder.ts";
import type { Target } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, isNotFound, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Waiting } from "../io.ts";
import { compileJsonPath, relaxedPath } from "../printers/jsonpath.ts";
import { itemsOf, OUTPUT_FLAGS, ResultPrinter } from "../printers/output.ts";
import type { Command, Session } from "../session.ts";
import { sleepUntil, watchObject } from "../watching.ts";
import { fetch } from "./fetch.ts";

const DEFAULT_TIMEOUT_MS = 30_000;
const WEEK_MS = 7 * 24 * 3_600_000;
/** How often `--for=create` looks. */
const CREATE_POLL_MS = 500;

/** Says whether the wait is over for an object, or for its absence. */
type Done = (object: Obj | undefined) => true | undefined;

export const wait: Command = {
  name: "wait",
  short: "Wait for a specific condition on one or many resources",
  usage:
    "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]] [options]",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    SELECTOR_FLAG,
    ALL_FLAG,
    ALL_NAMESPACES_FLAG,
    flag("field-selector"),
    flag("for"),
    flag("timeout", "duration"),
  ],
  *run(session) {
    const text = session.flags.text("for") ?? "";
    const done = conditionOf(text);
    const timeout = session.flags.duration("timeout") ?? DEFAULT_TIMEOUT_MS;
    const deadlineAt = session.io.now() + (timeout < 0 ? WEEK_MS : timeout);
    const result = new ResultPrinter(session, "none");
    const lower = text.toLowerCase();
    if (lower === "create") yield* waitForCreation(session, deadlineAt);
    const errors: Error[] = [];
    const found = lower === "delete" ? present(session) : read(session);
    if (found.length === 0 && lower !== "delete") throw new CommandError("no matching resources found");
    let over = false;
    for (const { target, object } of found) {
      const name = object.metadata?.name ?? "";
      // The timeout is for all of them together: once it is over nothing is looked at any more.
      const met = over ? undefined : yield* watchObject(session, target.resource, object.metadata?.namespace, name, deadlineAt, done);
      if (met) result.print(target.resource, object, "condition met");
      else {
        over = true;
        errors.push(new CommandError(`timed out waiting for the condition on ${target.resource.name}/${name}`));
      }
    }
    throwAll(errors);
  },
};

interface Found {
  readonly target: Target;
  readonly object: Obj;
}

function targets(session: Session): readonly Target[] {
  const rules = {
    needsName: true,
    selector: session.flags.text("selector"),
    fieldSelector: session.flags.text("field-selector"),
    all: session.flags.bool("all"),
  };
  return hasFiles(session)
    ? fileObjects(session, { validate: false }).map(({ resource, namespace, name }) => ({ resource, namespace, name }))
    : targetsOf(session, session.args, rules);
}

function read(session: Session): readonly Found[] {
  return targets(session).flatMap((target) => itemsOf(fetch(session, target, "application/json")).map((object) => ({ target, object })));
}

/** For deletion: what is not there is what was wanted. */
function present(session: Session): readonly Found[] {
  return targets(session).flatMap((target) => {
    try {
      return itemsOf(fetch(session, target, "application/json")).map((object) => ({ target, object }));
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  });
}

function* waitForCreation(session: Session, deadlineAt: number): Waiting<void> {
  for (;;) {
    const wanted = targets(session);
    if (present(session).length >= wanted.length) return;
    if (session.io.now() >= deadlineAt) throw new CommandError("timed out waiting for the condition");
    yield* sleepUntil(session, Math.min(session.io.now() + CREATE_POLL_MS, deadlineAt));
  }
}

function conditionOf(text: string): Done {
  const lower = text.toLowerCase();
  if (lower === "delete") return (object) => (object ? undefined : true);
  if (lower === "create") return (object) => (object ? true : undefined);
  if (lower.startsWith("condition=")) return statusCondition(text.slice("condition=".length));
  if (lower.startsWith("jsonpath=")) return pathCondition(text.slice("jsonpath=".length));
  throw new CommandError(`unrecognized condition: "${text}"`);
}

function statusCondition(text: string): Done {
  const [name = "", value = "true"] = text.split("=");
  return (object) => {
    const status = object?.["status"] as
      | { readonly conditions?: readonly { readonly type?: string; readonly status?: string; readonly observedGeneration?: number }[] }
      | undefined;
    const condition = status?.conditions?.find((one) => one.type?.toLowerCase() === name.toLowerCase());
    if (!condition) return undefined;
    if (condition.observedGeneration !== undefined && condition.observedGeneration < (object?.metadata?.generation ?? 0)) return undefined;
    return condition.status?.toLowerCase() === value.toLowerCase() ? true : undefined;
  };
}

function pathCondition(text: string): Done {
  const close = text.lastIndexOf("}");
  const equals = text.indexOf("=", Math.max(close, 0));
  const expression = equals < 0 ? text : text.slice(0, equals);
  const wanted = equals < 0 ? undefined : text.slice(equals + 1).replace(/^(['"])(.*)\1$/, "$2");
  const path = compileJsonPath(relaxedPath(expression.replace(/^(['"])(.*)\1$/, "$2")));
  return (object) => {
    const [value] = path.values(object ?? {});
    if (value === undefined) return undefined;
    return wanted === undefined || String(value) === wanted ? true : undefined;
  };
}
