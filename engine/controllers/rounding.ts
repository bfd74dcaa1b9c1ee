// Numbers that may be percentages, as rollouts and budgets have them (DS-51, DEP-21, PDB-2).

import type { IntOrString } from "../api/types.generated.ts";

/** `value` itself, or that percentage of `total`; 0 for what is neither. */
export function amountOrPercent(value: IntOrString | undefined, total: number, rounding: "up" | "down"): number {
  if (value === undefined) return 0;
  if (typeof value === "number") return value;
  const match = /^(\d+)%$/.exec(value);
  if (match === null) return 0;
  const share = (Number(match[1]) * total) / 100;
  return rounding === "up" ? Math.ceil(share) : Math.floor(share);
}
