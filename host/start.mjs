// npm start: installs what is missing, builds the page when its sources are newer, and serves it.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, root, run } from "./install.mjs";

const SOURCES = ["engine", "web", "host", "public", "index.html", "vite.config.ts", "package-lock.json"];

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = 0;
  for (const name of readdirSync(path)) if (name !== "testing") latest = Math.max(latest, newest(join(path, name)));
  return latest;
}

ensureInstalled();
const built = join(root, "dist", "index.html");
const vite = join("node_modules", "vite", "bin", "vite.js");
if (!existsSync(built) || SOURCES.some((source) => newest(join(root, source)) > statSync(built).mtimeMs)) {
  console.log("Building the page…");
  run(process.execPath, [vite, "build", "--logLevel", "warn"]);
}
run(process.execPath, [vite, "preview", ...process.argv.slice(2)], { must: false });
