// The command of `replay.node.ts`: node engine/testing/replay.mjs SESSION.json kubectl get pods -o yaml
import { readFileSync } from "node:fs";
import { load } from "./load.mjs";

const [file = "-", ...command] = process.argv.slice(2);
const { run } = await load("engine/testing/replay.node.ts");
process.exit(run(readFileSync(file === "-" ? 0 : file, "utf8"), command, process.stdout, process.stderr));
