// Undo and redo: the cluster goes to another moment, and what was said of later moments goes with it.

import { clockStore } from "../store/clock.ts";
import { type CommandEcho, commandStore } from "../store/commands.ts";
import { cluster } from "../worker/client.ts";

/** A flag is set by the page's clock, which is that much behind the worker's, in wall time. */
const LAG_MS = 250;
/** Flags that were undone, for redo. */
let undone: readonly CommandEcho[] = [];

export async function moveInHistory(move: "undo" | "redo"): Promise<void> {
  if (!(await cluster.history(move))) return;
  const { now, speed } = clockStore.getState();
  if (move === "undo") {
    const isUndone = ({ at }: CommandEcho): boolean => at >= now - LAG_MS * speed;
    const { echoes } = commandStore.getState();
    undone = [...echoes.filter(isUndone), ...undone];
    commandStore.setState({ echoes: echoes.filter((echo) => !isUndone(echo)) });
  } else {
    const again = undone.filter(({ at }) => at <= now);
    undone = undone.filter(({ at }) => at > now);
    commandStore.setState(({ echoes }) => ({ echoes: [...echoes, ...again] }));
  }
}
