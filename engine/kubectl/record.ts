// --record: the line that changed an object, kept in its annotation for `rollout history` (API-241). Deprecated for long, hidden from
// the help, and still in many a tutorial.

import type { Obj } from "./client.ts";
import { flag } from "./flags.ts";
import type { Session } from "./session.ts";

const CHANGE_CAUSE = "kubernetes.io/change-cause";

export const RECORD_FLAG = flag("record", "bool", { deprecated: "--record will be removed in the future" });

/** The object, with the command line in its annotations if that was asked for. */
export function recorded(session: Session, object: Obj): Obj {
  const patch = recordPatch(session);
  if (!patch) return object;
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata?.annotations, ...patch.metadata.annotations } } };
}

interface RecordPatch {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
}

/** For commands that do not send the object itself: what else to merge into it. */
export function recordPatch(session: Session): RecordPatch | undefined {
  if (!session.flags.bool("record")) return undefined;
  return { metadata: { annotations: { [CHANGE_CAUSE]: commandLine(session) } } };
}

/** Arguments first, then all flags by their long names: `kubectl create --filename=web.yaml --record=true`. */
function commandLine({ command, args, flags }: Session): string {
  return [command, ...args, ...flags.given().map(([name, value]) => `--${name}=${value}`)].join(" ");
}
