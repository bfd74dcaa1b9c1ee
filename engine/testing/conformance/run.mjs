// The command of `run.node.ts`.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "../load.mjs";

const recordings = join(dirname(fileURLToPath(import.meta.url)), "recordings");
const { readOptions, run } = await load("engine/testing/conformance/run.node.ts");
process.exit(run(readOptions(process.argv.slice(2), recordings), (line) => process.stdout.write(`${line}\n`)));
