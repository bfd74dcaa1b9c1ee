// Starts the cluster that the address asks for, or the first scenario; lets the clock stand while the tab is hidden.

import { selectionStore } from "../store/selection.ts";
import { commandStore } from "../store/commands.ts";
import { cluster } from "../worker/client.ts";
import type { SessionFile, StartOptions } from "../worker/protocol.ts";
import { readLink } from "./link.ts";
import { FIRST } from "./scenarios.ts";

export function begin(location: Location): void {
  document.addEventListener("visibilitychange", () => cluster.setHidden(document.hidden));
  readLink(location.hash)
    .then((session) => (session === undefined ? startWith(FIRST) : startWith(session.options, session)))
    // A damaged link opens the first scenario: the address keeps the link.
    .catch(() => startWith(FIRST))
    .catch(() => undefined);
}

/** A new cluster in the place of the present one. */
export async function startWith(options: StartOptions, session?: SessionFile): Promise<void> {
  selectionStore.setState({ selected: undefined, group: [], hovered: undefined, pinned: undefined, filter: "" });
  commandStore.getState().clear();
  await cluster.start(options, session);
  cluster.setHidden(document.hidden);
}
