// npm run sim -- --seeds N [--from S] [--steps K]: plays N stories; a failing seed says how to replay it.

import { simulate } from "./simulation.ts";

export function run(argv: readonly string[], print: (line: string) => void): number {
  const number = (name: string, otherwise: number): number => {
    const at = argv.indexOf(name);
    return at < 0 ? otherwise : Number(argv[at + 1]);
  };
  const from = number("--from", 1);
  const seeds = number("--seeds", 20);
  const steps = number("--steps", 60);
  let failed = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const failure = simulate({ seed, steps });
    if (failure === undefined) continue;
    failed++;
    print(`seed ${seed} failed after ${failure.story.length} commands:`);
    for (const line of failure.complaints.slice(0, 12)) print(`  ${line}`);
    if (seeds === 1) for (const line of failure.story) print(`    ${line}`);
    else print(`  replay: npm run sim -- --seeds 1 --from ${seed} --steps ${steps}`);
  }
  print(`simulation: ${seeds - failed} of ${seeds} stories ended well`);
  return failed === 0 ? 0 : 1;
}
