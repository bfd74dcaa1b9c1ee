// A session as a file: to keep, to send with a bug report, to open again.

import { statusStore } from "../store/status.ts";
import { cluster } from "../worker/client.ts";
import type { SessionFile } from "../worker/protocol.ts";
import { startWith } from "./begin.ts";
import { parseSession } from "./link.ts";

export async function openFile(file: File | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    const session = parseSession(await file.text());
    await startWith(session.options, session);
  } catch {
    statusStore.setState({ notice: "refusedSession" });
  }
}

export async function saveSession(known?: SessionFile): Promise<void> {
  const session = known ?? (await cluster.session());
  if (session === undefined) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(session)], { type: "application/json" }));
  link.download = "podyard-session.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
