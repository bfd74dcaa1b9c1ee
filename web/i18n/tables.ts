// All tables together: the keys that there are.

import { firstEn, firstKo } from "./firsttables.ts";
import { practiceEn, practiceKo } from "./practice.ts";
import { whyEn } from "./why.ts";
import { whyKo } from "./whyko.ts";

export const en = { ...firstEn, practice: practiceEn, why: whyEn };
export const ko = { ...firstKo, practice: practiceKo, why: whyKo };
