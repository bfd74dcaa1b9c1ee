// Does an action: sends its requests, shows its kubectl line, and flags it on the timeline.

import { translate } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { bodyText, cluster } from "../worker/client.ts";
import { type Action, actionName, kubectlAnswer, kubectlLine, requestsOf } from "./action.ts";

/** Resolves to whether the server took it. */
export async function perform(action: Action): Promise<boolean> {
  const { echo, answer } = commandStore.getState();
  const id = echo(kubectlLine(action), clockStore.getState().now, actionName(translate, action));
  for (const request of requestsOf(action)) {
    const response = await cluster.request(request);
    if (response.status >= 300) {
      answer(id, refusal(bodyText(response)), true);
      return false;
    }
  }
  answer(id, kubectlAnswer(action), false);
  return true;
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
