// A session in the address: deflated JSON in base64url after `#s=`. Nothing leaves the browser; the link is the run.

import type { SessionFile } from "../worker/protocol.ts";

export async function linkTo(session: SessionFile, page: string): Promise<string> {
  const bytes = await throughStream(new TextEncoder().encode(JSON.stringify(session)), new CompressionStream("deflate-raw"));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `${page.split("#")[0]}#s=${base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** Undefined when the address holds none; throws when it holds a damaged one. */
export async function readLink(hash: string): Promise<SessionFile | undefined> {
  const coded = /^#s=(.+)$/.exec(hash)?.[1];
  if (coded === undefined) return undefined;
  const bytes = Uint8Array.from(atob(coded.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  return parseSession(new TextDecoder().decode(await throughStream(bytes, new DecompressionStream("deflate-raw"))));
}

/** Throws when the text is no session of this version. */
export function parseSession(text: string): SessionFile {
  const session = JSON.parse(text) as Partial<SessionFile>;
  if (session.version !== 1 || session.options === undefined || !Array.isArray(session.inputs) || typeof session.until !== "number")
    throw new Error("not a session");
  return session as SessionFile; // the shape was looked at
}

async function throughStream(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const through = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(through).arrayBuffer());
}
