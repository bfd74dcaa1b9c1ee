// The sentences of causes are many and come with the part that says them.

import { addTexts } from "./setup.ts";
import { whyEn } from "./why.ts";
import { whyKo } from "./whyko.ts";

addTexts({ why: whyEn }, { why: whyKo });
