// Apply: the whole file through kubectl, as if it were typed.

import { translate } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { cluster } from "../worker/client.ts";
import { checkStore, type ResultLine } from "./checks.ts";
import { activeFile, fileStore } from "./files.ts";
import { problemsOf } from "./problems.ts";

/** kubectl's answer as the command line remembers it. */
const KEPT_ANSWER = 4000;

export async function applyActive(): Promise<void> {
  const file = activeFile(fileStore.getState());
  if (file === undefined || checkStore.getState().byFile.get(file.id)?.applying === true) return;
  const { id, name, text } = file;
  const line = `kubectl apply -f ${shellWord(name)}`;
  const { echo, answer, began } = commandStore.getState();
  const echoId = echo(line, clockStore.getState().now, translate("editor.flagApply", { name }));
  checkStore.getState().set(id, { applying: true });
  const { code, stdout, stderr } = await run(line, { [name]: text }, (action) => began(echoId, action));
  // Warnings come before what was done, errors after it.
  answer(echoId, (code === 0 ? stderr + stdout : stdout + stderr).slice(-KEPT_ANSWER), code !== 0);
  const refused = problemsOf(text, stderr);
  checkStore.getState().set(id, { applying: false, refused, results: resultLines(stdout, stderr, code !== 0 && refused.length === 0) });
  if (code === 0) fileStore.getState().applied(id, text);
}

export async function run(
  line: string,
  files: Readonly<Record<string, string>> = {},
  onAction?: (action: number) => void,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const out = { stdout: "", stderr: "" };
  try {
    const onOutput = (text: string, stream: "stdout" | "stderr"): void => void (out[stream] += text);
    const code = await cluster.kubectl(line, { files, onOutput, ...(onAction === undefined ? {} : { onAction }) }).done;
    return { code, ...out };
  } catch (error) {
    return { code: 1, ...out, stderr: `error: ${error instanceof Error ? error.message : String(error)}\n` };
  }
}

/** Errors have their place among the problems; what could not be read as one is shown as it came. */
function resultLines(stdout: string, stderr: string, withErrors: boolean): readonly ResultLine[] {
  const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line.trim() !== "");
  return [
    ...lines(stdout).map((text): ResultLine => ({ kind: "done", text })),
    ...lines(stderr)
      .filter((text) => withErrors || text.startsWith("Warning:"))
      .map((text): ResultLine => ({ kind: text.startsWith("Warning:") ? "warning" : "error", text })),
  ];
}

/** A name as one word of the command line. */
export function shellWord(name: string): string {
  return /^[\w./@:+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
