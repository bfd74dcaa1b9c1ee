// Names of files that a pattern stands for.

import { resolvePath, type Files } from "../files.ts";
import { compile, patternSource, type Piece } from "./pattern.ts";

export function globPaths(files: Files, cwd: string, pieces: readonly Piece[]): string[] {
  const segments = splitAtSlashes(pieces);
  const absolute = pieces[0]?.text.startsWith("/") ?? false;
  let found = [absolute ? "/" : ""];
  for (const segment of segments) {
    const pattern = compile(`^(?:${patternSource(segment, "[^/]*", "[^/]")})$`);
    const hidden = (segment[0]?.text ?? "").startsWith(".");
    found = found.flatMap((prefix) =>
      files
        .list(resolvePath(prefix === "" ? "." : prefix, cwd))
        .filter((name) => pattern?.test(name) && (hidden || !name.startsWith(".")))
        .map((name) => (prefix === "" || prefix.endsWith("/") ? prefix + name : `${prefix}/${name}`)),
    );
  }
  return found.filter((path) => path !== "" && path !== "/").sort();
}

function splitAtSlashes(pieces: readonly Piece[]): Piece[][] {
  const segments: Piece[][] = [[]];
  for (const { text, exact } of pieces) {
    text.split("/").forEach((part, i) => {
      if (i > 0) segments.push([]);
      if (part !== "") segments.at(-1)?.push({ text: part, exact });
    });
  }
  return segments.filter((segment) => segment.length > 0);
}
