// npm run bench [-- engine | web [part,part]]: bundles the benchmark and runs it in a Node process of its own with the collector in reach.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build } from "vite";
import { root } from "../host/install.mjs";

const which = process.argv[2] ?? "engine";
const BENCHMARKS = ["engine", "kubelet", "web"];
if (!BENCHMARKS.includes(which)) {
  console.error(`no benchmark ${which}; there are: ${BENCHMARKS.join(", ")}`);
  process.exit(2);
}
const outDir = join(root, ".cache", "bench");
await build({
  root,
  configFile: false,
  logLevel: "error",
  build: { ssr: join(root, "bench", `${which}.ts`), outDir, emptyOutDir: true, target: "node20", minify: false },
});
process.exit(
  spawnSync(process.execPath, ["--expose-gc", "--max-old-space-size=8192", join(outDir, `${which}.js`), ...process.argv.slice(3)], {
    stdio: "inherit",
    cwd: root,
  }).status ?? 1,
);
