// Writes sw.js beside the built page: the list of everything that was built, and a hash of it, then host/sw.js.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

export function serviceWorker(): Plugin {
  const source = join(import.meta.dirname, "sw.js");
  return {
    name: "service-worker",
    apply: "build",
    // Not closeBundle, which also runs after a build that failed and would hide why.
    writeBundle({ dir }) {
      if (dir === undefined) return;
      const files = filesIn(dir).filter((file) => file !== "sw.js");
      const hash = createHash("sha256").update(readFileSync(source));
      for (const file of files) hash.update(file).update(readFileSync(join(dir, file)));
      // The page is kept under the name by which it is asked for.
      const names = files.map((file) => (file === "index.html" ? "./" : file));
      const head = `const VERSION = ${JSON.stringify(hash.digest("hex").slice(0, 16))};\nconst FILES = ${JSON.stringify(names)};\n`;
      writeFileSync(join(dir, "sw.js"), head + readFileSync(source, "utf8"));
    },
  };
}

function filesIn(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
