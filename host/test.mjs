// npm test: everything that a contributor must pass, in the order in which it fails fastest. Ends with one line,
// `N passed, M failed`, that counts the checks and the single tests of every runner.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, root } from "./install.mjs";

ensureInstalled();
const cache = join(root, ".cache");
mkdirSync(cache, { recursive: true });
let passed = 0;
let failed = 0;

function step(name, args, count) {
  const began = Date.now();
  console.log(`\n— ${name}`);
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, FORCE_COLOR: "0" } });
  const ok = result.status === 0;
  const counted = count?.(ok) ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  if (!ok && counted.failed === 0) counted.failed = 1;
  passed += counted.passed;
  failed += counted.failed;
  console.log(`— ${name}: ${ok ? "passed" : "FAILED"} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

const bin = (name, file) => join("node_modules", name, file);
function report(name) {
  const file = join(cache, name);
  rmSync(file, { force: true });
  return { file, read: () => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined) };
}

step("format", [bin("oxfmt", "bin/oxfmt"), "--check", "."]);
step("lint", [bin("oxlint", "bin/oxlint"), "."]);
step("types of the engine", [bin("typescript", "bin/tsc"), "--noEmit", "-p", "engine"]);
step("types", [bin("typescript", "bin/tsc"), "--noEmit", "-p", "."]);
step("unused files, exports and dependencies", [bin("knip", "bin/knip.js")]);
const unit = report("unit.json");
step("unit", [bin("vitest", "vitest.mjs"), "run", "--reporter=dot", "--reporter=json", `--outputFile.json=${unit.file}`], () => {
  const r = unit.read();
  return r && { passed: r.numPassedTests, failed: r.numFailedTests + r.numFailedTestSuites };
});
step("conformance: the study notes", ["engine/testing/conformance/run.mjs", "--only", "notes-", "--min", "1"]);
step("conformance: controllers", ["engine/testing/conformance/run.mjs", "--only", "rc-,rs-,ds-,gc-,selectors-", "--min", "0.92"]);
step("conformance: pods and nodes", ["engine/testing/conformance/run.mjs", "--only", "probe-,pod-,node-", "--min", "0.85"]);
step("simulation", ["engine/testing/sim.mjs", "--seeds", "20"]);
step("build", [bin("vite", "bin/vite.js"), "build", "--logLevel", "warn"]);
const e2e = report("e2e.json");
step("end to end", [bin("@playwright/test", "cli.js"), "test"], () => {
  const r = e2e.read();
  return r && { passed: r.stats.expected + r.stats.flaky, failed: r.stats.unexpected };
});

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
