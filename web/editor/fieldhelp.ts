// What a field does at run time, in our own words, in both languages. Keys are `Type.field` as in the API's own schema, or
// `*.field` for one that means the same everywhere; a field of ours has a description there already.

import { CONTAINER } from "./help/container.ts";
import { CONTROLLERS } from "./help/controllers.ts";
import { ENVIRONMENT } from "./help/environment.ts";
import { FIRST } from "./help/first.ts";
import { NODE } from "./help/node.ts";
import { OBJECTS } from "./help/objects.ts";
import { POD } from "./help/pod.ts";
import { PROBES } from "./help/probes.ts";
import { SCHEDULING } from "./help/scheduling.ts";
import { VOLUMES } from "./help/volumes.ts";

export interface Help {
  readonly en: string;
  readonly ko: string;
}

const HELP: Readonly<Record<string, Help>> = {
  ...FIRST,
  ...OBJECTS,
  ...CONTROLLERS,
  ...POD,
  ...CONTAINER,
  ...PROBES,
  ...SCHEDULING,
  ...ENVIRONMENT,
  ...VOLUMES,
  ...NODE,
};

export function helpFor(owner: string, field: string, language: "en" | "ko"): string | undefined {
  return (HELP[`${owner}.${field}`] ?? HELP[`*.${field}`])?.[language];
}
