// The command of `sim.node.ts`.
import { load } from "./load.mjs";

const { run } = await load("engine/testing/sim.node.ts");
process.exit(run(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`)));
