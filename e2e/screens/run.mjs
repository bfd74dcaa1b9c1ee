// npm run screens [-- --update-snapshots]: takes the pictures of docs/screens.md and compares them with the committed ones;
// new ones are made small. Not part of npm test: another browser's build must not break a contributor.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "../../host/install.mjs";
import { shrink } from "./shrink.mjs";

const cli = join("node_modules", "@playwright", "test", "cli.js");
const status = run(process.execPath, [cli, "test", "-c", "e2e/screens/playwright.config.ts", ...process.argv.slice(2)], { must: false });
for (const folder of ["docs", "docs/screens"])
  for (const file of readdirSync(join(root, folder))) if (file.endsWith(".png")) shrink(join(root, folder, file));
process.exit(status);
