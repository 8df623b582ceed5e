import { expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { comparedAnswers } from "./comparedAnswers.ts";
import { connectionsOf } from "./connections.ts";
import { deliberationOn } from "../fixtures/deliberation.ts";
import { lexiconOf } from "../words/lexicon.ts";
import { phrasesByLocale } from "./phrases.ts";

const deps = { analyse, languageOf: detectLanguage };
const theme = (text: string) => ({ text, terms: lexiconOf(deps).termsOf(text), voices: [0] });

test("themes that stand in one sentence are connected by the answers it is from, the most first", () => {
  const compared = comparedAnswers(
    deps,
    deliberationOn("What are auroras?", [
      "The solar wind meets the magnetic field of the planet. Oxygen glows green.",
      "The magnetic field guides the solar wind to the poles, where it hits the oxygen of the air.",
    ]),
  );
  const themes = ["oxygen", "solar wind", "magnetic field"].map(theme);
  expect(connectionsOf(phrasesByLocale.en, compared, themes)).toEqual([
    "a and b connect “solar wind” with “magnetic field”",
    "b connects “oxygen” with “solar wind”",
    "b connects “oxygen” with “magnetic field”",
  ]);
});
