// Undo and redo: the cluster goes to another moment, and what was said of later moments goes with it.

import { actionNamed, type CommandEcho, commandStore } from "../store/commands.ts";
import { statusStore } from "../store/status.ts";
import { cluster } from "../worker/client.ts";

export interface Lines {
  readonly echoes: readonly CommandEcho[];
  /** The lines of each action that was undone; the last ones are the first to come back. */
  readonly undone: readonly (readonly CommandEcho[])[];
}

let undone: Lines["undone"] = [];

export async function moveInHistory(move: "undo" | "redo"): Promise<void> {
  const moved = await cluster.history(move);
  if (moved === undefined) return;
  // Something new was done since the last undo: nothing of before can come back.
  if (move === "undo" && statusStore.getState().redo <= 1) undone = [];
  const before = { echoes: commandStore.getState().echoes, undone };
  const after = move === "undo" ? takenBack(before, moved) : doneAgain(before);
  undone = after.undone;
  const name = actionNamed([...before.echoes, ...after.echoes], moved.action);
  commandStore.setState({ echoes: after.echoes, moved: { move, name, at: moved.at } });
}

/** Pure: the lines of the action go, and those after it, which were said later. Of an action without a line only time tells. */
export function takenBack(
  { echoes, undone: gone }: Lines,
  { action, at }: { readonly action: number | undefined; readonly at: number },
): Lines {
  const own = action === undefined ? -1 : echoes.findIndex((echo) => echo.action === action);
  const first = own < 0 ? echoes.findIndex((echo) => echo.at > at) : own;
  const from = first < 0 ? echoes.length : first;
  return { echoes: echoes.slice(0, from), undone: [...gone, echoes.slice(from)] };
}

/** Pure. */
export function doneAgain({ echoes, undone: gone }: Lines): Lines {
  return { echoes: [...echoes, ...(gone.at(-1) ?? [])], undone: gone.slice(0, -1) };
}
