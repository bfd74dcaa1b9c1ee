// The texts of questions and hints come with the goals.

import { practiceEn, practiceKo } from "./practice.ts";
import { addTexts } from "./setup.ts";

addTexts({ practice: practiceEn }, { practice: practiceKo });
