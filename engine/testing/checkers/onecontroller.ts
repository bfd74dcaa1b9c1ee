// No object has two controllers (REF-1).

import type { Checker } from "./checker.ts";

export function newOneController(): Checker {
  return ({ pods }) =>
    pods
      .filter(({ metadata }) => (metadata.ownerReferences ?? []).filter(({ controller }) => controller).length > 1)
      .map(({ metadata }) => `pod ${metadata.name} has ${metadata.ownerReferences?.length} controllers`);
}
