// What can be had again of a session that led to a crash.

import type { SessionFile } from "../worker/protocol.ts";

/** The session up to the moment before it crashed, without what was asked in that moment; undefined when nothing was before. */
export function beforeCrash(session: SessionFile, at: number): SessionFile | undefined {
  const inputs = session.inputs.filter((input) => input.at < at);
  const lost = session.inputs.length > 0 && inputs.length === 0;
  return lost || at === 0 ? undefined : { ...session, inputs, until: at - 1 };
}
