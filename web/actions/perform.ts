// Does an action: sends its requests, shows its kubectl line, and flags it on the timeline.

import { translate } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { bodyText, cluster } from "../worker/client.ts";
import { type Action, actionName, kubectlAnswer, kubectlLine, requestsOf } from "./action.ts";

/** Resolves to whether the server took it. `goesOn`: it is taken back together with the one before it. */
export async function perform(action: Action, goesOn = false): Promise<boolean> {
  const { echo, answer, began } = commandStore.getState();
  const id = echo(kubectlLine(action), clockStore.getState().now, actionName(translate, action));
  const refusals: string[] = [];
  for (const [i, request] of requestsOf(action).entries()) {
    // The requests of one action are taken back together. As with kubectl, one that is refused does not stop the others.
    const response = await cluster.request(request, goesOn || i > 0, { onAction: (number) => began(id, number) });
    if (response.status >= 300) refusals.push(refusal(bodyText(response)));
  }
  const failed = refusals.length > 0;
  answer(id, failed ? refusals.join("\n") : kubectlAnswer(action), failed);
  return !failed;
}

/** One after another: what one makes, the next one finds. */
export async function performAll(actions: readonly Action[]): Promise<void> {
  for (const action of actions) await perform(action);
}

/** kubectl's own words for a Status. */
function refusal(body: string): string {
  try {
    const status = JSON.parse(body) as { readonly reason?: string; readonly message?: string };
    return `Error from server${status.reason ? ` (${status.reason})` : ""}: ${status.message ?? ""}`;
  } catch {
    return body;
  }
}
