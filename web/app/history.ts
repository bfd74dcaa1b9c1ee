// Undo and redo: the cluster goes to another moment, and what was said of later moments goes with it.

import { clockStore } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { cluster } from "../worker/client.ts";

export async function moveInHistory(move: "undo" | "redo"): Promise<void> {
  const done = await cluster.history(move);
  if (!done || move === "redo") return;
  const { now } = clockStore.getState();
  commandStore.setState(({ echoes }) => ({ echoes: echoes.filter(({ at }) => at < now) }));
}
