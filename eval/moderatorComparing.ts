import { detectLanguage } from "../src/core/retrieval/language.ts";
import { analyse } from "../src/core/retrieval/textAnalysis.ts";

/** What the moderator's rules take of text analysis, as the server gives it to them. */
export const comparing = { analyse, languageOf: detectLanguage };
